package consult

import (
	"context"
	"slices"
	"strings"
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
	Clause           Clause
	OfficialResponse OfficialResponse
	Effect           ClauseEffect
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
	Reason         []LocalizedTextInput  `validate:"max=10,unique=Locale,dive"`
	Clauses        []AffectedClauseInput `validate:"max=100,dive"`
	IdempotencyKey *string               `validate:"omitempty,idempotency"`
}

// ReviseOfficialResponseInput is a corrected official response.
type ReviseOfficialResponseInput struct {
	OfficialResponseID ID `validate:"id=O"`
	Outcome            AdoptionOutcome
	Reason             []LocalizedTextInput  `validate:"max=10,unique=Locale,dive"`
	Clauses            []AffectedClauseInput `validate:"max=100,dive"`
}

// CheckOutcome holds an answer against the rule that a refusal, even in part, and a forwarding say why: residents must be
// told the reason (Decree 713 art. 18 asks that opinions be studied and the reasonable ones adopted).
func CheckOutcome(outcome AdoptionOutcome, reason []LocalizedTextInput, clauses []AffectedClauseInput) error {
	var problems Problems
	given := slices.ContainsFunc(reason, func(r LocalizedTextInput) bool { return strings.TrimSpace(r.Text) != "" })
	if outcome.NeedsReason() && !given {
		problems.Add(ReasonRequired, "reason")
	}
	return problems.Err()
}
