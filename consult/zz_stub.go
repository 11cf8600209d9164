package consult

import (
	"github.com/google/uuid"
	"time"
)

type DraftState string
type ReviewStage string
type ReviewGate string
type ReviewDecision string
type GateVerdict struct {
	Gate   ReviewGate
	Passed bool
	Note   string
}
type GateVerdictInput = GateVerdict
type EditorialReview struct {
	Key               uuid.UUID
	Stage             ReviewStage
	Decision          ReviewDecision
	Verdicts          []GateVerdict
	Reason, ActorName string
	At                time.Time
	ContentHash       string
	Valid             bool
	Hash              string
}
type RecordReviewInput struct {
	DraftID     ID
	Stage       ReviewStage
	Decision    ReviewDecision
	Verdicts    []GateVerdict
	Reason      string
	ContentHash string
}
