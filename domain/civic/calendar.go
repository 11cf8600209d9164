package civic

import (
	"database/sql/driver"
	"slices"
	"strconv"
	"strings"
)

// LoadCalendar is a right; the enum Action in the schema describes it.
var LoadCalendar = NewAction("LOAD_CALENDAR", Admin)

// CalendarDay is an exception to the week: a weekend day on which people work, or a holiday on a weekday.
type CalendarDay struct {
	Day     Date `json:"day"`
	Working bool `json:"working"`
}

// CalendarDayList is a list of days in order. It is stored as JSON.
type CalendarDayList []CalendarDay

// Scan reads the days from a JSON column.
func (l *CalendarDayList) Scan(from any) error { return ScanJSON(from, l) }

// Value writes the days to a JSON column.
func (l CalendarDayList) Value() (driver.Value, error) { return ValueJSON(l) }

// WorkingCalendar says on which days people work. On days that it does not cover, people work from Monday to Friday. All
// versions are kept, so that an old period can be calculated again in the same way.
type WorkingCalendar struct {
	Code       string          `db:"code"`
	Version    int             `db:"version"`
	Source     string          `db:"source"`
	CoversFrom Date            `db:"covers_from"`
	CoversTo   Date            `db:"covers_to"`
	Differing  CalendarDayList `db:"days"` // the exceptions to the week, in order
}

// WorkingCalendarKind is the kind of versions of working calendars.
var WorkingCalendarKind = NewKind("W")

// ID returns the id of this version of the calendar, which follows from its code and its version.
func (c WorkingCalendar) ID() ID {
	return IDOf(WorkingCalendarKind, KeyFromCode(c.Code+"/"+strconv.Itoa(c.Version)))
}

// Days lists the exceptions to the week, in order.
func (c WorkingCalendar) Days() []CalendarDay { return c.Differing }

// Working reports whether people work on the day.
func (c WorkingCalendar) Working(day Date) bool {
	at, listed := slices.BinarySearchFunc(c.Differing, day, func(d CalendarDay, day Date) int { return strings.Compare(string(d.Day), string(day)) })
	if listed {
		return c.Differing[at].Working
	}
	return !day.Weekend()
}

// Covers reports whether the calendar's source covers the day.
func (c WorkingCalendar) Covers(day Date) bool { return c.CoversFrom <= day && day <= c.CoversTo }

// After returns the last day of a period of so many days after an event. The day of the event does not count (civil code
// art. 201). If the calendar has a code, an end on a free day moves to the next working day (civil code art. 203).
func (c WorkingCalendar) After(event Date, days int, unit DayUnit) Date {
	day := event
	if unit == CalendarDays {
		day = event.Add(days)
	}
	for passed := 0; unit == WorkingDays && passed < days; {
		if day = day.Add(1); c.Working(day) {
			passed++
		}
	}
	for c.Code != "" && !c.Working(day) {
		day = day.Add(1)
	}
	return day
}

// DefaultCalendars returns the calendars of a new database: the public holidays of China, and the weekend days on which
// people work instead. The State Council publishes both in a notice in the year before.
func DefaultCalendars() []WorkingCalendar {
	var days CalendarDayList
	add := func(working bool, spans ...string) {
		for _, span := range spans {
			from, to, several := strings.Cut(span, "/")
			if !several {
				to = from
			}
			for day := Date(from); day <= Date(to); day = day.Add(1) {
				days = append(days, CalendarDay{Day: day, Working: working})
			}
		}
	}
	add(false, "2020-01-01", "2020-01-24/2020-02-02", "2020-04-04/2020-04-06", "2020-05-01/2020-05-05", "2020-06-25/2020-06-27", "2020-10-01/2020-10-08")
	add(true, "2020-01-19", "2020-04-26", "2020-05-09", "2020-06-28", "2020-09-27", "2020-10-10")
	add(false, "2025-01-01", "2025-01-28/2025-02-04", "2025-04-04/2025-04-06", "2025-05-01/2025-05-05", "2025-05-31/2025-06-02", "2025-10-01/2025-10-08")
	add(true, "2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11")
	add(false, "2026-01-01/2026-01-03", "2026-02-15/2026-02-23", "2026-04-04/2026-04-06", "2026-05-01/2026-05-05", "2026-06-19/2026-06-21", "2026-09-25/2026-09-27", "2026-10-01/2026-10-07")
	add(true, "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10")
	slices.SortFunc(days, func(a, b CalendarDay) int { return strings.Compare(string(a.Day), string(b.Day)) })
	return []WorkingCalendar{{Code: "CN", Version: 1, Source: "国务院办公厅关于节假日安排的通知（2020、2025、2026年）", CoversFrom: "2025-01-01", CoversTo: "2026-12-31", Differing: days}}
}

// LoadWorkingCalendarInput describes a new version of a calendar.
type LoadWorkingCalendarInput struct {
	Code           string `validate:"min=2,max=32,departmentcode"`
	Source         string `validate:"words=500"`
	CoversFrom     Date
	CoversTo       Date               `validate:"gtefield=CoversFrom"`
	Days           []CalendarDayInput `validate:"max=5000,unique=Day"`
	IdempotencyKey *string            `validate:"omitempty,idempotency"`
}

// CalendarDayInput is an exception to the week.
type CalendarDayInput struct {
	Day     Date
	Working bool
}

// Sorted returns the input's days in order. It refuses as INVALID the days before CoversFrom or after CoversTo.
func (in LoadWorkingCalendarInput) Sorted() (CalendarDayList, error) {
	var problems Problems
	days := CalendarDayList{}
	for i, day := range in.Days {
		if day.Day < in.CoversFrom || day.Day > in.CoversTo {
			problems.Add(Invalid, Indexed("days", i)+".day")
		}
		days = append(days, CalendarDay(day))
	}
	slices.SortFunc(days, func(a, b CalendarDay) int { return strings.Compare(string(a.Day), string(b.Day)) })
	return days, problems.Err()
}

// Named returns the calendar's code and version. Both are nil for the calendar that only knows weekends.
func (c WorkingCalendar) Named() (code *string, version *int) {
	if c.Code == "" {
		return nil, nil
	}
	return &c.Code, &c.Version
}

// DayUnit says which days a number of days counts.
type DayUnit string

// The units.
const (
	CalendarDays DayUnit = "CALENDAR"
	WorkingDays  DayUnit = "WORKING"
)
