package policy

import (
	"database/sql/driver"
	"slices"
	"time"

	"github.com/google/uuid"

	"minyi/domain/civic"
)

// The rights of this subject. The enum Action in the schema describes them.
var (
	ReviewDraft  = civic.NewAction("REVIEW_DRAFT", civic.Editor, civic.Reviewer, civic.Publisher)
	ReadInternal = civic.NewAction("READ_INTERNAL", civic.Editor, civic.Reviewer, civic.Publisher, civic.Moderator, civic.Analyst, civic.Auditor)
)

// Refusals of steps of the review.
var (
	WrongReviewStage = civic.NewCode("WRONG_REVIEW_STAGE", "内容处于 {found} 状态，现在不办理此环节。", "The content is in the state {found}; this is not the step it waits for.")
	SamePerson       = civic.NewCode("SAME_PERSON", "编、审、发须由三个不同的人办理；您已办理过其中一个环节。", "Three different people edit, review and publish; you made one of these steps already.")
	GatesMissing     = civic.NewCode("GATES_MISSING", "五关尚未全部通过，还缺：{expected}。", "Not all five gates are passed; still missing: {expected}.")
	GateNotPassed    = civic.NewCode("GATE_NOT_PASSED", "有一关未通过，不能同意；请退回并说明理由。", "A gate is not passed, so the text cannot go on; return it with the reason.")
	InvalidVerdicts  = civic.NewCode("INVALID_VERDICTS", "同一关只能有一个结论。", "A gate has one verdict only.")
)

// DraftState is the state of a draft.
type DraftState string

// The states, in their order.
const (
	StateDraft     DraftState = "DRAFT"     // being written, or returned by the review
	StateSubmitted DraftState = "SUBMITTED" // waits for the first step
	StateEdited    DraftState = "EDITED"    // the first step is done
	StateReviewed  DraftState = "REVIEWED"  // the second step is done
	StateApproved  DraftState = "APPROVED"  // three steps and five gates are passed
	StatePublished DraftState = "PUBLISHED" // public; it can no longer change
	StateAdopted   DraftState = "ADOPTED"   // it is, or was, the text in force
)

// Fixed reports whether a draft in this state can no longer change.
func (s DraftState) Fixed() bool { return s == StatePublished || s == StateAdopted }

// ReviewStage is a step of the three-level review: 编, 审, 发.
type ReviewStage string

// The steps, in their order.
const (
	StageEdit    ReviewStage = "EDIT"
	StageReview  ReviewStage = "REVIEW"
	StagePublish ReviewStage = "PUBLISH"
)

// reviewSteps is the single table of the review: the state that waits for a step, the step, the role that takes it, and the
// state after an approval.
var reviewSteps = []struct {
	from  DraftState
	stage ReviewStage
	role  civic.Role
	to    DraftState
}{
	{StateSubmitted, StageEdit, civic.Editor, StateEdited},
	{StateEdited, StageReview, civic.Reviewer, StateReviewed},
	{StateReviewed, StagePublish, civic.Publisher, StateApproved},
}

// ReviewGate is a check that a text must pass before it is published: one of the 五关.
type ReviewGate string

// The gates.
const (
	GatePolitical ReviewGate = "POLITICAL"
	GateLegal     ReviewGate = "LEGAL"
	GatePolicy    ReviewGate = "POLICY"
	GateSecrecy   ReviewGate = "SECRECY"
	GateText      ReviewGate = "TEXT"
)

// ReviewGates lists the gates in their order of display.
var ReviewGates = []ReviewGate{GatePolitical, GateLegal, GatePolicy, GateSecrecy, GateText}

// ReviewDecision is the result of a step.
type ReviewDecision string

// The decisions.
const (
	Approve ReviewDecision = "APPROVE"
	Return  ReviewDecision = "RETURN"
)

// GateVerdict is the reviewer's verdict on one gate.
type GateVerdict struct {
	Gate   ReviewGate `json:"gate" validate:"oneof=POLITICAL LEGAL POLICY SECRECY TEXT"`
	Passed bool       `json:"passed"`
	Note   string     `json:"note"`
}

// GateVerdictInput is a verdict in an input.
type GateVerdictInput = GateVerdict

// GateVerdicts is stored as JSON.
type GateVerdicts []GateVerdict

// Scan reads the verdicts from a JSON column.
func (v *GateVerdicts) Scan(from any) error { return civic.ScanJSON(from, v) }

// Value writes the verdicts to a JSON column.
func (v GateVerdicts) Value() (driver.Value, error) { return civic.ValueJSON(v) }

// EditorialReview is the record of one step of a review: of a draft, or of another content.
type EditorialReview struct {
	Key          uuid.UUID      `db:"id"`
	ContentKey   uuid.UUID      `db:"content_id"`
	Stage        ReviewStage    `db:"stage"`
	Decision     ReviewDecision `db:"decision"`
	GateVerdicts GateVerdicts   `db:"verdicts"`
	Reason       string         `db:"reason"`
	Actor        uuid.UUID      `db:"actor"`  // the account; no field of the API shows it
	Person       *string        `db:"person"` // a keyed hash of the person; nil if the sign-in did not tell; no field of the API shows it
	ActorName    string         `db:"actor_name"`
	ContentHash  string         `db:"content_hash"`
	Revision     int            `db:"revision"`      // the content's revision that was reviewed
	PreviousHash string         `db:"previous_hash"` // the hash of the content's previous record; empty in the first
	Hash         string         `db:"hash"`
	CreatedAt    time.Time      `db:"at"`
	Valid        bool           `db:"valid"` // false after any later change of the content, even one that was undone
}

// EditorialReviewKind is the kind of the records of review steps.
var EditorialReviewKind = civic.NewKind("V")

// ID returns the record's id.
func (r EditorialReview) ID() civic.ID { return civic.IDOf(EditorialReviewKind, r.Key) }

// Verdicts lists the verdicts on the gates.
func (r EditorialReview) Verdicts() []GateVerdict { return r.GateVerdicts }

// RecordReviewInput is one step of a draft's review.
type RecordReviewInput struct {
	DraftID     civic.ID           `validate:"id=T"`
	Stage       ReviewStage        `validate:"oneof=EDIT REVIEW PUBLISH"`
	Decision    ReviewDecision     `validate:"oneof=APPROVE RETURN"`
	Verdicts    []GateVerdictInput `validate:"max=20,dive"`
	Reason      string
	ContentHash string
}

// Step returns the step alone.
func (in RecordReviewInput) Step() ReviewStepInput {
	return ReviewStepInput{in.Stage, in.Decision, in.Verdicts, in.Reason, in.ContentHash}
}

// ReviewStepInput is one step of the review of any content.
type ReviewStepInput struct {
	Stage       ReviewStage
	Decision    ReviewDecision
	Verdicts    []GateVerdictInput
	Reason      string
	ContentHash string
}

// MissingGates lists the gates that a draft has not passed. The last valid verdict on a gate counts. A verdict is void after any
// later change of the content, even one that was undone. A return ends a round of the review, and the next round starts with no
// gate passed, because the reviewer found the text not ready. The reviews are in the order of time.
func MissingGates(reviews []EditorialReview) []ReviewGate {
	passed := map[ReviewGate]bool{}
	for _, r := range reviews {
		if r.Decision == Return {
			clear(passed)
		}
		if !r.Valid || r.Decision == Return {
			continue
		}
		for _, v := range r.GateVerdicts {
			passed[v.Gate] = v.Passed
		}
	}
	return slices.DeleteFunc(slices.Clone(ReviewGates), func(g ReviewGate) bool { return passed[g] })
}
