package disclose

import (
	"context"
	"time"

	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/domain/trust"
)

// The rights of requests for information. The enum Action in the schema describes them.
var (
	ApplyForInformation = civic.NewAction("APPLY_FOR_INFORMATION", civic.Resident)
	HandleDisclosure    = civic.NewAction("HANDLE_DISCLOSURE", civic.Editor)
	CheckDisclosure     = civic.NewAction("CHECK_DISCLOSURE", civic.Reviewer)
	SignDisclosure      = civic.NewAction("SIGN_DISCLOSURE", civic.Publisher)
	ReadDisclosure      = civic.NewAction("READ_DISCLOSURE", civic.Editor, civic.Reviewer, civic.Publisher)
	ReadApplicant       = civic.NewAction("READ_APPLICANT", civic.Editor, civic.Publisher)
)

// DisclosureRequest is a request of somebody for government information (art. 27 to 45). Everybody may know that it exists, and how it ended.
// Only its applicant and those who handle it read its words.
type DisclosureRequest struct {
	Key            uuid.UUID      `db:"id"`
	DepartmentKey  uuid.UUID      `db:"department_id"`
	DepartmentCode string         `db:"department_code"`
	Number         string         `db:"number"`    // such as HOUSING-2026-12; letters and the register name the request by it
	Applicant      *uuid.UUID     `db:"applicant"` // the account; nil for a request on paper
	ApplicantKind  ApplicantKind  `db:"applicant_kind"`
	Topic          Topic          `db:"topic"`
	WantedForm     WantedForm     `db:"wanted_form"`
	CreatedAt      time.Time      `db:"created_at"`
	Events         Events         `db:"events"`
	RemindOn       civic.Date     `db:"remind_on"` // only in lists of reminders
	Texts          map[int]Text   `db:"-"`         // by the number of the event, from 1; nil if the reader may not read them
	Status         Status         `db:"-"`         // on the day Today
	Today          civic.Date     `db:"-"`
	Receipt        *trust.Receipt `db:"-"`
}

// RequestKind is the kind of requests for information.
var RequestKind = trust.ReceiptsFor(civic.NewKind("Q"), "disclosure request")

// ID names the request.
func (r DisclosureRequest) ID() civic.ID { return civic.IDOf(RequestKind, r.Key) }

// IsNode marks the type as a node of the API.
func (DisclosureRequest) IsNode() {}

// ApplicantKind says who applies, as the annual report counts it.
type ApplicantKind string

// WantedForm is the form in which the applicant wants the information.
type WantedForm string

// Topic is what a request is about, as far as the public register tells it.
type Topic string

// Text is what people wrote in a request or an event. It is kept encrypted.
type Text struct {
	Text          string  `json:"text"`
	LegalBasis    *string `json:"legalBasis,omitempty"`
	WithheldParts *string `json:"withheldParts,omitempty"`
}

// DisclosureApplicant is who applies (art. 29). It is kept encrypted, apart from the request; every reading of it is in the audit log, and it is
// erased some time after the request has ended.
type DisclosureApplicant struct {
	Name    string `json:"name" validate:"words=200"`
	Proof   string `json:"proof" validate:"words=200"` // such as the number of an identity document
	Contact string `json:"contact" validate:"words=500"`
}

// Month is the month of the receipt, or of the submission if it is not received yet, such as 2026-11.
func (r DisclosureRequest) Month() string {
	return string(max(r.Events[0].On, r.Status.ReceivedOn))[:7]
}

// State says where the request stands.
func (r DisclosureRequest) State() State { return r.Status.State }

// Outcome is how the request ended; nil before the decision.
func (r DisclosureRequest) Outcome() *Outcome {
	if r.Status.Outcome == "" {
		return nil
	}
	return &r.Status.Outcome
}

// DecidedOn is the day of the decision.
func (r DisclosureRequest) DecidedOn() civic.Date { return r.Status.DecidedOn }

// DueOn is the day on which the reply is due; empty while the applicant must act.
func (r DisclosureRequest) DueOn() civic.Date {
	if r.Status.Due == nil {
		return ""
	}
	return r.Status.Due.DueOn
}

// OverdueDays is by how many working days the reply is late, or was.
func (r DisclosureRequest) OverdueDays() int {
	switch {
	case r.Status.Reply != nil:
		return r.Status.Reply.WorkingDaysLate
	case r.Status.Due != nil:
		return r.Status.Due.OverdueOn(r.Today)
	}
	return 0
}

// ViewerIsApplicant reports whether the reader made the request.
func (r DisclosureRequest) ViewerIsApplicant(ctx context.Context) bool {
	return r.madeBy(civic.ActorOf(ctx))
}

// madeBy reports whether the actor made the request.
func (r DisclosureRequest) madeBy(by civic.Actor) bool {
	return by.SignedIn() && r.Applicant != nil && *r.Applicant == by.Account
}

// ReadableBy reports whether the actor reads the words and the steps of the request: its applicant, and who handles it.
func (r DisclosureRequest) ReadableBy(by civic.Actor) bool {
	return r.madeBy(by) || by.Can(ReadDisclosure, r.DepartmentCode)
}

// RequireApplicant refuses as NOT_FOUND everybody except the applicant: to others, the request shows nothing that they could change.
func (r DisclosureRequest) RequireApplicant(by civic.Actor) error {
	if !r.madeBy(by) {
		return civic.Refuse(civic.NotFound, "disclosureRequestId")
	}
	return nil
}

// Signature returns the decision by the newest draft, with its text. The request was read by who signs.
func (r DisclosureRequest) Signature() (Event, *Text) {
	decision := Event{Kind: Decided, On: r.Today}
	text := Text{}
	for i, e := range r.Events {
		if e.Kind == ReplyDrafted {
			decision.Outcome, text = e.Outcome, r.Texts[i+1]
		}
	}
	return decision, &text
}

// acceptedRequest is the content of a request's receipt. It does not contain the applicant.
type acceptedRequest struct {
	trust.Accepted
	Number     string     `json:"number"`
	Topic      Topic      `json:"topic"`
	WantedForm WantedForm `json:"wantedForm"`
	Text       string     `json:"text"`
}

// Act returns the act that the receipt is for.
func (DisclosureRequest) Act() trust.Act { return trust.ActSubmit }

// ChangedAt returns the instant of the submission.
func (r DisclosureRequest) ChangedAt() time.Time { return r.CreatedAt }

// Accepted returns the content of the request's receipt.
func (r DisclosureRequest) Accepted(act trust.Act) string {
	return trust.Written(acceptedRequest{trust.AcceptedAs(act, r.ID(), 1, r.CreatedAt), r.Number, r.Topic, r.WantedForm, r.Texts[1].Text})
}
