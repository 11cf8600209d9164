package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"minyi/domain/civic"
)

// The maximum lengths of a reviewer's texts, in characters as people count them.
const (
	longestReviewReason = 5000
	longestVerdictNote  = 1000
)

// Submit returns the state of a draft after its writers submit it for review. It refuses as WRONG_DRAFT_STATE a draft in any other
// state than DRAFT.
func (d Draft) Submit() (DraftState, error) {
	if d.State != StateDraft {
		return d.State, civic.Refuse(WrongDraftState, "draftId", civic.Found(d.State))
	}
	return StateSubmitted, nil
}

// AfterChange returns the state of a draft after a change of its content. A draft in review goes back to its writers. AfterChange
// refuses as DRAFT_PUBLISHED, at the field, a draft that can no longer change.
func (d Draft) AfterChange(field string) (DraftState, error) {
	if d.State.Fixed() {
		return d.State, civic.Refuse(DraftPublished, field)
	}
	return StateDraft, nil
}

// Reviewed is what the review looks at: of a draft, and of every other content.
type Reviewed struct {
	Key            uuid.UUID
	DepartmentCode string
	State          DraftState
	ContentHash    string
	Revision       int
}

// Reviewed returns what the review looks at.
func (d Draft) Reviewed() Reviewed {
	return Reviewed{d.Key, d.DepartmentCode, d.State, d.ContentHash, d.Revision}
}

// NextReview returns the state of a content after one step of the review. The parameter earlier holds the content's reviews so far,
// in their order. NextReview refuses as FORBIDDEN an actor without the stage's role in the content's department. The other refusals
// are WRONG_REVIEW_STAGE, SAME_PERSON, CONTENT_CHANGED, REASON_REQUIRED, INVALID_VERDICTS, GATE_NOT_PASSED and GATES_MISSING.
func (r Reviewed) NextReview(by civic.Actor, in ReviewStepInput, earlier []EditorialReview) (DraftState, error) {
	if !in.Stage.allowedFor(by, r.DepartmentCode) {
		return r.State, civic.Refuse(civic.Forbidden, "")
	}
	next, waits := r.State.afterApproval(in.Stage)
	if !waits {
		return r.State, civic.Refuse(WrongReviewStage, "stage", civic.Found(r.State))
	}
	var problems civic.Problems
	if in.ContentHash != r.ContentHash {
		problems.Add(ContentChanged, "contentHash")
	}
	if approvedEarlierStep(by, in.Stage, earlier) {
		problems.Add(SamePerson, "stage")
	}
	problems.Join(in.checkTexts())
	problems.Join(in.checkGates(earlier))
	if in.Decision == Return {
		next = StateDraft
	}
	return next, problems.Err()
}

// allowedFor reports whether the actor has the role for this step in the department.
func (s ReviewStage) allowedFor(by civic.Actor, department string) bool {
	for _, step := range reviewSteps {
		for _, grant := range by.Roles {
			if step.stage == s && grant.Role == step.role && grant.Department != nil && *grant.Department == department {
				return true
			}
		}
	}
	return false
}

// afterApproval returns the state after an approval of this step, and whether the current state waits for this step.
func (s DraftState) afterApproval(stage ReviewStage) (DraftState, bool) {
	for _, step := range reviewSteps {
		if step.from == s && step.stage == stage {
			return step.to, true
		}
	}
	return s, false
}

// approvedEarlierStep reports whether the actor, or the same person with another account, gave the last approval of one of the stages
// before this one.
func approvedEarlierStep(by civic.Actor, stage ReviewStage, earlier []EditorialReview) bool {
	last := map[ReviewStage]EditorialReview{}
	for _, r := range earlier {
		if r.Decision == Approve {
			last[r.Stage] = r
		}
	}
	for _, step := range reviewSteps {
		if step.stage == stage {
			return false
		}
		if r, approved := last[step.stage]; approved && (r.Actor == by.Account || r.Person != nil && *r.Person == by.Person) {
			return true
		}
	}
	return false
}

// PersonsKnown reports whether the sign-in told the person of the actor and of all who reviewed the content earlier. If not, one person
// could act with two accounts.
func PersonsKnown(by civic.Actor, earlier []EditorialReview) bool {
	return by.Person != "" && !slices.ContainsFunc(earlier, func(r EditorialReview) bool { return r.Person == nil })
}

// checkTexts checks the reason and the notes.
func (in ReviewStepInput) checkTexts() error {
	var problems civic.Problems
	if in.Decision == Return && strings.TrimSpace(in.Reason) == "" {
		problems.Add(civic.ReasonRequired, "reason")
	} else {
		problems.Join(civic.CheckOptionalBody("reason", in.Reason, longestReviewReason))
	}
	for i, v := range in.Verdicts {
		problems.Join(civic.CheckOptionalBody(civic.Indexed("verdicts", i)+".note", v.Note, longestVerdictNote))
	}
	return problems.Err()
}

// checkGates checks the verdicts. A gate has one verdict. An approval contains no failed gate. The approval of the last step
// needs all five gates passed.
func (in ReviewStepInput) checkGates(earlier []EditorialReview) error {
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
	all := append(earlier[:len(earlier):len(earlier)], EditorialReview{GateVerdicts: in.Verdicts, Valid: true})
	if missing := MissingGates(all); len(missing) > 0 {
		problems.Add(GatesMissing, "verdicts", civic.Expected(gateNames(missing)))
	}
	return problems.Err()
}

// gateNames returns the names of gates for a message.
func gateNames(gates []ReviewGate) string {
	names := make([]string, len(gates))
	for i, g := range gates {
		names[i] = string(g)
	}
	return strings.Join(names, ", ")
}

// ReviewOf returns the record of a step that NextReview allowed, with its hash. The instant is from the database's clock.
func ReviewOf(d Reviewed, by civic.Actor, in ReviewStepInput, earlier []EditorialReview, at time.Time) EditorialReview {
	r := EditorialReview{
		Key: civic.NewKey(), ContentKey: d.Key, Stage: in.Stage, Decision: in.Decision, GateVerdicts: in.Verdicts, Reason: in.Reason,
		Actor: by.Account, ActorName: by.Name, ContentHash: d.ContentHash, Revision: d.Revision, CreatedAt: at, Valid: true,
	}
	if by.Person != "" {
		r.Person = &by.Person
	}
	if len(earlier) > 0 {
		r.PreviousHash = earlier[len(earlier)-1].Hash
	}
	r.Hash = r.calculateHash()
	return r
}

// calculateHash returns the SHA-256 in hexadecimal of the record as JSON. The JSON contains the hash of the previous record.
func (r EditorialReview) calculateHash() string {
	raw, _ := json.Marshal(struct {
		Draft        uuid.UUID      `json:"draft"`
		Stage        ReviewStage    `json:"stage"`
		Decision     ReviewDecision `json:"decision"`
		Verdicts     GateVerdicts   `json:"verdicts"`
		Reason       string         `json:"reason"`
		Actor        uuid.UUID      `json:"actor"`
		Person       *string        `json:"person,omitempty"`
		ActorName    string         `json:"actorName"`
		ContentHash  string         `json:"contentHash"`
		Revision     int            `json:"revision,omitempty"` // omitted in records from before the field existed, so that their hashes stay valid
		PreviousHash string         `json:"previousHash"`
		At           string         `json:"at"`
	}{r.ContentKey, r.Stage, r.Decision, r.GateVerdicts, r.Reason, r.Actor, r.Person, r.ActorName, r.ContentHash, r.Revision, r.PreviousHash, r.CreatedAt.UTC().Format(time.RFC3339Nano)})
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// ReviewsIntact reports whether the records of a content's review form an unbroken chain: each has a correct hash and contains the
// hash of the previous record. The records are in their order. A missing last record does not break the chain.
func ReviewsIntact(reviews []EditorialReview) bool {
	previous := ""
	for _, r := range reviews {
		if r.PreviousHash != previous || r.Hash != r.calculateHash() {
			return false
		}
		previous = r.Hash
	}
	return true
}
