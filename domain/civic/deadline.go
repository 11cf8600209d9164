package civic

import (
	"context"
	"slices"
	"time"
)

// DeadlineRule is a limit that a law or an order sets: so many days or hours after an event.
type DeadlineRule struct {
	Code           string // names the rule, such as DISCLOSURE_REPLY
	Days           int
	Unit           DayUnit
	Hours          int // for limits in hours, which holidays do not stop
	SourceArticles Localized
}

// Deadline is the last day or the last instant of a duty. It says how it was counted.
type Deadline struct {
	Limit           DeadlineRule
	DueOn           Date       // the last day; it counts to its end
	DueAt           *time.Time // the instant from which it is too late; nil for limits in days
	Provisional     bool       // whether a day lies outside the calendar, so that a later calendar may move the deadline
	CalendarVersion string     // as WorkingCalendar.Versions writes it; empty where only the week was known
	Steps           []DeadlineStep
	History         []DeadlineChange
	calendar        WorkingCalendar
}

// Rule returns the code of the rule.
func (d Deadline) Rule() string { return d.Limit.Code }

// SourceArticle returns the source of the rule in the wanted language.
func (d Deadline) SourceArticle(ctx context.Context, locale *WantedLocale) string {
	return d.Limit.SourceArticles.Read(ctx, locale)
}

// DeadlineStep says how one day was counted.
type DeadlineStep struct {
	Day    Date
	Number int // the number of the day in the period; 0 if the day does not count
	Reason DeadlineReason
	Name   string // the name of the holiday or of the pause, if there is one
}

// DeadlineReason says why a day counts or does not count.
type DeadlineReason string

// The reasons.
const (
	DayOfEvent   DeadlineReason = "DAY_OF_EVENT" // does not count (civil code art. 201)
	WorkingDay   DeadlineReason = "WORKING_DAY"
	MakeUpDay    DeadlineReason = "MAKE_UP_DAY" // a weekend day on which people work
	EveryDay     DeadlineReason = "CALENDAR_DAY"
	WeekendDay   DeadlineReason = "WEEKEND"
	HolidayDay   DeadlineReason = "HOLIDAY"
	ExcludedDay  DeadlineReason = "EXCLUDED"      // a working day in a pause
	PostponedDay DeadlineReason = "END_POSTPONED" // the first working day after an end on a free day (civil code art. 203)
)

// DeadlineChange says when and why a deadline moved.
type DeadlineChange struct {
	On      Date
	Because string // the code of the event, or CALENDAR
	From    Date   // empty where nothing was due before
	To      Date   // empty where nothing is due any more
}

// Pause is a time in which no day counts: the days after the day After, up to the day To.
type Pause struct {
	After, To Date
	Name      string
}

// holds reports whether the day is in the pause.
func (p Pause) holds(day Date) bool { return p.After < day && day <= p.To }

// Due counts a limit in days after an event. The day of the event does not count (civil code art. 201). If the calendar has a code,
// an end on a free day moves to the next working day (civil code art. 203). Days in a pause do not count; pauses that overlap
// leave out each day once.
func (c WorkingCalendar) Due(rule DeadlineRule, event Date, pauses ...Pause) Deadline {
	d := Deadline{Limit: rule, CalendarVersion: c.Versions(), Steps: []DeadlineStep{{Day: event, Reason: DayOfEvent}}, calendar: c}
	day, passed := event, 0
	for passed < rule.Days {
		day = day.Add(1)
		step := c.step(day, rule.Unit, pauses)
		if step.Reason.counts() {
			passed++
			step.Number = passed
		}
		d.Provisional = d.Provisional || rule.Unit == WorkingDays && !c.Covers(day)
		d.Steps = append(d.Steps, step)
	}
	for c.Code != "" && !c.Working(day) {
		day = day.Add(1)
		step := c.step(day, WorkingDays, nil)
		if step.Reason.counts() {
			step.Reason = PostponedDay
		}
		d.Steps = append(d.Steps, step)
	}
	d.DueOn, d.Provisional = day, d.Provisional || c.Code != "" && !c.Covers(day)
	return d
}

// step says how a day of a period counts.
func (c WorkingCalendar) step(day Date, unit DayUnit, pauses []Pause) DeadlineStep {
	exception, listed := c.exception(day)
	pause := slices.IndexFunc(pauses, func(p Pause) bool { return p.holds(day) })
	switch {
	case pause >= 0 && (unit == CalendarDays || c.Working(day)):
		return DeadlineStep{Day: day, Reason: ExcludedDay, Name: pauses[pause].Name}
	case unit == CalendarDays:
		return DeadlineStep{Day: day, Reason: EveryDay}
	case listed && exception.Working:
		return DeadlineStep{Day: day, Reason: MakeUpDay, Name: exception.Name}
	case listed:
		return DeadlineStep{Day: day, Reason: HolidayDay, Name: exception.Name}
	case day.Weekend():
		return DeadlineStep{Day: day, Reason: WeekendDay}
	}
	return DeadlineStep{Day: day, Reason: WorkingDay}
}

// counts reports whether a day with this reason counts.
func (r DeadlineReason) counts() bool { return r == WorkingDay || r == MakeUpDay || r == EveryDay }

// DueWithin counts a limit in hours after an instant. Holidays do not stop it. DueOn is the day of the end in the time zone.
func DueWithin(rule DeadlineRule, event time.Time, zone *time.Location) Deadline {
	at := event.Add(time.Duration(rule.Hours) * time.Hour)
	return Deadline{Limit: rule, DueAt: &at, DueOn: DateOf(at, zone)}
}

// Excluded returns the number of days that pauses left out.
func (d Deadline) Excluded() (days int) {
	for _, step := range d.Steps {
		if step.Reason == ExcludedDay {
			days++
		}
	}
	return days
}

// OverdueOn returns by how many days a day lies after the deadline: working days or calendar days, as the rule counts. It is 0
// for a day in time.
func (d Deadline) OverdueOn(day Date) int {
	switch {
	case day <= d.DueOn:
		return 0
	case d.Limit.Unit == WorkingDays:
		return d.calendar.WorkingDays(d.DueOn, day)
	}
	return d.DueOn.DaysUntil(day)
}
