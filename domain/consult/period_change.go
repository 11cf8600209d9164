package consult

import (
	"cmp"
	"database/sql/driver"
	"time"

	"minyi/domain/civic"
	"minyi/domain/policy"
)

// Refusals of changes of a comment period.
var (
	AlreadyOpen      = civic.NewCode("ALREADY_OPEN", "征集期已经开始。", "The comment period has begun.")
	ClosingInThePast = civic.NewCode("CLOSING_IN_THE_PAST", "结束时间已过。", "The closing lies in the past.")
	AnswersGiven     = civic.NewCode("ANSWERS_GIVEN", "已对意见作出答复，不能重新开放。", "Comments have official responses; the period cannot be opened again.")
)

// PeriodChangeKind is the kind of a change of a comment period.
type PeriodChangeKind string

// The kinds of changes.
const (
	ChangeExtended    PeriodChangeKind = "EXTENDED"
	ChangeReopened    PeriodChangeKind = "REOPENED"
	ChangeClosedEarly PeriodChangeKind = "CLOSED_EARLY"
	ChangeMoved       PeriodChangeKind = "MOVED"
)

// event is the event of the policy's history that the change makes.
func (k PeriodChangeKind) event() policy.TimelineEventKind {
	switch k {
	case ChangeReopened:
		return policy.PeriodReopened
	case ChangeClosedEarly:
		return policy.PeriodClosedEarly
	case ChangeMoved:
		return policy.PeriodMoved
	}
	return policy.PeriodExtended
}

// PeriodExtension is one change of a comment period, with its public reason. Entries from before there were several kinds have no
// instants.
type PeriodExtension struct {
	Changed     PeriodChangeKind `json:"kind"`
	From        civic.Date       `json:"from"`
	To          civic.Date       `json:"to"`
	OldOpensAt  *time.Time       `json:"oldOpensAt"`
	NewOpensAt  *time.Time       `json:"newOpensAt"`
	OldClosesAt *time.Time       `json:"oldClosesAt"`
	NewClosesAt *time.Time       `json:"newClosesAt"`
	Reason      string           `json:"reason"`
	CreatedAt   time.Time        `json:"at"`
}

// Kind returns what was changed.
func (e PeriodExtension) Kind() PeriodChangeKind { return cmp.Or(e.Changed, ChangeExtended) }

// Event returns the kind of the event in the policy's history.
func (e PeriodExtension) Event() policy.TimelineEventKind { return e.Kind().event() }

// PeriodExtensions is stored as JSON.
type PeriodExtensions []PeriodExtension

// Scan reads the changes from a JSON column.
func (e *PeriodExtensions) Scan(from any) error { return civic.ScanJSON(from, e) }

// Value writes the changes to a JSON column.
func (e PeriodExtensions) Value() (driver.Value, error) { return civic.ValueJSON(e) }

// changed returns the period after a change at this instant. The change is the last one in Moved.
func (p CommentPeriod) changed(kind PeriodChangeKind, to CommentPeriod, reason string, now time.Time) CommentPeriod {
	to.Moved = append(p.Moved, PeriodExtension{Changed: kind, From: p.ClosesOn, To: to.ClosesOn, OldOpensAt: &p.OpensAt, NewOpensAt: &to.OpensAt,
		OldClosesAt: &p.ClosesAt, NewClosesAt: &to.ClosesAt, Reason: reason, CreatedAt: now})
	return to
}

// ExtendCommentPeriodInput is a later closing day for a consultation.
type ExtendCommentPeriodInput struct {
	ConsultationID civic.ID `validate:"id=C"`
	ClosesOn       civic.Date
	ClosesAtTime   *string `validate:"omitempty,timeofday"`
	Reason         string
}

// CloseCommentPeriodInput names the consultation whose period is to end now.
type CloseCommentPeriodInput struct {
	ConsultationID civic.ID `validate:"id=C"`
	Reason         string
}

// RescheduleConsultationInput is another period for a consultation that has not opened.
type RescheduleConsultationInput struct {
	ConsultationID   civic.ID `validate:"id=C"`
	OpensAt          *time.Time
	ClosesOn         civic.Date
	ClosesAtTime     *string `validate:"omitempty,timeofday"`
	ShorteningReason *string
	Reason           string
}

// Extend returns the period with a later end. A period that has ended is opened again in this way, unless comments have official
// responses (answered). The refusals are WITHDRAWN, REPORTED, ANSWERS_GIVEN, EXTENSION_NOT_LATER, CLOSING_IN_THE_PAST, PERIOD_TOO_LONG, and
// those of the reason.
func (c Consultation) Extend(in ExtendCommentPeriodInput, p JurisdictionProfile, answered bool, now time.Time) (CommentPeriod, error) {
	kind, to := ChangeExtended, c.CommentPeriod
	switch {
	case c.Status == StatusWithdrawn:
		return to, civic.Refuse(Withdrawn, "")
	case c.Status == StatusReported:
		return to, civic.Refuse(Reported, "")
	case c.Status == StatusClosed && answered:
		return to, civic.Refuse(AnswersGiven, "")
	case c.Status == StatusClosed:
		kind = ChangeReopened
	}
	to.ClosesOn, to.ClosesAt = in.ClosesOn, p.EndOf(in.ClosesOn, in.ClosesAtTime)
	var problems civic.Problems
	switch {
	case !to.ClosesAt.After(c.ClosesAt):
		problems.Add(ExtensionNotLater, "closesOn", civic.Day(civic.OnDay(c.ClosesOn, c.zone())))
	case !to.ClosesAt.After(now):
		problems.Add(ClosingInThePast, "closesOn")
	case civic.DateOf(c.OpensAt, c.zone()).DaysUntil(in.ClosesOn) > longestPeriod:
		problems.Add(PeriodTooLong, "closesOn", civic.Max(longestPeriod))
	}
	problems.Join(civic.CheckReason(in.Reason))
	return c.changed(kind, to, in.Reason, now), problems.Err()
}

// CloseEarly returns the period that ends now. Where the profile allows no period under its minimum, the minimum must be over. The
// refusals are WITHDRAWN, NOT_YET_OPEN, CLOSED, REPORTED, PERIOD_TOO_SHORT, and those of the reason.
func (c Consultation) CloseEarly(in CloseCommentPeriodInput, p JurisdictionProfile, calendar civic.WorkingCalendar, now time.Time) (CommentPeriod, error) {
	to := c.CommentPeriod
	to.ClosesOn, to.ClosesAt = civic.DateOf(now, c.zone()), now
	switch c.Status {
	case StatusUpcoming:
		return to, civic.Refuse(NotYetOpen, "", civic.At(civic.From(c.OpensAt, c.zone())))
	case StatusWithdrawn, StatusClosed, StatusReported:
		return to, c.AcceptQuestions()
	}
	if p.MinimumDays != nil && p.Shortening == NeverShorter {
		if earliest := calendar.After(civic.DateOf(c.OpensAt, c.zone()), *p.MinimumDays, p.Unit); to.ClosesOn <= earliest {
			return to, civic.Refuse(PeriodTooShort, "", civic.Day(civic.OnDay(earliest, c.zone())))
		}
	}
	return c.changed(ChangeClosedEarly, to, in.Reason, now), civic.CheckReason(in.Reason)
}

// Reschedule returns another period for a consultation that has not opened, by the same rules as at its launch. The refusals are
// WITHDRAWN, ALREADY_OPEN, CLOSED, REPORTED, those of Plan, and those of the reason.
func (c Consultation) Reschedule(in RescheduleConsultationInput, p JurisdictionProfile, calendar civic.WorkingCalendar, now time.Time) (CommentPeriod, PeriodPlan, error) {
	switch c.Status {
	case StatusOpen:
		return CommentPeriod{}, PeriodPlan{}, civic.Refuse(AlreadyOpen, "")
	case StatusWithdrawn, StatusClosed, StatusReported:
		return CommentPeriod{}, PeriodPlan{}, c.AcceptQuestions()
	}
	var problems civic.Problems
	problems.Join(checkShorteningReason(in.ShorteningReason))
	problems.Join(civic.CheckReason(in.Reason))
	if err := problems.Err(); err != nil {
		return CommentPeriod{}, PeriodPlan{}, err
	}
	plan, err := p.Plan(LaunchConsultationInput{OpensAt: in.OpensAt, ClosesOn: in.ClosesOn, ClosesAtTime: in.ClosesAtTime, ShorteningReason: in.ShorteningReason}, calendar, now)
	to := CommentPeriod{OpensAt: plan.OpensAt, ClosesAt: plan.ClosesAt, ClosesOn: in.ClosesOn, ShorteningReason: in.ShorteningReason}
	return c.changed(ChangeMoved, to, in.Reason, now), plan, err
}
