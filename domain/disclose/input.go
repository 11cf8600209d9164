package disclose

import "minyi/domain/civic"

// Refusals of inputs.
var (
	FutureDay      = civic.NewCode("FUTURE_DAY", "日期不能晚于今天。", "The day lies in the future.")
	MissingElement = civic.NewCode("MISSING_ELEMENT", "申请须写明此项（条例第二十九条）。", "A request must state this (art. 29).")
)

// DisclosureApplicantInput is who applies. Neither it nor the words of a request are in the JSON of an input: a hash of them, in the audit
// log or beside a request, could be guessed.
type DisclosureApplicantInput DisclosureApplicant

// SubmitDisclosureRequestInput is a request of the person who sends it.
type SubmitDisclosureRequestInput struct {
	DepartmentID   civic.ID `validate:"id=D"`
	ApplicantKind  ApplicantKind
	Applicant      DisclosureApplicantInput `json:"-"`
	Topic          Topic
	Text           string `json:"-" validate:"words=5000"`
	WantedForm     WantedForm
	IdempotencyKey *string `validate:"omitempty,idempotency"`
}

// EnterDisclosureRequestInput is a request on paper that staff enter.
type EnterDisclosureRequestInput struct {
	DepartmentID   civic.ID `validate:"id=D"`
	Channel        EventKind
	On             civic.Date
	ApplicantKind  ApplicantKind
	Applicant      DisclosureApplicantInput `json:"-"`
	Topic          Topic
	Text           string `json:"-" validate:"words=5000"`
	WantedForm     WantedForm
	IdempotencyKey *string `validate:"omitempty,idempotency"`
}

// Check validates the input by its rules and returns all problems at once.
func (in SubmitDisclosureRequestInput) Check() error { return missing(civic.Check(in)) }

// Check validates the input by its rules and returns all problems at once.
func (in EnterDisclosureRequestInput) Check() error {
	var problems civic.Problems
	problems.Join(missing(civic.Check(in)))
	if submits, _ := in.Channel.submitted(); !submits {
		problems.Add(civic.Invalid, "channel")
	}
	return problems.Err()
}

// missing tells of an empty element of a request that the law asks for it.
func missing(err error) error {
	var problems civic.Problems
	problems.Join(err)
	for i, p := range problems {
		if p.Code == civic.Empty {
			problems[i] = civic.Problem{Code: MissingElement, Field: p.Field}
		}
	}
	return problems.Err()
}

// CorrectDisclosureRequestInput is the applicant's correction.
type CorrectDisclosureRequestInput struct {
	DisclosureRequestID civic.ID `validate:"id=Q"`
	Text                string   `json:"-" validate:"words=5000"`
}

// WithdrawDisclosureRequestInput names a request that its applicant gives up.
type WithdrawDisclosureRequestInput struct {
	DisclosureRequestID civic.ID `validate:"id=Q"`
}

// RecordDisclosureEventInput is something that happened to a request.
type RecordDisclosureEventInput struct {
	DisclosureRequestID civic.ID `validate:"id=Q"`
	Kind                EventKind
	On                  *civic.Date
	Text                *string `json:"-" validate:"omitempty,words=5000"`
	AnswerBy            *civic.Date
	ServedOn            *civic.Date
	Party               *string `validate:"omitempty,max=3,alpha"`
	AmountYuan          *int    `validate:"omitempty,min=1,max=1000000"`
}

// recordable are the events that staff record as they are. The others have verbs of their own.
var recordable = map[EventKind]bool{Confirmed: true, CorrectionNotice: true, Corrected: true, ThirdPartyAsked: true, AgencyAsked: true, OpinionReceived: true,
	FeeNoticeReceived: true, FeePaid: true, ReplyPosted: true, ReplyHandedOver: true, ReplySent: true, RequestWithdrawn: true}

// Check validates the input by its rules and returns all problems at once.
func (in RecordDisclosureEventInput) Check() error {
	var problems civic.Problems
	problems.Join(civic.Check(in))
	for field, missing := range map[string]bool{"answerBy": in.Kind == CorrectionNotice && in.AnswerBy == nil, "party": in.Kind == OpinionReceived && in.Party == nil,
		"amountYuan": in.Kind == FeeNoticeReceived && in.AmountYuan == nil} {
		if missing {
			problems.Add(civic.Required, field)
		}
	}
	if !recordable[in.Kind] {
		problems.Add(civic.Invalid, "kind")
	}
	return problems.Err()
}

// Event returns the event of the input on a day. A party that is asked gets the next letter as its label: its name is in the text alone.
func (in RecordDisclosureEventInput) Event(before Events, today civic.Date) Event {
	e := Event{Kind: in.Kind, On: today, AnswerBy: orZero(in.AnswerBy), ServedOn: orZero(in.ServedOn), Party: orZero(in.Party), AmountYuan: orZero(in.AmountYuan)}
	if in.On != nil {
		e.On = *in.On
	}
	if e.Kind == ThirdPartyAsked || e.Kind == AgencyAsked {
		e.Party = string(rune('A' + len(factsOf(before).asked)%26))
	}
	return e
}

// orZero returns what a pointer leads to, or the zero value.
func orZero[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

// ExtendDisclosureDeadlineInput is an extension of the reply's time by working days.
type ExtendDisclosureDeadlineInput struct {
	DisclosureRequestID civic.ID `validate:"id=Q"`
	Days                int
	Reason              string `validate:"words=2000"`
}

// CheckDisclosureReplyInput is the legal check of the newest draft.
type CheckDisclosureReplyInput struct {
	DisclosureRequestID civic.ID `validate:"id=Q"`
	Text                *string  `validate:"omitempty,words=2000"`
}

// SignDisclosureReplyInput signs the draft that was checked.
type SignDisclosureReplyInput struct {
	DisclosureRequestID civic.ID `validate:"id=Q"`
}

// ApplicantPurpose says why somebody reads who applies. The audit log keeps it.
type ApplicantPurpose string

// ReadDisclosureApplicantInput asks who applies, with the purpose for the audit log.
type ReadDisclosureApplicantInput struct {
	DisclosureRequestID civic.ID `validate:"id=Q"`
	Purpose             ApplicantPurpose
}
