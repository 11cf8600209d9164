package consult

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"minyi/domain/civic"
)

// AnswerComments is a right; the enum Action in the schema describes it.
var AnswerComments = civic.NewAction("ANSWER_COMMENTS", civic.Editor)

// PublishAnswers is a right; the enum Action in the schema describes it.
var PublishAnswers = civic.NewAction("PUBLISH_ANSWERS", civic.Publisher)

// Refusals of official responses.
var (
	AnswersGroup    = civic.NewCode("ANSWERS_GROUP", "该答复针对一个主题或一组相同意见，请使用 excludeComments 移出其中的意见。", "The response answers a theme or a campaign; excludeComments takes comments out of it.")
	AlreadyAnswered = civic.NewCode("ALREADY_ANSWERED", "已有答复。", "It has an official response already.")
)

// AdoptionOutcome says what the department decided on a comment.
type AdoptionOutcome string

// The outcomes.
const (
	Adopted          AdoptionOutcome = "ADOPTED"
	PartiallyAdopted AdoptionOutcome = "PARTIALLY_ADOPTED"
	NotAdopted       AdoptionOutcome = "NOT_ADOPTED"
	Forwarded        AdoptionOutcome = "FORWARDED"
	NoCommentNeeded  AdoptionOutcome = "NO_COMMENT_NEEDED"
)

// AdoptionOutcomes lists the outcomes in their order of display.
var AdoptionOutcomes = []AdoptionOutcome{Adopted, PartiallyAdopted, NotAdopted, Forwarded, NoCommentNeeded}

// NeedsReason reports whether the department must give a reason.
func (o AdoptionOutcome) NeedsReason() bool {
	return slices.Contains([]AdoptionOutcome{PartiallyAdopted, NotAdopted, Forwarded}, o)
}

// ClauseEffect says how comments changed a clause.
type ClauseEffect string

// The effects.
const (
	ClauseAmended ClauseEffect = "AMENDED"
	ClauseAdded   ClauseEffect = "ADDED"
	ClauseRemoved ClauseEffect = "REMOVED"
	ClauseKept    ClauseEffect = "KEPT"
)

// OfficialResponse is a department's response to one or many comments, or to all comments of a theme or a campaign.
type OfficialResponse struct {
	ConsultationKey uuid.UUID       `db:"consultation_id"`
	Key             uuid.UUID       `db:"id"`
	GroupKey        *uuid.UUID      `db:"group_id"` // the theme or campaign that it answers; nil if it names its comments
	Outcome         AdoptionOutcome `db:"outcome"`
	Reasons         civic.Localized `db:"reason"`
	CreatedAt       time.Time       `db:"created_at"`
	PublishedAt     *time.Time      `db:"published_at"` // nil in a draft, which only the department's staff see
	RevisedAt       *time.Time      `db:"revised_at"`
}

// OfficialResponseKind is the kind of official responses.
var OfficialResponseKind = civic.NewKindWithin("O")

// ID names the response.
func (r OfficialResponse) ID() civic.ID {
	return civic.IDWithin(OfficialResponseKind, r.ConsultationKey, r.Key)
}

// IsNode marks the type as a node of the API.
func (OfficialResponse) IsNode() {}

// Reason returns the reasons for the outcome in the wanted language.
func (r OfficialResponse) Reason(ctx context.Context, locale *civic.WantedLocale) string {
	return r.Reasons.Read(ctx, locale)
}

// AffectedClause is a clause that an official response concerns, and the effect on it.
type AffectedClause struct {
	ConsultationKey     uuid.UUID    `db:"consultation_id"`
	OfficialResponseKey uuid.UUID    `db:"official_response_id"`
	ClauseKey           *uuid.UUID   `db:"clause_id"`
	Effect              ClauseEffect `db:"effect"`
	NextClauseKey       *uuid.UUID   `db:"next_clause_id"`
}

// ClauseProvenance connects a clause with an official response that changed it.
type ClauseProvenance struct {
	ClauseKey uuid.UUID    `db:"told_clause_id"` // the clause that the comments were about; for an added clause, the clause itself
	Effect    ClauseEffect `db:"effect"`
	OfficialResponse
}

// AffectedClauseInput is a clause that an official response concerns.
type AffectedClauseInput struct {
	ClauseID     *civic.ID `validate:"omitempty,id=L"`
	Effect       ClauseEffect
	NextClauseID *civic.ID `validate:"omitempty,id=L"`
}

// RespondToCommentsInput is one official response to one or many comments.
type RespondToCommentsInput struct {
	CommentIDs     []civic.ID `validate:"min=1,max=1000,unique,dive,id=M"`
	Outcome        AdoptionOutcome
	Reason         []civic.LocalizedTextInput `validate:"max=10,unique=Locale,texts=5000"`
	Clauses        []AffectedClauseInput      `validate:"max=100,dive"`
	IdempotencyKey *string                    `validate:"omitempty,idempotency"`
}

// ReviseOfficialResponseInput is a corrected official response.
type ReviseOfficialResponseInput struct {
	OfficialResponseID civic.ID `validate:"id=O"`
	Outcome            AdoptionOutcome
	Reason             []civic.LocalizedTextInput `validate:"max=10,unique=Locale,texts=5000"`
	Clauses            []AffectedClauseInput      `validate:"max=100,dive"`
	CommentIDs         []civic.ID                 `validate:"omitempty,min=1,max=1000,unique,dive,id=M"` // nil: the same comments
	RemovalReason      *RemovalReason
}

// RemovalReason says why a comment was taken out of an official response. The audit log keeps it.
type RemovalReason string

// PublishOfficialResponsesInput names the drafts of official responses to publish.
type PublishOfficialResponsesInput struct {
	ConsultationID      civic.ID   `validate:"id=C"`
	OfficialResponseIDs []civic.ID `validate:"omitempty,min=1,max=1000,unique,dive,id=O"` // nil: all
}

// ResponsePublished refuses to discard an official response that is published.
var ResponsePublished = civic.NewCode("RESPONSE_PUBLISHED", "该答复已发布，只能更正。", "The official response is published; it can only be corrected.")

// DiscardOfficialResponseInput names the draft of an official response to delete.
type DiscardOfficialResponseInput struct {
	OfficialResponseID civic.ID `validate:"id=O"`
}

// Check checks the input by the rules that need no other data, and returns all problems.
func (in PublishOfficialResponsesInput) Check() error {
	if err := civic.Check(in); err != nil {
		return err
	}
	var problems civic.Problems
	for i, id := range in.OfficialResponseIDs {
		if id.Consultation != in.ConsultationID.Key {
			problems.Add(OtherConsultation, civic.Indexed("officialResponseIds", i))
		}
	}
	return problems.Err()
}

// longestReason is the maximum length of an official response's reason, in characters as people count them.
const longestReason = 5000

// CheckRespond checks an official response by the rules that need no other data, and returns all problems.
func CheckRespond(in RespondToCommentsInput) error {
	if err := civic.Check(in); err != nil {
		return err
	}
	var problems civic.Problems
	problems.Join(checkWithin(in.CommentIDs, in.CommentIDs[0].Consultation))
	problems.Join(CheckOutcome(in.Outcome, in.Reason, in.Clauses))
	return problems.Err()
}

// checkWithin refuses comments of other consultations as OTHER_CONSULTATION.
func checkWithin(comments []civic.ID, consultation uuid.UUID) error {
	var problems civic.Problems
	for i, id := range comments {
		if id.Consultation != consultation {
			problems.Add(OtherConsultation, civic.Indexed("commentIds", i))
		}
	}
	return problems.Err()
}

// CheckRevise checks a corrected official response by the rules that need no other data, and returns all problems.
func CheckRevise(in ReviseOfficialResponseInput) error {
	if err := civic.Check(in); err != nil {
		return err
	}
	var problems civic.Problems
	problems.Join(checkWithin(in.CommentIDs, in.OfficialResponseID.Consultation))
	problems.Join(CheckOutcome(in.Outcome, in.Reason, in.Clauses))
	return problems.Err()
}

// CheckOutcome checks the outcome, the reason and the clauses of an official response. The outcomes PARTIALLY_ADOPTED,
// NOT_ADOPTED and FORWARDED need a reason for the residents. Decree 713 art. 18 requires the department to study the opinions
// and to adopt the reasonable ones.
func CheckOutcome(outcome AdoptionOutcome, reason []civic.LocalizedTextInput, clauses []AffectedClauseInput) error {
	var problems civic.Problems
	if outcome.NeedsReason() && len(reason) == 0 {
		problems.Add(civic.ReasonRequired, "reason")
	}
	problems.Join(civic.CheckTexts("reason", reason, longestReason))
	for i, c := range clauses {
		problems.Join(c.check(civic.Indexed("clauses", i)))
	}
	return problems.Err()
}

// check checks an affected clause. An added clause did not exist before, so it has no clauseId. A removed clause does not exist
// afterwards, so it has no nextClauseId.
func (c AffectedClauseInput) check(field string) error {
	switch {
	case c.Effect == ClauseAdded && c.ClauseID != nil:
		return civic.Refuse(civic.Invalid, field+".clauseId")
	case c.Effect != ClauseAdded && c.ClauseID == nil:
		return civic.Refuse(civic.Required, field+".clauseId")
	case c.Effect == ClauseRemoved && c.NextClauseID != nil:
		return civic.Refuse(civic.Invalid, field+".nextClauseId")
	}
	return nil
}
