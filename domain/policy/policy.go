// Package policy holds the permanent record of a policy: its drafts and their clauses, the review before anything is released,
// corrections, and the comparison of versions.
package policy

import (
	"context"
	"time"

	"github.com/google/uuid"

	"minyi/domain/civic"
)

// WritePolicyRecord is a right; the enum Action in the schema describes it.
var WritePolicyRecord = civic.NewAction("WRITE_POLICY_RECORD", civic.Editor)

// PolicyKind is the kind of an instrument. Each kind has its own rules.
type PolicyKind string

// The kinds.
const (
	MajorDecision            PolicyKind = "MAJOR_DECISION"
	GovernmentRule           PolicyKind = "GOVERNMENT_RULE"
	AdministrativeRegulation PolicyKind = "ADMINISTRATIVE_REGULATION"
	Statute                  PolicyKind = "STATUTE"
	NormativeDocument        PolicyKind = "NORMATIVE_DOCUMENT"
	OtherPolicy              PolicyKind = "OTHER"
)

// PolicyStage is the current stage of a policy. The database calculates it from what happened; nobody sets it.
type PolicyStage string

// PolicyRecord is the permanent record of one policy, from the first idea to the text in force.
type PolicyRecord struct {
	Key            uuid.UUID       `db:"id"`
	DepartmentKey  uuid.UUID       `db:"department_id"`
	DepartmentCode string          `db:"department_code"`
	Kind           PolicyKind      `db:"kind"`
	Titles         civic.Localized `db:"title"`
	Stage          PolicyStage     `db:"stage"`
	CreatedAt      time.Time       `db:"created_at"`
	ReleasedAt     *time.Time      `db:"released_at"` // of the first draft or consultation; before, only the department's staff find the record
}

// PolicyRecordKind is the kind of policy records.
var PolicyRecordKind = civic.NewKind("P")

// ID names the record.
func (r PolicyRecord) ID() civic.ID { return civic.IDOf(PolicyRecordKind, r.Key) }

// IsNode marks the type as a node of the API.
func (PolicyRecord) IsNode() {}

// Title returns the policy's title in the wanted language.
func (r PolicyRecord) Title(ctx context.Context, locale *civic.WantedLocale) string {
	return r.Titles.Read(ctx, locale)
}

// CreatePolicyRecordInput is a new policy record.
type CreatePolicyRecordInput struct {
	DepartmentID   civic.ID                   `validate:"id=D"`
	Title          []civic.LocalizedTextInput `validate:"required,min=1,max=10,unique=Locale,texts=200"`
	Kind           PolicyKind                 `validate:"required"`
	IdempotencyKey *string                    `validate:"omitempty,idempotency"`
}

// PolicyRecordFilter says which policy records to list.
type PolicyRecordFilter struct {
	DepartmentID *civic.ID `validate:"omitempty,id=D"`
	Kind         *PolicyKind
	Title        *string `validate:"omitempty,words=100"`
}

// TimelineEventKind is the kind of an event in a policy's history.
type TimelineEventKind string

// The kinds of events, in their usual order.
const (
	RecordCreated         TimelineEventKind = "RECORD_CREATED"
	DraftImported         TimelineEventKind = "DRAFT_IMPORTED"
	DraftRevised          TimelineEventKind = "DRAFT_REVISED"
	DraftSubmitted        TimelineEventKind = "DRAFT_SUBMITTED"
	DraftReviewed         TimelineEventKind = "DRAFT_REVIEWED"
	DraftReturned         TimelineEventKind = "DRAFT_RETURNED"
	ConsultationLaunched  TimelineEventKind = "CONSULTATION_LAUNCHED"
	PeriodExtended        TimelineEventKind = "PERIOD_EXTENDED"
	PeriodReopened        TimelineEventKind = "PERIOD_REOPENED"
	PeriodClosedEarly     TimelineEventKind = "PERIOD_CLOSED_EARLY"
	PeriodMoved           TimelineEventKind = "PERIOD_MOVED"
	SurveyAdded           TimelineEventKind = "SURVEY_ADDED"
	TextCorrected         TimelineEventKind = "TEXT_CORRECTED"
	ConsultationWithdrawn TimelineEventKind = "CONSULTATION_WITHDRAWN"
	ReportPublished       TimelineEventKind = "REPORT_PUBLISHED"
	DraftAdopted          TimelineEventKind = "DRAFT_ADOPTED"

	InterpretationReleased TimelineEventKind = "INTERPRETATION_RELEASED"
)

// Public reports whether everybody sees such events. Only the department's staff sees the others.
func (k TimelineEventKind) Public() bool {
	switch k {
	case DraftImported, DraftRevised, DraftSubmitted, DraftReviewed, DraftReturned:
		return false
	}
	return true
}

// TimelineEvent is one event in a policy's history.
type TimelineEvent struct {
	Key         uuid.UUID         `db:"id"`
	CreatedAt   time.Time         `db:"at"`
	Kind        TimelineEventKind `db:"kind"`
	SubjectKind civic.Kind        `db:"subject_kind"`
	SubjectKey  uuid.UUID         `db:"subject_id"`
	Reason      *string           `db:"reason"`
	RecordKey   uuid.UUID         `db:"policy_record_id"`
}

// TimelineEventIDKind is the kind of the ids of events. TimelineEventKind says what happened.
var TimelineEventIDKind = civic.NewKind("E")

// ID returns the event's id.
func (e TimelineEvent) ID() civic.ID { return civic.IDOf(TimelineEventIDKind, e.Key) }

// SubjectID returns the id of the event's subject. For a report it is the id of the consultation, because the event stores the
// consultation's key.
func (e TimelineEvent) SubjectID() civic.ID {
	if e.SubjectKind == civic.FeedbackReportKind {
		return civic.IDOf(civic.ConsultationKind, e.SubjectKey)
	}
	return civic.IDOf(e.SubjectKind, e.SubjectKey)
}
