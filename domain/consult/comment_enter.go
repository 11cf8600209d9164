package consult

import "minyi/domain/civic"

// EnterComments is a right; the enum Action in the schema describes it.
var EnterComments = civic.NewAction("ENTER_COMMENTS", civic.Editor, civic.Moderator)

// OutsidePeriod refuses a comment that came before the period began or after it ended, or that has not come yet.
var OutsidePeriod = civic.NewCode("OUTSIDE_PERIOD", "收到日期不在征集期内。", "It did not come within the comment period.")

// CommentChannel is the way on which a comment came.
type CommentChannel string

// The channels. People write online themselves; staff enter what came on the other ways.
const (
	Online    CommentChannel = "ONLINE"
	ByLetter  CommentChannel = "LETTER"
	ByEmail   CommentChannel = "EMAIL"
	ByPhone   CommentChannel = "PHONE"
	AtHearing CommentChannel = "HEARING"
)

// EnterCommentInput is a comment that did not come online.
type EnterCommentInput struct {
	ConsultationID civic.ID  `validate:"id=C"`
	ClauseID       *civic.ID `validate:"omitempty,id=L"`
	Channel        CommentChannel
	ReceivedOn     civic.Date
	Stance         Stance
	Body           string
	IdempotencyKey *string `validate:"omitempty,idempotency"`
}

// Check validates the input by its rules and returns all problems at once. Nobody enters a comment as one that came online.
func (in EnterCommentInput) Check() error {
	var problems civic.Problems
	problems.Join(civic.Check(in))
	problems.Join(civic.CheckBody("body", in.Body, LongestComment))
	if in.Channel == Online {
		problems.Add(civic.Invalid, "channel")
	}
	return problems.Err()
}

// AcceptEntered decides whether a comment that came on a day may be entered on another: it must have come within the period, and the report is not published. The
// refusals are WITHDRAWN, NOT_YET_OPEN, REPORTED and OUTSIDE_PERIOD.
func (c Consultation) AcceptEntered(receivedOn, today civic.Date) error {
	switch {
	case c.Status == StatusWithdrawn:
		return civic.Refuse(Withdrawn, "")
	case c.Status == StatusUpcoming:
		return civic.Refuse(NotYetOpen, "", civic.At(civic.From(c.OpensAt, c.zone())))
	case c.Status == StatusReported:
		return civic.Refuse(Reported, "")
	case receivedOn < civic.DateOf(c.OpensAt, c.zone()) || receivedOn > c.ClosesOn || receivedOn > today:
		return civic.Refuse(OutsidePeriod, "receivedOn")
	}
	return nil
}
