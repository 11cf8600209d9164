package consult

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"time"

	"github.com/google/uuid"

	"minyi/domain/civic"
)

// Lengths of what reviewers write, in characters as people count them.
const (
	longestReviewReason = 5000
	longestVerdictNote  = 1000
)

// Submit gives the state of a draft that its writers hand to the review. It refuses WRONG_DRAFT_STATE.
func (d Draft) Submit() (DraftState, error) {
	if d.State != StateDraft {
		return d.State, civic.Refuse(WrongDraftState, "draftId", d.State)
	}
	return StateSubmitted, nil
}

// AfterChange gives the state of a draft whose content changes: what was handed to review goes back to its writers.
// It refuses DRAFT_PUBLISHED at the field.
func (d Draft) AfterChange(field string) (DraftState, error) {
	if d.State.Fixed() {
		return d.State, civic.Refuse(DraftPublished, field)
	}
	return StateDraft, nil
}

// NextReview gives the state to which one step of the review leads. Earlier are the draft's reviews so far, in their order.
// It refuses FORBIDDEN to those who have not the stage's role in the draft's department, and WRONG_REVIEW_STAGE, SAME_PERSON,
// CONTENT_CHANGED, REASON_REQUIRED, INVALID_VERDICTS, GATE_NOT_PASSED and GATES_MISSING.
func (d Draft) NextReview(by civic.Actor, in RecordReviewInput, earlier []EditorialReview) (DraftState, error) {
	if !in.Stage.madeBy(by, d.DepartmentCode) {
		return d.State, civic.Refuse(civic.Forbidden, "")
	}
	next, waits := d.State.after(in.Stage)
	if !waits {
		return d.State, civic.Refuse(WrongReviewStage, "stage", d.State)
	}
	var problems civic.Problems
	if in.ContentHash != d.ContentHash {
		problems.Add(ContentChanged, "contentHash")
	}
	if madeEarlierStep(by.Account, in.Stage, earlier) {
		problems.Add(SamePerson, "stage")
	}
	problems.Join(in.checkWords())
	problems.Join(in.checkGates(earlier))
	if in.Decision == Return {
		next = StateDraft
	}
	return next, problems.Err()
}

// madeBy tells whether the actor has the role that makes this step in the department.
func (s ReviewStage) madeBy(by civic.Actor, department string) bool {
	for _, step := range stages {
		for _, grant := range by.Roles {
			if step.stage == s && grant.Role == step.role && grant.Department != nil && *grant.Department == department {
				return true
			}
		}
	}
	return false
}

// after gives the state to which an approval leads, and whether the state waits for this step at all.
func (s DraftState) after(stage ReviewStage) (DraftState, bool) {
	for _, step := range stages {
		if step.from == s && step.stage == stage {
			return step.to, true
		}
	}
	return s, false
}

// madeEarlierStep tells whether the account gave one of the approvals that brought the draft to this stage: the last ones
// of the stages before it.
func madeEarlierStep(account uuid.UUID, stage ReviewStage, earlier []EditorialReview) bool {
	last := map[ReviewStage]uuid.UUID{}
	for _, r := range earlier {
		if r.Decision == Approve {
			last[r.Stage] = r.Actor
		}
	}
	for _, step := range stages {
		if step.stage == stage {
			return false
		}
		if last[step.stage] == account {
			return true
		}
	}
	return false
}

// checkWords holds the reason and the notes against their rules.
func (in RecordReviewInput) checkWords() error {
	var problems civic.Problems
	if in.Decision == Return && strings.TrimSpace(in.Reason) == "" {
		problems.Add(ReasonRequired, "reason")
	} else {
		problems.Join(civic.CheckOptionalBody("reason", in.Reason, longestReviewReason))
	}
	for i, v := range in.Verdicts {
		problems.Join(civic.CheckOptionalBody(civic.Indexed("verdicts", i)+".note", v.Note, longestVerdictNote))
	}
	return problems.Err()
}

// checkGates holds the verdicts against their rules: one a gate, none failing where the text goes on, and all five passed
// where it is released.
func (in RecordReviewInput) checkGates(earlier []EditorialReview) error {
	var problems civic.Problems
	seen := map[ReviewGate]bool{}
	for i, v := range in.Verdicts {
		if seen[v.Gate] {
			problems.Add(InvalidVerdicts, civic.Indexed("verdicts", i)+".gate")
		}
		seen[v.Gate] = true
		if in.Decision == Approve && !v.Passed {
			problems.Add(GateNotPassed, civic.Indexed("verdicts", i)+".passed")
		}
	}
	if in.Decision != Approve || in.Stage != StagePublish || len(problems) > 0 {
		return problems.Err()
	}
	with := append(earlier[:len(earlier):len(earlier)], EditorialReview{GateVerdicts: in.Verdicts, Valid: true})
	if missing := MissingGates(with); len(missing) > 0 {
		problems.Add(GatesMissing, "verdicts", gateNames(missing))
	}
	return problems.Err()
}

// gateNames writes gates for a message.
func gateNames(gates []ReviewGate) string {
	names := make([]string, len(gates))
	for i, g := range gates {
		names[i] = string(g)
	}
	return strings.Join(names, ", ")
}

// ReviewOf makes the sealed record of a step that NextReview allowed, at the database's instant.
func ReviewOf(d Draft, by civic.Actor, in RecordReviewInput, earlier []EditorialReview, at time.Time) EditorialReview {
	r := EditorialReview{
		Key: civic.NewKey(), DraftKey: d.Key, Stage: in.Stage, Decision: in.Decision, GateVerdicts: in.Verdicts, Reason: in.Reason,
		Actor: by.Account, ActorName: by.Name, ContentHash: d.ContentHash, Revision: d.Revision, At: at, Valid: true,
	}
	if len(earlier) > 0 {
		r.PreviousHash = earlier[len(earlier)-1].Hash
	}
	r.Hash = r.seal()
	return r
}

// seal is the SHA-256 in hexadecimal of the record as canonical JSON, the hash of the record before it included.
func (r EditorialReview) seal() string {
	raw, _ := json.Marshal(struct {
		Draft        uuid.UUID      `json:"draft"`
		Stage        ReviewStage    `json:"stage"`
		Decision     ReviewDecision `json:"decision"`
		Verdicts     GateVerdicts   `json:"verdicts"`
		Reason       string         `json:"reason"`
		Actor        uuid.UUID      `json:"actor"`
		ActorName    string         `json:"actorName"`
		ContentHash  string         `json:"contentHash"`
		Revision     int            `json:"revision,omitempty"` // so that records from before there were revisions stay intact
		PreviousHash string         `json:"previousHash"`
		At           string         `json:"at"`
	}{r.DraftKey, r.Stage, r.Decision, r.GateVerdicts, r.Reason, r.Actor, r.ActorName, r.ContentHash, r.Revision, r.PreviousHash, r.At.UTC().Format(time.RFC3339Nano)})
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// ReviewsIntact tells whether the records of a draft's review, in their order, are the ones that were made: each seals
// itself and the one before it.
func ReviewsIntact(reviews []EditorialReview) bool {
	previous := ""
	for _, r := range reviews {
		if r.PreviousHash != previous || r.Hash != r.seal() {
			return false
		}
		previous = r.Hash
	}
	return true
}
