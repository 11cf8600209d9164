package disclose

import (
	"time"

	"github.com/google/uuid"

	"minyi/domain/civic"
)

// EventKind says what happened to a request.
type EventKind string

// The ways of submitting. In person and by signed mail, the request is received on that day (art. 31(1) and (2)). The others are
// received on the day on which both sides confirm it (art. 31(2) and (3)).
const (
	SubmittedInPerson EventKind = "SUBMITTED_IN_PERSON"
	MailSignedFor     EventKind = "MAIL_SIGNED_FOR"
	SubmittedByMail   EventKind = "SUBMITTED_BY_MAIL"
	SubmittedOnline   EventKind = "SUBMITTED_ONLINE"
	SubmittedByFax    EventKind = "SUBMITTED_BY_FAX"
)

// What happens after that.
const (
	Confirmed         EventKind = "CONFIRMED"
	CorrectionNotice  EventKind = "CORRECTION_NOTICE"
	Corrected         EventKind = "CORRECTED"
	ThirdPartyAsked   EventKind = "THIRD_PARTY_ASKED"
	AgencyAsked       EventKind = "AGENCY_ASKED"
	OpinionReceived   EventKind = "OPINION_RECEIVED"
	Extended          EventKind = "EXTENDED"
	FeeNoticeReceived EventKind = "FEE_NOTICE_RECEIVED"
	FeePaid           EventKind = "FEE_PAID"
	ReplyDrafted      EventKind = "REPLY_DRAFTED" // with the outcome; a new draft must be checked again
	ReplyChecked      EventKind = "REPLY_CHECKED" // the legal check
	Decided           EventKind = "DECIDED"       // the reply is signed
	ReplyPosted       EventKind = "REPLY_POSTED"
	ReplyHandedOver   EventKind = "REPLY_HANDED_OVER" // on the day of the applicant's signature
	ReplySent         EventKind = "REPLY_SENT"        // electronically
	RequestWithdrawn  EventKind = "WITHDRAWN"
)

// Event is something that happened to a request. An event is never changed. Nothing in it identifies a person: a third party or another
// agency has a label only.
type Event struct {
	Kind       EventKind  `json:"kind" db:"kind"`
	On         civic.Date `json:"on" db:"on_day"`                        // the day that the law looks at, in the time zone of the agency
	AnswerBy   civic.Date `json:"answerBy,omitzero" db:"answer_by"`      // the last day for the correction
	ServedOn   civic.Date `json:"servedOn,omitzero" db:"served_on"`      // the day on which the letter reached who was asked; On if empty
	Party      string     `json:"who,omitempty" db:"party"`              // the label of who was asked
	Days       int        `json:"days,omitempty" db:"days"`              // working days of an extension
	AmountYuan int        `json:"amountYuan,omitempty" db:"amount_yuan"` // of a fee
	Outcome    Outcome    `json:"outcome,omitempty" db:"outcome"`        // of a reply
	By         uuid.UUID  `json:"by,omitzero" db:"recorded_by"`          // the account of who added the event; no field of the API shows it
	RecordedAt time.Time  `json:"recordedAt,omitzero" db:"recorded_at"`
}

// Events are the events of a request in the order in which they were added.
type Events []Event

// submitted reports whether the kind is a way of submitting, and whether the request is received by it without a confirmation.
func (k EventKind) submitted() (submits, received bool) {
	switch k {
	case SubmittedInPerson, MailSignedFor:
		return true, true
	case SubmittedByMail, SubmittedOnline, SubmittedByFax:
		return true, false
	}
	return false, false
}

// replied reports whether the kind is a way of replying.
func (k EventKind) replied() bool { return k == ReplyPosted || k == ReplyHandedOver || k == ReplySent }

// until returns the events up to the end of a day.
func (e Events) until(day civic.Date) Events {
	for i, event := range e {
		if event.On > day {
			return e[:i]
		}
	}
	return e
}

// Scan reads the events from a JSON column.
func (e *Events) Scan(from any) error { return civic.ScanJSON(from, e) }
