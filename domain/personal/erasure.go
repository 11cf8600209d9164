package personal

import (
	"time"

	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/disclose"
	"minyi/domain/legaltext"
	"minyi/domain/policy"
	"minyi/domain/survey"
)

// EraseOwnData is a right; the enum Action in the schema describes it.
var EraseOwnData = civic.ForBrowsers(civic.NewAction("ERASE_OWN_DATA", civic.Resident))

// EraseCommentInput names the comment whose words its author erases for good.
type EraseCommentInput struct {
	CommentID civic.ID `validate:"id=M"`
}

// EraseMyDataInput asks for the erasure of all that the actor wrote.
type EraseMyDataInput struct {
	Confirm bool `validate:"required"`
}

// ErasedData counts what was erased.
type ErasedData struct {
	Comments           int
	Endorsements       int
	SurveyResponses    int
	SavedForms         int
	Reports            int
	DisclosureRequests int
}

// PersonalData is the export of all data that Minyi keeps about a person.
type PersonalData struct {
	Account            PersonalAccount             `json:"account"`
	Comments           []PersonalComment           `json:"comments"`
	Endorsements       []PersonalEndorsement       `json:"endorsements"`
	SurveyResponses    []PersonalResponse          `json:"surveyResponses"`
	SavedForms         []survey.SavedForm          `json:"savedForms"`
	Reports            []PersonalReport            `json:"reports"`
	DisclosureRequests []PersonalDisclosureRequest `json:"disclosureRequests"`
}

// PersonalAccount is a person's account. Minyi keeps only a keyed hash of the identity, and nobody can
// read the identity from it.
type PersonalAccount struct {
	Issuer    string    `json:"issuer" db:"issuer"`
	CreatedAt time.Time `json:"createdAt" db:"created_at"`
}

// PersonalComment is a comment in its author's export.
type PersonalComment struct {
	ID           civic.ID        `json:"id"`
	Consultation civic.ID        `json:"consultation"`
	Clause       *civic.ID       `json:"clause,omitempty"`
	Passage      *policy.Passage `json:"passage,omitempty"`
	Stance       consult.Stance  `json:"stance"`
	Body         string          `json:"body"`
	CreatedAt    time.Time       `json:"createdAt"`
	EditedAt     *time.Time      `json:"editedAt,omitempty"`
	WithdrawnAt  *time.Time      `json:"withdrawnAt,omitempty"`
	ErasedAt     *time.Time      `json:"erasedAt,omitempty"`
	Dispute      *string         `json:"dispute,omitempty"` // the statement that somebody else wrote the comment
}

// PersonalCommentOf returns a comment for its author's export.
func PersonalCommentOf(c consult.Comment) PersonalComment {
	p := PersonalComment{ID: c.ID(), Consultation: civic.IDOf(civic.ConsultationKind, c.ConsultationKey), Passage: c.Passage, Stance: c.Stance, Body: c.Body,
		CreatedAt: c.CreatedAt, EditedAt: c.EditedAt, WithdrawnAt: c.WithdrawnAt, ErasedAt: c.ErasedAt, Dispute: c.DisputeStatement}
	if c.ClauseKey != nil {
		p.Clause = new(civic.IDOf(legaltext.ClauseIDKind, *c.ClauseKey))
	}
	return p
}

// PersonalEndorsement is a comment that the person endorsed.
type PersonalEndorsement struct {
	Comment   civic.ID  `json:"comment"`
	CreatedAt time.Time `json:"createdAt"`
}

// PersonalReport is the person's report about a comment.
type PersonalReport struct {
	Comment   civic.ID                 `json:"comment"`
	Reason    consult.ModerationReason `json:"reason"`
	Note      *string                  `json:"note,omitempty"`
	CreatedAt time.Time                `json:"createdAt"`
}

// PersonalDisclosureRequest is a request for information in the export of its applicant.
type PersonalDisclosureRequest struct {
	ID        civic.ID                     `json:"id"`
	Number    string                       `json:"number"`
	Applicant disclose.DisclosureApplicant `json:"applicant"`
	Texts     map[int]disclose.Text        `json:"texts"` // by the number of the step
	Events    disclose.Events              `json:"events"`
	CreatedAt time.Time                    `json:"createdAt"`
}

// PersonalDisclosureRequestOf returns a request for the export of its applicant. It does not name the staff, nor what the applicant does not
// read: drafts of the reply and their check.
func PersonalDisclosureRequestOf(r disclose.DisclosureRequest, who disclose.DisclosureApplicant) PersonalDisclosureRequest {
	p := PersonalDisclosureRequest{ID: r.ID(), Number: r.Number, Applicant: who, Texts: map[int]disclose.Text{}, Events: disclose.Events{}, CreatedAt: r.CreatedAt}
	for i, e := range r.Events {
		if e.Kind == disclose.ReplyDrafted || e.Kind == disclose.ReplyChecked {
			continue
		}
		e.By = uuid.UUID{}
		p.Events = append(p.Events, e)
		if text, has := r.Texts[i+1]; has {
			p.Texts[len(p.Events)] = text
		}
	}
	return p
}

// PersonalResponse is a survey response in its author's export.
type PersonalResponse struct {
	ID        civic.ID       `json:"id"`
	Survey    civic.ID       `json:"survey"`
	Version   int            `json:"version"`
	Answers   survey.Answers `json:"answers"`
	CreatedAt time.Time      `json:"createdAt"`
	RevisedAt *time.Time     `json:"revisedAt,omitempty"`
}

// PersonalResponseOf returns a survey response for its author's export.
func PersonalResponseOf(r survey.SurveyResponse) PersonalResponse {
	return PersonalResponse{ID: r.ID(), Survey: civic.IDOf(survey.SurveyKind, r.SurveyKey), Version: r.Version, Answers: r.Given, CreatedAt: r.CreatedAt, RevisedAt: r.RevisedAt}
}
