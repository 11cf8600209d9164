package personal

import (
	"time"

	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/legaltext"
	"minyi/domain/survey"
)

// EraseCommentInput is a comment whose words are to go for good.
type EraseCommentInput struct {
	CommentID civic.ID `validate:"id=M"`
}

// EraseMyDataInput asks for the erasure of all that somebody wrote.
type EraseMyDataInput struct {
	Confirm bool `validate:"required"`
}

// ErasedData is how much was erased.
type ErasedData struct {
	Comments        int
	Endorsements    int
	SurveyResponses int
	Reports         int
}

// PersonalData is all that Minyi keeps of a person, as its export gives it.
type PersonalData struct {
	Account         PersonalAccount       `json:"account"`
	Comments        []PersonalComment     `json:"comments"`
	Endorsements    []PersonalEndorsement `json:"endorsements"`
	SurveyResponses []PersonalResponse    `json:"surveyResponses"`
	Reports         []PersonalReport      `json:"reports"`
}

// PersonalAccount is a person's account. Of who they are only a keyed hash is kept, which nobody can read.
type PersonalAccount struct {
	Issuer    string    `json:"issuer" db:"issuer"`
	CreatedAt time.Time `json:"createdAt" db:"created_at"`
}

// PersonalComment is a comment as its author's export gives it.
type PersonalComment struct {
	ID           civic.ID       `json:"id"`
	Consultation civic.ID       `json:"consultation"`
	Clause       *civic.ID      `json:"clause,omitempty"`
	Stance       consult.Stance `json:"stance"`
	Body         string         `json:"body"`
	CreatedAt    time.Time      `json:"createdAt"`
	EditedAt     *time.Time     `json:"editedAt,omitempty"`
	WithdrawnAt  *time.Time     `json:"withdrawnAt,omitempty"`
	ErasedAt     *time.Time     `json:"erasedAt,omitempty"`
	Dispute      *string        `json:"dispute,omitempty"` // why the account says that this was somebody else
}

// PersonalCommentOf is the comment as its author's export gives it.
func PersonalCommentOf(c consult.Comment) PersonalComment {
	p := PersonalComment{ID: c.ID(), Consultation: civic.IDOf(civic.ConsultationKind, c.ConsultationKey), Stance: c.Stance, Body: c.Body,
		CreatedAt: c.CreatedAt, EditedAt: c.EditedAt, WithdrawnAt: c.WithdrawnAt, ErasedAt: c.ErasedAt, Dispute: c.DisputeStatement}
	if c.ClauseKey != nil {
		p.Clause = new(civic.IDOf(legaltext.ClauseIDKind, *c.ClauseKey))
	}
	return p
}

// PersonalEndorsement is a comment that somebody joined.
type PersonalEndorsement struct {
	Comment   civic.ID  `json:"comment"`
	CreatedAt time.Time `json:"createdAt"`
}

// PersonalReport is what somebody reported about a comment.
type PersonalReport struct {
	Comment   civic.ID                 `json:"comment"`
	Reason    consult.ModerationReason `json:"reason"`
	Note      *string                  `json:"note,omitempty"`
	CreatedAt time.Time                `json:"createdAt"`
}

// PersonalResponse is a filled-in form as its author's export gives it.
type PersonalResponse struct {
	ID        civic.ID       `json:"id"`
	Survey    civic.ID       `json:"survey"`
	Version   int            `json:"version"`
	Answers   survey.Answers `json:"answers"`
	CreatedAt time.Time      `json:"createdAt"`
	RevisedAt *time.Time     `json:"revisedAt,omitempty"`
}

// PersonalResponseOf is the response as its author's export gives it.
func PersonalResponseOf(r survey.SurveyResponse) PersonalResponse {
	return PersonalResponse{ID: r.ID(), Survey: civic.IDOf(survey.SurveyKind, r.SurveyKey), Version: r.Version, Answers: r.Given, CreatedAt: r.CreatedAt, RevisedAt: r.RevisedAt}
}
