package consult

import (
	"context"
	"fmt"
	"time"

	"minyi/domain/civic"
)

// Refusals of comment periods.
var (
	Closed                   = civic.NewCode("CLOSED", "征集期已于{at}结束。", "The comment period ended at {at}.")
	PeriodEndsBeforeItOpens  = civic.NewCode("PERIOD_ENDS_BEFORE_IT_OPENS", "截止日须在开始时间之后。", "The closing day must lie after the opening.")
	PeriodInThePast          = civic.NewCode("PERIOD_IN_THE_PAST", "开始时间已过。", "The opening lies in the past.")
	PeriodTooShort           = civic.NewCode("PERIOD_TOO_SHORT", "征集期不足法定最短期限，截止日最早为{day}。", "The period is shorter than the rules allow; the earliest closing day is {day}.")
	PeriodTooLong            = civic.NewCode("PERIOD_TOO_LONG", "征集期最长 {max} 天。", "A period lasts at most {max} days.")
	ShorteningReasonRequired = civic.NewCode("SHORTENING_REASON_REQUIRED", "征集期少于规定期限的，须公开说明理由；不说明理由的，截止日最早为{day}。", "A period shorter than the rules ask needs a public reason; without one the earliest closing day is {day}.")
	ExtensionNotLater        = civic.NewCode("EXTENSION_NOT_LATER", "新的截止日须晚于{day}。", "The new closing day must lie after {day}.")
)

// longestPeriod is the maximum length of a comment period in days. A longer one is a typing error.
const longestPeriod = 3660

// CommentPeriod is the time in which people can take part in a consultation. It includes OpensAt and excludes ClosesAt.
type CommentPeriod struct {
	OpensAt          time.Time        `db:"opens_at"`
	ClosesAt         time.Time        `db:"closes_at"`
	ClosesOn         civic.Date       `db:"closes_on"` // the last day; the period ends at the end of this day
	ShorteningReason *string          `db:"shortening_reason"`
	Moved            PeriodExtensions `db:"extensions"` // the changes, oldest first
}

// Extensions lists the changes of the period, oldest first.
func (p CommentPeriod) Extensions() []PeriodExtension { return p.Moved }

// ConsultationStatus is the status of a consultation. The database calculates it from its clock.
type ConsultationStatus string

// The statuses.
const (
	StatusUpcoming  ConsultationStatus = "UPCOMING"
	StatusOpen      ConsultationStatus = "OPEN"
	StatusClosed    ConsultationStatus = "CLOSED"
	StatusReported  ConsultationStatus = "REPORTED"
	StatusWithdrawn ConsultationStatus = "WITHDRAWN"
)

// PeriodWarningKind is the kind of a warning about an allowed comment period.
type PeriodWarningKind string

// The kinds of warnings.
const (
	ShorterThanUsual    PeriodWarningKind = "SHORTER_THAN_USUAL"
	CalendarNotCovering PeriodWarningKind = "CALENDAR_NOT_COVERING"
)

// periodMessages holds the message of each kind of warning. The verb is the day, as the reader is told it.
var periodMessages = map[PeriodWarningKind]civic.Localized{
	ShorterThanUsual:    civic.Bilingual("征集期短于通常期限，通常截止日不早于%s。", "The period is shorter than usual; it usually ends no earlier than %s."),
	CalendarNotCovering: civic.Bilingual("工作日历未覆盖%s，已按周一至周五推算。", "The calendar of working days does not reach %s; Monday to Friday were counted."),
}

// PeriodWarning is a warning about a comment period. The message mentions the day.
type PeriodWarning struct {
	Kind PeriodWarningKind
	Day  civic.Moment
}

// Message returns the warning in the reader's language.
func (w PeriodWarning) Message(ctx context.Context) string {
	reader := civic.LocaleOf(ctx)
	return fmt.Sprintf(periodMessages[w.Kind].In(reader.BuiltIn()), w.Day.Tell(reader))
}

// PeriodPlan is a comment period that follows the rules of a profile.
type PeriodPlan struct {
	Profile       JurisdictionProfile
	Calendar      civic.WorkingCalendar // the version used for the calculation; without a code if the profile has no calendar
	OpensAt       time.Time
	ClosesAt      time.Time
	FeedbackDueOn *civic.Date
	Warnings      []PeriodWarning
}

// Plan calculates the comment period that a department asks for, and checks it by the profile's rules. A period under the minimum
// is refused, needs a reason, or is allowed; the profile says which. The opening day does not count. A minimum that ends on a
// free day ends on the next working day. The refusals are PERIOD_IN_THE_PAST, PERIOD_ENDS_BEFORE_IT_OPENS, PERIOD_TOO_LONG,
// PERIOD_TOO_SHORT, SHORTENING_REASON_REQUIRED and INVALID. Any other error is from CheckTimes.
func (p JurisdictionProfile) Plan(in LaunchConsultationInput, calendar civic.WorkingCalendar, now time.Time) (PeriodPlan, error) {
	if err := p.CheckTimes(); err != nil {
		return PeriodPlan{}, err
	}
	plan := PeriodPlan{Profile: p, Calendar: calendar, OpensAt: now, ClosesAt: p.EndOf(in.ClosesOn, in.ClosesAtTime)}
	if in.OpensAt != nil {
		plan.OpensAt = *in.OpensAt
	}
	opening := civic.DateOf(plan.OpensAt, p.zone())
	switch {
	case plan.OpensAt.Before(now):
		return plan, civic.Refuse(PeriodInThePast, "opensAt")
	case !plan.OpensAt.Before(plan.ClosesAt):
		return plan, civic.Refuse(PeriodEndsBeforeItOpens, "closesOn")
	case plan.OpensAt.After(now.AddDate(0, 0, longestPeriod)):
		return plan, civic.Refuse(civic.Invalid, "opensAt")
	case opening.DaysUntil(in.ClosesOn) > longestPeriod:
		return plan, civic.Refuse(PeriodTooLong, "closesOn", civic.Max(longestPeriod))
	}
	if err := p.checkLength(&plan, opening, in); err != nil {
		return plan, err
	}
	if p.Calendar != nil && !calendar.Covers(in.ClosesOn) {
		plan.Warnings = append(plan.Warnings, PeriodWarning{CalendarNotCovering, civic.OnDay(in.ClosesOn, p.zone())})
	}
	plan.FeedbackDueOn = p.FeedbackDue(in.ClosesOn, calendar)
	return plan, nil
}

// checkLength checks the period's length. It refuses a period under the minimum, and adds a warning if the period is shorter
// than usual.
func (p JurisdictionProfile) checkLength(plan *PeriodPlan, opening civic.Date, in LaunchConsultationInput) error {
	if earliest := p.earliestClose(opening, plan.Calendar); earliest != nil && in.ClosesOn < *earliest {
		reasoned := in.ShorteningReason != nil && civic.IsWritten(*in.ShorteningReason)
		switch {
		case p.Shortening == NeverShorter:
			return civic.Refuse(PeriodTooShort, "closesOn", civic.Day(civic.OnDay(*earliest, p.zone())))
		case p.Shortening == ShorterReason && !reasoned:
			return civic.Refuse(ShorteningReasonRequired, "shorteningReason", civic.Day(civic.OnDay(*earliest, p.zone())))
		}
	}
	if p.WarnBelow != nil {
		if usual := plan.Calendar.After(opening, *p.WarnBelow, p.Unit); in.ClosesOn < usual {
			plan.Warnings = append(plan.Warnings, PeriodWarning{ShorterThanUsual, civic.OnDay(usual, p.zone())})
		}
	}
	return nil
}

// earliestClose is the first closing day of a period with the minimum length; nil if the profile has no minimum.
func (p JurisdictionProfile) earliestClose(opening civic.Date, calendar civic.WorkingCalendar) *civic.Date {
	if p.MinimumDays == nil {
		return nil
	}
	return new(calendar.After(opening, *p.MinimumDays, p.Unit))
}

// EndOf returns the instant at which a closing day ends, in the profile's time zone. At this instant it is too late. A department may
// choose the time of the day; nil stands for the profile's.
func (p JurisdictionProfile) EndOf(day civic.Date, clock *string) time.Time {
	hours, minutes := 24, 0
	if clock == nil {
		clock = &p.CloseTime
	}
	_, _ = fmt.Sscanf(*clock, "%d:%d", &hours, &minutes)
	return day.At(hours, minutes, p.zone())
}

// FeedbackDue returns the last day for the feedback report, for a period that closes on this day. It returns nil if the profile
// fixes no day.
func (p JurisdictionProfile) FeedbackDue(closes civic.Date, calendar civic.WorkingCalendar) *civic.Date {
	if p.FeedbackDueDays == nil {
		return nil
	}
	due := calendar.After(closes, *p.FeedbackDueDays, p.FeedbackDueUnit)
	return &due
}

// Withdrawable decides whether the department may withdraw the consultation. It may do so with a reason until the report is
// published. The refusals are WITHDRAWN, REPORTED, and those of the reason.
func (c Consultation) Withdrawable(reason string) error {
	switch {
	case c.Status == StatusWithdrawn:
		return civic.Refuse(Withdrawn, "")
	case c.Status == StatusReported:
		return civic.Refuse(Reported, "")
	}
	return civic.CheckReason(reason)
}

// CheckLaunch checks a launch by the rules that need no other data, and returns all problems.
func CheckLaunch(in LaunchConsultationInput) error {
	if err := civic.Check(in); err != nil {
		return err
	}
	var problems civic.Problems
	if in.DraftID == nil && len(in.SurveyIDs) == 0 {
		problems.Add(NothingToAsk, "")
	}
	problems.Join(checkShorteningReason(in.ShorteningReason))
	return problems.Err()
}

// checkShorteningReason checks the reason by the rules of CheckBody. A blank reason is none.
func checkShorteningReason(reason *string) error {
	if reason == nil || !civic.IsWritten(*reason) {
		return nil
	}
	return civic.CheckBody("shorteningReason", *reason, civic.LongestReason)
}

// Over reports whether the period has ended, so that no survey response can arrive or change.
func (s ConsultationStatus) Over() bool { return s == StatusClosed || s == StatusReported }
