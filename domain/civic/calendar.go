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
	Day     Date   `json:"day"`
	Working bool   `json:"working"`
	Name    string `json:"name,omitempty"` // the name of the holiday, such as 春节; empty if it is not known
}

// compare orders exceptions by day.
func (d CalendarDay) compare(other CalendarDay) int {
	return strings.Compare(string(d.Day), string(other.Day))
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
	Extends    *string         `db:"extends"`    // the code of the wider calendar that this one adds local days to; nil if none
	KnownFrom  Date            `db:"known_from"` // the day on which this version was loaded
	Source     string          `db:"source"`
	CoversFrom Date            `db:"covers_from"`
	CoversTo   Date            `db:"covers_to"`
	Differing  CalendarDayList `db:"days"` // the exceptions to the week, in order
	under      string          // the versions of the calendars that this one is laid over, as Versions writes them
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
	if exception, listed := c.exception(day); listed {
		return exception.Working
	}
	return !day.Weekend()
}

// exception finds the day among the exceptions to the week.
func (c WorkingCalendar) exception(day Date) (CalendarDay, bool) {
	at, listed := slices.BinarySearchFunc(c.Differing, CalendarDay{Day: day}, CalendarDay.compare)
	if !listed {
		return CalendarDay{}, false
	}
	return c.Differing[at], true
}

// Covers reports whether the calendar's source covers the day.
func (c WorkingCalendar) Covers(day Date) bool { return c.CoversFrom <= day && day <= c.CoversTo }

// After returns the last day of a period of so many days after an event, as Due counts it.
func (c WorkingCalendar) After(event Date, days int, unit DayUnit) Date {
	return c.Due(DeadlineRule{Days: days, Unit: unit}, event).DueOn
}

// WorkingDays counts the working days after the first day, up to the last day. The last day counts.
func (c WorkingCalendar) WorkingDays(after, last Date) (passed int) {
	for day := after.Add(1); day <= last; day = day.Add(1) {
		if c.Working(day) {
			passed++
		}
	}
	return passed
}

// Over lays the calendar of a place over a wider one: a city's own free days over the national ones. On a day that both list,
// the place decides. The result covers the days that both cover.
func (c WorkingCalendar) Over(wider WorkingCalendar) WorkingCalendar {
	both := slices.Clone(c.Differing)
	for _, day := range wider.Differing {
		if _, listed := c.exception(day.Day); !listed {
			both = append(both, day)
		}
	}
	slices.SortFunc(both, CalendarDay.compare)
	c.Differing = both
	c.CoversFrom, c.CoversTo = max(c.CoversFrom, wider.CoversFrom), min(c.CoversTo, wider.CoversTo)
	c.under = wider.Versions() + "+"
	return c
}

// Versions names the version of the calendar and of those under it, such as CN/2+SANYA/1. It is empty for the calendar that only
// knows weekends.
func (c WorkingCalendar) Versions() string {
	if c.Code == "" {
		return ""
	}
	return c.under + c.Code + "/" + strconv.Itoa(c.Version)
}

// LoadWorkingCalendarInput describes a new version of a calendar.
type LoadWorkingCalendarInput struct {
	Code           string  `validate:"min=2,max=32,departmentcode"`
	Extends        *string `validate:"omitempty,min=2,max=32,departmentcode"`
	Source         string  `validate:"words=500"`
	CoversFrom     Date
	CoversTo       Date               `validate:"gtefield=CoversFrom"`
	Days           []CalendarDayInput `validate:"max=5000,unique=Day"`
	IdempotencyKey *string            `validate:"omitempty,idempotency"`
}

// CalendarDayInput is an exception to the week.
type CalendarDayInput struct {
	Day     Date
	Working bool
	Name    string `validate:"omitempty,words=100"`
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
	slices.SortFunc(days, CalendarDay.compare)
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
