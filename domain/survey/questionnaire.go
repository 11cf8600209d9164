package survey

import (
	"context"
	"time"

	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/domain/trust"
)

// AlreadyResponded refuses a second response of one person.
var AlreadyResponded = civic.NewCode("ALREADY_RESPONDED", "您已填写过本问卷，可以修改已提交的答卷。", "You have filled in this survey already; revise your response instead.")

// NotResponded refuses to revise what was never given.
var NotResponded = civic.NewCode("NOT_RESPONDED", "您尚未填写本问卷。", "You have not filled in this survey yet.")

// NotLaunched refuses responses to a survey that no consultation carries yet.
var NotLaunched = civic.NewCode("NOT_LAUNCHED", "该问卷尚未发布。", "No consultation carries this survey yet.")

// Survey is a questionnaire. Its questions are kept by version, apart.
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

// SurveyKind is the kind of surveys.
var SurveyKind = civic.NewKind("S")

// ID names the survey.
func (s Survey) ID() civic.ID { return civic.IDOf(SurveyKind, s.Key) }

// IsNode marks what the API finds by id.
func (Survey) IsNode() {}

// Title reads the survey's title.
func (s Survey) Title(ctx context.Context, locale *civic.Locale) string {
	return s.Titles.Read(ctx, locale)
}

// Introduction reads what the survey is about.
func (s Survey) Introduction(ctx context.Context, locale *civic.Locale) string {
	return s.Introductions.Read(ctx, locale)
}

// SurveyResponse is one filled-in form. It bears no name: the person is known only by a keyed hash that stays in the database.
type SurveyResponse struct {
	ConsultationKey uuid.UUID      `db:"consultation_id"`
	Key             uuid.UUID      `db:"id"`
	SurveyKey       uuid.UUID      `db:"survey_id"`
	Version         int            `db:"version"`
	Given           Answers        `db:"answers"`
	CreatedAt       time.Time      `db:"created_at"`
	RevisedAt       *time.Time     `db:"revised_at"`
	Revision        int            `db:"revision"` // how often its author filled it in
	Receipt         *trust.Receipt `db:"-"`        // of the act that has just been done; nil in a response that was read
}

// SurveyResponseKind is the kind of responses to surveys.
var SurveyResponseKind = trust.ReceiptsFor(civic.NewKindWithin("R"), "survey response")

// ID names the response.
func (r SurveyResponse) ID() civic.ID {
	return civic.IDWithin(SurveyResponseKind, r.ConsultationKey, r.Key)
}

// IsNode marks what the API finds by id.
func (SurveyResponse) IsNode() {}

// CreateSurveyInput is a new survey.
type CreateSurveyInput struct {
	DepartmentID      civic.ID                   `validate:"id=D"`
	Title             []civic.LocalizedTextInput `validate:"min=1,max=10,unique=Locale,texts=200"`
	Introduction      []civic.LocalizedTextInput `validate:"max=10,unique=Locale,texts=5000"`
	Questions         []QuestionInput            `validate:"-"` // CheckQuestions holds their rules
	ResultsVisibility ResultsVisibility
	IdempotencyKey    *string `validate:"omitempty,idempotency"`
}

// ReviseSurveyInput is new questions for a survey.
type ReviseSurveyInput struct {
	SurveyID       civic.ID        `validate:"id=S"`
	Questions      []QuestionInput `validate:"-"`
	IdempotencyKey *string         `validate:"omitempty,idempotency"`
}

// SubmitSurveyResponseInput is a filled-in form.
type SubmitSurveyResponseInput struct {
	SurveyID       civic.ID      `validate:"id=S"`
	Answers        []AnswerInput `validate:"-"` // CheckAnswers holds their rules
	IdempotencyKey *string       `validate:"omitempty,idempotency"`
}

// ReviseSurveyResponseInput is a form filled in anew.
type ReviseSurveyResponseInput struct {
	SurveyID civic.ID      `validate:"id=S"`
	Answers  []AnswerInput `validate:"-"`
}
