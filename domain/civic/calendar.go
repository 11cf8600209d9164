package civic

import (
	"database/sql/driver"
	"slices"
	"strings"
)

// CalendarDay is a day that is not what its weekday says: a working weekend, or a holiday.
type CalendarDay struct {
	Day     Date `json:"day"`
	Working bool `json:"working"`
}

// CalendarDayList is stored as JSON, in order.
type CalendarDayList []CalendarDay

// Scan reads the days from a JSON column.
func (l *CalendarDayList) Scan(from any) error { return ScanJSON(from, l) }

// Value writes the days to a JSON column.
func (l CalendarDayList) Value() (driver.Value, error) { return ValueJSON(l) }

// WorkingCalendar says on which days people work. Where it does not reach, they work from Monday to Friday. Its versions
// are kept, so that a period can be reckoned again as it was.
type WorkingCalendar struct {
	Code       string          `db:"code"`
	Version    int             `db:"version"`
	Source     string          `db:"source"`
	CoversFrom Date            `db:"covers_from"`
	CoversTo   Date            `db:"covers_to"`
	Differing  CalendarDayList `db:"days"` // the days that are not what their weekday says, in order
}

// Days lists the days that are not what their weekday says, in order.
func (c WorkingCalendar) Days() []CalendarDay { return c.Differing }

// Working tells whether people work on the day.
func (c WorkingCalendar) Working(day Date) bool {
	at, listed := slices.BinarySearchFunc(c.Differing, day, func(d CalendarDay, day Date) int { return strings.Compare(string(d.Day), string(day)) })
	if listed {
		return c.Differing[at].Working
	}
	return !day.Weekend()
}

// Covers tells whether the calendar's makers have spoken about the day.
func (c WorkingCalendar) Covers(day Date) bool { return c.CoversFrom <= day && day <= c.CoversTo }

// After is the day on which a number of days have passed since an event, whose own day does not count (civil code art. 201).
// Where the calendar has a code, an end on a free day moves to the next working day (civil code art. 203).
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

// DefaultCalendars are the calendars that an empty database gets: the public holidays of China, with the weekends that
// are worked instead, as the State Council's notices of the year before fix them.
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

// LoadWorkingCalendarInput is a new version of a calendar.
type LoadWorkingCalendarInput struct {
	Code           string `validate:"min=2,max=32,departmentcode"`
	Source         string `validate:"words=500"`
	CoversFrom     Date
	CoversTo       Date               `validate:"gtefield=CoversFrom"`
	Days           []CalendarDayInput `validate:"max=5000,unique=Day"`
	IdempotencyKey *string            `validate:"omitempty,idempotency"`
}

// CalendarDayInput is a day that is not what its weekday says.
type CalendarDayInput struct {
	Day     Date
	Working bool
}

// Sorted gives the input's days in order, and refuses those outside the time that it says it covers.
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

// Named gives the calendar's code and version, nil for the calendar that only knows weekends.
func (c WorkingCalendar) Named() (code *string, version *int) {
	if c.Code == "" {
		return nil, nil
	}
	return &c.Code, &c.Version
}

// DayUnit is how days are counted.
type DayUnit string

// The units.
const (
	CalendarDays DayUnit = "CALENDAR"
	WorkingDays  DayUnit = "WORKING"
)
