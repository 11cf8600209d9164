package survey

import (
	"context"
	"time"

	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/domain/trust"
)

// RespondToSurvey is a right; the enum Action in the schema describes it.
var RespondToSurvey = civic.ForBrowsers(civic.NewAction("RESPOND_TO_SURVEY", civic.Resident))

// AlreadyResponded refuses a second response of the same person.
var AlreadyResponded = civic.NewCode("ALREADY_RESPONDED", "您已填写过本问卷，可以修改已提交的答卷。", "You have filled in this survey already; revise your response instead.")

// NotResponded refuses to revise a response that does not exist.
var NotResponded = civic.NewCode("NOT_RESPONDED", "您尚未填写本问卷。", "You have not filled in this survey yet.")

// NotLaunched refuses responses to a survey that no consultation carries yet.
var NotLaunched = civic.NewCode("NOT_LAUNCHED", "该问卷尚未发布。", "No consultation carries this survey yet.")

// Survey is a questionnaire. Its questions are stored apart, by version.
type Survey struct {
	Key               uuid.UUID         `db:"id"`
	DepartmentKey     uuid.UUID         `db:"department_id"`
	DepartmentCode    string            `db:"department_code"`
	ConsultationKey   *uuid.UUID        `db:"consultation_id"`
	Titles            civic.Localized   `db:"title"`
	Introductions     civic.Localized   `db:"introduction"`
	ResultsVisibility ResultsVisibility `db:"results_visibility"`
	Version           int               `db:"version"`
	CreatedAt         time.Time         `db:"created_at"`
}

// SurveyKind is the kind of the surveys' ids.
var SurveyKind = civic.NewKind("S")

// ID is the survey's global id.
func (s Survey) ID() civic.ID { return civic.IDOf(SurveyKind, s.Key) }

// IsNode marks a type that the API finds by its id.
func (Survey) IsNode() {}

// Title is the survey's title in a language.
func (s Survey) Title(ctx context.Context, locale *civic.WantedLocale) string {
	return s.Titles.Read(ctx, locale)
}

// Introduction says in a language what the survey is about.
func (s Survey) Introduction(ctx context.Context, locale *civic.WantedLocale) string {
	return s.Introductions.Read(ctx, locale)
}

// SurveyResponse is the answers of one person. It has no name: only a keyed hash, which never leaves the database, identifies the
// person.
type SurveyResponse struct {
	ConsultationKey uuid.UUID      `db:"consultation_id"`
	Key             uuid.UUID      `db:"id"`
	SurveyKey       uuid.UUID      `db:"survey_id"`
	Version         int            `db:"version"`
	Given           Answers        `db:"answers"`
	CreatedAt       time.Time      `db:"created_at"`
	RevisedAt       *time.Time     `db:"revised_at"`
	Revision        int            `db:"revision"` // 1 for the first submission, one more for each revision
	RedactedAt      *time.Time     `db:"redacted_at"`
	RecordKey       int32          `db:"record_key"` // decides, with those of others, the noise of published counts; never leaves the server
	Receipt         *trust.Receipt `db:"-"`          // of the write that has just happened; nil in a response that was read
}

// SurveyResponseKind is the kind of the responses' ids.
var SurveyResponseKind = trust.ReceiptsFor(civic.NewKindWithin("R"), "survey response")

// ID is the response's global id.
func (r SurveyResponse) ID() civic.ID {
	return civic.IDWithin(SurveyResponseKind, r.ConsultationKey, r.Key)
}

// IsNode marks a type that the API finds by its id.
func (SurveyResponse) IsNode() {}

// CreateSurveyInput is a new survey, as staff send it.
type CreateSurveyInput struct {
	DepartmentID      civic.ID                   `validate:"id=D"`
	Title             []civic.LocalizedTextInput `validate:"min=1,max=10,unique=Locale,texts=200"`
	Introduction      []civic.LocalizedTextInput `validate:"max=10,unique=Locale,texts=5000"`
	Questions         []QuestionInput            `validate:"-"` // CheckQuestions checks them
	ResultsVisibility ResultsVisibility
	IdempotencyKey    *string `validate:"omitempty,idempotency"`
}

// ReviseSurveyInput is new questions for a survey, as staff send them.
type ReviseSurveyInput struct {
	SurveyID       civic.ID        `validate:"id=S"`
	Questions      []QuestionInput `validate:"-"`
	IdempotencyKey *string         `validate:"omitempty,idempotency"`
}

// SubmitSurveyResponseInput is a person's answers to a survey.
type SubmitSurveyResponseInput struct {
	SurveyID       civic.ID      `validate:"id=S"`
	Version        *int          `validate:"-"` // the version that was filled in; nil: the newest
	Answers        []AnswerInput `validate:"-"` // CheckAnswers checks them
	IdempotencyKey *string       `validate:"omitempty,idempotency"`
}

// ReviseSurveyResponseInput is all answers of a person again, with the changes.
type ReviseSurveyResponseInput struct {
	SurveyID civic.ID      `validate:"id=S"`
	Version  *int          `validate:"-"`
	Answers  []AnswerInput `validate:"-"`
}

// WithdrawSurveyResponseInput names the survey whose response the person takes back.
type WithdrawSurveyResponseInput struct {
	SurveyID civic.ID `validate:"id=S"`
}
