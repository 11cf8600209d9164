package consult

import (
	"context"
	"database/sql/driver"
	"fmt"
	"time"

	"minyi/domain/civic"
)

// Refusals of comment periods.
var (
	Closed                   = civic.NewCode("CLOSED", "征集期已于 %v 结束。", "The comment period ended at %v.")
	PeriodEndsBeforeItOpens  = civic.NewCode("PERIOD_ENDS_BEFORE_IT_OPENS", "截止日须在开始时间之后。", "The closing day must lie after the opening.")
	PeriodInThePast          = civic.NewCode("PERIOD_IN_THE_PAST", "开始时间已过。", "The opening lies in the past.")
	PeriodTooShort           = civic.NewCode("PERIOD_TOO_SHORT", "征集期不足法定最短期限，截止日最早为 %v。", "The period is shorter than the rules allow; the earliest closing day is %v.")
	PeriodTooLong            = civic.NewCode("PERIOD_TOO_LONG", "征集期最长 %v 天。", "A period lasts at most %v days.")
	ShorteningReasonRequired = civic.NewCode("SHORTENING_REASON_REQUIRED", "征集期少于规定期限的，须公开说明理由；不说明理由的，截止日最早为 %v。", "A period shorter than the rules ask needs a public reason; without one the earliest closing day is %v.")
	ExtensionNotLater        = civic.NewCode("EXTENSION_NOT_LATER", "新的截止日须晚于 %v。", "The new closing day must lie after %v.")
	ReasonRequired           = civic.NewCode("REASON_REQUIRED", "须说明理由。", "A reason is needed.")
)

// longestPeriod is how many days a comment period lasts at most: longer ones are slips of the pen.
const longestPeriod = 3660

// longestPublicReason is the length of a public reason at most, in characters as people count them.
const longestPublicReason = 1000

// CommentPeriod is when people can take part in a consultation. It includes its first instant and excludes its last.
type CommentPeriod struct {
	OpensAt          time.Time        `db:"opens_at"`
	ClosesAt         time.Time        `db:"closes_at"`
	ClosesOn         civic.Date       `db:"closes_on"` // the last day, which counts to its end
	ShorteningReason *string          `db:"shortening_reason"`
	Moved            PeriodExtensions `db:"extensions"` // how the last day was moved back, oldest first
}

// Extensions lists how the last day was moved back, oldest first.
func (p CommentPeriod) Extensions() []PeriodExtension { return p.Moved }

// PeriodExtension is a closing day that was moved back, and why.
type PeriodExtension struct {
	From   civic.Date `json:"from"`
	To     civic.Date `json:"to"`
	Reason string     `json:"reason"`
	At     time.Time  `json:"at"`
}

// PeriodExtensions are stored as JSON.
type PeriodExtensions []PeriodExtension

// Scan reads the extensions from a JSON column.
func (e *PeriodExtensions) Scan(from any) error { return civic.ScanJSON(from, e) }

// Value writes the extensions to a JSON column.
func (e PeriodExtensions) Value() (driver.Value, error) { return civic.ValueJSON(e) }

// ConsultationStatus is where a consultation stands. The database works it out from its clock.
type ConsultationStatus string

// The statuses.
const (
	StatusUpcoming  ConsultationStatus = "UPCOMING"
	StatusOpen      ConsultationStatus = "OPEN"
	StatusClosed    ConsultationStatus = "CLOSED"
	StatusReported  ConsultationStatus = "REPORTED"
	StatusWithdrawn ConsultationStatus = "WITHDRAWN"
)

// PeriodWarningKind is what can be doubtful about a comment period though it is allowed.
type PeriodWarningKind string

// The doubts.
const (
	ShorterThanUsual    PeriodWarningKind = "SHORTER_THAN_USUAL"
	CalendarNotCovering PeriodWarningKind = "CALENDAR_NOT_COVERING"
)

var periodPhrases = map[PeriodWarningKind]civic.Localized{
	ShorterThanUsual:    civic.Bilingual("征集期短于通常期限，通常截止日不早于 %v。", "The period is shorter than usual; it usually ends no earlier than %v."),
	CalendarNotCovering: civic.Bilingual("工作日历未覆盖 %v，已按周一至周五推算。", "The calendar of working days does not reach %v; Monday to Friday were counted."),
}

// PeriodWarning is a doubt about a comment period.
type PeriodWarning struct {
	Kind PeriodWarningKind
	Day  civic.Date
}

// Message words the doubt in the reader's language.
func (w PeriodWarning) Message(ctx context.Context) string {
	return fmt.Sprintf(periodPhrases[w.Kind].In(civic.LocaleOf(ctx)), w.Day)
}

// PeriodPlan is a comment period as a profile's rules make it.
type PeriodPlan struct {
	Profile       JurisdictionProfile
	Calendar      civic.WorkingCalendar // the version that was reckoned with; without a code where the profile has none
	OpensAt       time.Time
	ClosesAt      time.Time
	FeedbackDueOn *civic.Date
	Warnings      []PeriodWarning
}

// Plan works a comment period out from what a department asks for, and holds it against the profile's rules: a period
// under the minimum is refused, needs its reason, or is warned about, as the profile says. The opening day does not count,
// and an end on a free day moves to the next working day. An error that is no Problems is a profile that is not Legible.
func (p JurisdictionProfile) Plan(in LaunchConsultationInput, calendar civic.WorkingCalendar, now time.Time) (PeriodPlan, error) {
	if err := p.Legible(); err != nil {
		return PeriodPlan{}, err
	}
	plan := PeriodPlan{Profile: p, Calendar: calendar, OpensAt: now, ClosesAt: p.EndOf(in.ClosesOn)}
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
		return plan, civic.Refuse(PeriodTooLong, "closesOn", longestPeriod)
	}
	if err := p.checkLength(&plan, opening, in); err != nil {
		return plan, err
	}
	if p.Calendar != nil && !calendar.Covers(in.ClosesOn) {
		plan.Warnings = append(plan.Warnings, PeriodWarning{CalendarNotCovering, in.ClosesOn})
	}
	plan.FeedbackDueOn = p.FeedbackDue(in.ClosesOn, calendar)
	return plan, nil
}

// checkLength holds the period's length against the minimum and against what is usual.
func (p JurisdictionProfile) checkLength(plan *PeriodPlan, opening civic.Date, in LaunchConsultationInput) error {
	if p.MinimumDays != nil {
		earliest := plan.Calendar.After(opening, *p.MinimumDays, p.Unit)
		reasoned := in.ShorteningReason != nil && civic.IsWritten(*in.ShorteningReason)
		switch {
		case in.ClosesOn >= earliest:
		case p.Shortening == NeverShorter:
			return civic.Refuse(PeriodTooShort, "closesOn", earliest)
		case p.Shortening == ShorterReason && !reasoned:
			return civic.Refuse(ShorteningReasonRequired, "shorteningReason", earliest)
		}
	}
	if p.WarnBelow != nil {
		if usual := plan.Calendar.After(opening, *p.WarnBelow, p.Unit); in.ClosesOn < usual {
			plan.Warnings = append(plan.Warnings, PeriodWarning{ShorterThanUsual, usual})
		}
	}
	return nil
}

// EndOf is the instant at which a closing day ends, in the profile's time zone: the first that is too late.
func (p JurisdictionProfile) EndOf(day civic.Date) time.Time {
	hours, minutes := 24, 0
	_, _ = fmt.Sscanf(p.CloseTime, "%d:%d", &hours, &minutes)
	return day.At(hours, minutes, p.zone())
}

// FeedbackDue is the last day for the feedback report on a period that ends on the day; nil where none is fixed.
func (p JurisdictionProfile) FeedbackDue(closes civic.Date, calendar civic.WorkingCalendar) *civic.Date {
	if p.FeedbackDueDays == nil {
		return nil
	}
	due := calendar.After(closes, *p.FeedbackDueDays, p.FeedbackDueUnit)
	return &due
}

// Extend decides whether the closing day may be moved: only back, only while people can still take part or before that.
func (c Consultation) Extend(in ExtendCommentPeriodInput) error {
	switch c.Status {
	case StatusWithdrawn:
		return civic.Refuse(Withdrawn, "")
	case StatusClosed, StatusReported:
		return civic.Refuse(Closed, "", c.ClosesAt.UTC().Format(time.RFC3339))
	}
	var problems civic.Problems
	if in.ClosesOn <= c.ClosesOn {
		problems.Add(ExtensionNotLater, "closesOn", c.ClosesOn)
	} else if civic.DateOf(c.OpensAt, time.UTC).DaysUntil(in.ClosesOn) > longestPeriod {
		problems.Add(PeriodTooLong, "closesOn", longestPeriod)
	}
	problems.Join(checkReason(in.Reason))
	return problems.Err()
}

// Withdrawable decides whether the consultation may be taken back: until its report is published, with a reason.
func (c Consultation) Withdrawable(reason string) error {
	switch {
	case c.Status == StatusWithdrawn:
		return civic.Refuse(Withdrawn, "")
	case c.Status == StatusReported:
		return civic.Refuse(Reported, "")
	}
	return checkReason(reason)
}

// checkReason holds a reason that the public will read against the rules for what people write; REASON_REQUIRED where
// there is nothing to read.
func checkReason(reason string) error {
	if !civic.IsWritten(reason) {
		return civic.Refuse(ReasonRequired, "reason")
	}
	return civic.CheckBody("reason", reason, longestPublicReason)
}

// CheckLaunch holds a launch against what can be said without looking anything up.
func CheckLaunch(in LaunchConsultationInput) error {
	if err := civic.Check(in); err != nil {
		return err
	}
	var problems civic.Problems
	if in.DraftID == nil && len(in.SurveyIDs) == 0 {
		problems.Add(NothingToAsk, "")
	}
	if in.ShorteningReason != nil && civic.IsWritten(*in.ShorteningReason) {
		problems.Join(civic.CheckBody("shorteningReason", *in.ShorteningReason, longestPublicReason))
	}
	return problems.Err()
}

// Over tells whether the period has come to its end, so that no response can come or change any more.
func (s ConsultationStatus) Over() bool { return s == StatusClosed || s == StatusReported }
