package consult

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
)

// Refusals of official responses.
var (
	AlreadyAnswered = code("ALREADY_ANSWERED", "该意见已有答复。", "This comment has an official response already.")
)

// AdoptionOutcome is what became of a comment.
type AdoptionOutcome string

// The outcomes.
const (
	Adopted          AdoptionOutcome = "ADOPTED"
	PartiallyAdopted AdoptionOutcome = "PARTIALLY_ADOPTED"
	NotAdopted       AdoptionOutcome = "NOT_ADOPTED"
	Forwarded        AdoptionOutcome = "FORWARDED"
	NoCommentNeeded  AdoptionOutcome = "NO_COMMENT_NEEDED"
)

// AdoptionOutcomes lists them in the order in which they are shown.
var AdoptionOutcomes = []AdoptionOutcome{Adopted, PartiallyAdopted, NotAdopted, Forwarded, NoCommentNeeded}

// NeedsReason tells whether a department must say why.
func (o AdoptionOutcome) NeedsReason() bool {
	return slices.Contains([]AdoptionOutcome{PartiallyAdopted, NotAdopted, Forwarded}, o)
}

// ClauseEffect is what became of a clause because of comments.
type ClauseEffect string

// The effects.
const (
	ClauseAmended ClauseEffect = "AMENDED"
	ClauseAdded   ClauseEffect = "ADDED"
	ClauseRemoved ClauseEffect = "REMOVED"
	ClauseKept    ClauseEffect = "KEPT"
)

// OfficialResponse is a department's answer to one or many comments.
type OfficialResponse struct {
	ConsultationKey uuid.UUID       `db:"consultation_id"`
	Key             uuid.UUID       `db:"id"`
	Outcome         AdoptionOutcome `db:"outcome"`
	Reasons         Localized       `db:"reason"`
	CreatedAt       time.Time       `db:"created_at"`
	RevisedAt       *time.Time      `db:"revised_at"`
}

// OfficialResponseKind is the kind of official responses.
var OfficialResponseKind = newKindWithin("O")

// ID names the response.
func (r OfficialResponse) ID() ID { return IDWithin(OfficialResponseKind, r.ConsultationKey, r.Key) }

// IsNode marks what the API finds by id.
func (OfficialResponse) IsNode() {}

// Reason reads why, and what was done.
func (r OfficialResponse) Reason(ctx context.Context, locale *Locale) string {
	return r.Reasons.Read(ctx, locale)
}

// AffectedClause is a clause that an official response concerns, and what became of it.
type AffectedClause struct {
	ConsultationKey     uuid.UUID    `db:"consultation_id"`
	OfficialResponseKey uuid.UUID    `db:"official_response_id"`
	ClauseKey           *uuid.UUID   `db:"clause_id"`
	Effect              ClauseEffect `db:"effect"`
	NextClauseKey       *uuid.UUID   `db:"next_clause_id"`
}

// ClauseProvenance is one walk from a clause back to the official response that changed it.
type ClauseProvenance struct {
	ClauseKey uuid.UUID    `db:"told_clause_id"` // the clause that was commented on; for one that was added, the clause itself
	Effect    ClauseEffect `db:"effect"`
	OfficialResponse
}

// AffectedClauseInput is a clause that an official response concerns.
type AffectedClauseInput struct {
	ClauseID     *ID `validate:"omitempty,id=L"`
	Effect       ClauseEffect
	NextClauseID *ID `validate:"omitempty,id=L"`
}

// RespondToCommentsInput is one answer to one or many comments.
type RespondToCommentsInput struct {
	CommentIDs     []ID `validate:"min=1,max=1000,unique,dive,id=M"`
	Outcome        AdoptionOutcome
	Reason         []LocalizedTextInput  `validate:"max=10,unique=Locale,texts=5000"`
	Clauses        []AffectedClauseInput `validate:"max=100,dive"`
	IdempotencyKey *string               `validate:"omitempty,idempotency"`
}

// ReviseOfficialResponseInput is a corrected official response.
type ReviseOfficialResponseInput struct {
	OfficialResponseID ID `validate:"id=O"`
	Outcome            AdoptionOutcome
	Reason             []LocalizedTextInput  `validate:"max=10,unique=Locale,texts=5000"`
	Clauses            []AffectedClauseInput `validate:"max=100,dive"`
}

// longestReason is how many characters, as people count them, the reason of an official response has at most.
const longestReason = 5000

// CheckRespond holds an answer against what can be said of it without looking anything up, and gives all problems.
func CheckRespond(in RespondToCommentsInput) error {
	if err := Check(in); err != nil {
		return err
	}
	var problems Problems
	for i, id := range in.CommentIDs {
		if id.Consultation != in.CommentIDs[0].Consultation {
			problems.Add(OtherConsultation, indexed("commentIds", i))
		}
	}
	problems.Join(CheckOutcome(in.Outcome, in.Reason, in.Clauses))
	return problems.Err()
}

// CheckRevise holds a corrected answer against what can be said of it without looking anything up, and gives all problems.
func CheckRevise(in ReviseOfficialResponseInput) error {
	if err := Check(in); err != nil {
		return err
	}
	return CheckOutcome(in.Outcome, in.Reason, in.Clauses)
}

// CheckOutcome holds an answer against the rule that a refusal, even in part, and a forwarding say why: residents must be
// told the reason (Decree 713 art. 18 asks that opinions be studied and the reasonable ones adopted).
func CheckOutcome(outcome AdoptionOutcome, reason []LocalizedTextInput, clauses []AffectedClauseInput) error {
	var problems Problems
	if outcome.NeedsReason() && len(reason) == 0 {
		problems.Add(ReasonRequired, "reason")
	}
	problems.Join(CheckTexts("reason", reason, longestReason))
	for i, c := range clauses {
		problems.Join(c.check(indexed("clauses", i)))
	}
	return problems.Err()
}

// check holds an affected clause against what its effect means: what is added was not there before, what is removed is not
// there after.
func (c AffectedClauseInput) check(field string) error {
	switch {
	case c.Effect == ClauseAdded && c.ClauseID != nil:
		return Refuse(Invalid, field+".clauseId")
	case c.Effect != ClauseAdded && c.ClauseID == nil:
		return Refuse(Required, field+".clauseId")
	case c.Effect == ClauseRemoved && c.NextClauseID != nil:
		return Refuse(Invalid, field+".nextClauseId")
	}
	return nil
}
