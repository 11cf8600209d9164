package disclose

import (
	"database/sql/driver"
	"fmt"
	"slices"
	"strings"
	"time"

	"minyi/domain/civic"
)

// BadHours refuses hours that end before they begin, and hours of an exception of which only one is said.
var BadHours = civic.NewCode("BAD_HOURS", "结束时间须晚于开始时间，两者须一并填写。", "The hours must end after they begin, and both times are needed.")

// OpeningDay is a kind of days. WORKING_DAY and DAY_OFF follow the working calendar, the others the week.
type OpeningDay string

// The kinds of days that follow the working calendar.
const (
	WorkingDays OpeningDay = "WORKING_DAY"
	DaysOff     OpeningDay = "DAY_OFF"
)

// daysOfTheWeek are the other kinds, in the order of time.Weekday.
var daysOfTheWeek = []OpeningDay{"SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"}

// OpeningHours are the times between which a place is open on days of a kind, such as 09:00 and 17:00. A day may have several.
type OpeningHours struct {
	Day    OpeningDay `json:"day"`
	Opens  string     `json:"opens"`
	Closes string     `json:"closes"`
}

// OpeningException is a day that differs from the hours. Without times the place is closed.
type OpeningException struct {
	Date   civic.Date `json:"date"`
	Opens  *string    `json:"opens"`
	Closes *string    `json:"closes"`
	Reason string     `json:"reason"`
}

// OpeningHoursInput are the times between which a place is open on days of a kind.
type OpeningHoursInput struct {
	Day    OpeningDay
	Opens  string `validate:"timeofday"`
	Closes string `validate:"timeofday"`
}

// OpeningExceptionInput is a day that differs from the hours. Without times the place is closed.
type OpeningExceptionInput struct {
	Date   civic.Date
	Opens  *string `validate:"omitempty,timeofday"`
	Closes *string `validate:"omitempty,timeofday"`
	Reason string  `validate:"words=200"`
}

// OpeningHoursList are all hours of a place. They are stored as JSON.
type OpeningHoursList []OpeningHours

// Scan reads hours from a JSON column.
func (l *OpeningHoursList) Scan(from any) error { return civic.ScanJSON(from, l) }

// Value writes hours to a JSON column.
func (l OpeningHoursList) Value() (driver.Value, error) { return civic.ValueJSON(l) }

// OpeningExceptionList are all days of a place that differ from its hours. They are stored as JSON.
type OpeningExceptionList []OpeningException

// Scan reads exceptions from a JSON column.
func (l *OpeningExceptionList) Scan(from any) error { return civic.ScanJSON(from, l) }

// Value writes exceptions to a JSON column.
func (l OpeningExceptionList) Value() (driver.Value, error) { return civic.ValueJSON(l) }

// checkHours refuses hours that end before they begin as BAD_HOURS.
func (in ReadingPointInput) checkHours() error {
	for i, h := range in.Hours {
		if h.Closes <= h.Opens {
			return civic.Refuse(BadHours, fmt.Sprintf("readingPoint.hours.%d.closes", i))
		}
	}
	for i, e := range in.Exceptions {
		if (e.Opens == nil) != (e.Closes == nil) || e.Opens != nil && *e.Closes <= *e.Opens {
			return civic.Refuse(BadHours, fmt.Sprintf("readingPoint.exceptions.%d.closes", i))
		}
	}
	return nil
}

// Opening returns the hours and the exceptions as they are stored, in their order.
func (in ReadingPointInput) Opening() (OpeningHoursList, OpeningExceptionList) {
	hours, exceptions := OpeningHoursList{}, OpeningExceptionList{}
	for _, h := range in.Hours {
		hours = append(hours, OpeningHours(h))
	}
	for _, e := range in.Exceptions {
		exceptions = append(exceptions, OpeningException(e))
	}
	slices.SortStableFunc(exceptions, func(a, b OpeningException) int { return strings.Compare(string(a.Date), string(b.Date)) })
	return hours, exceptions
}

// Hours are the times at which the place is open, by kinds of days.
func (p ReadingPoint) Hours() []OpeningHours { return p.OpeningTimes }

// Exceptions are the days that differ from the hours, in order.
func (p ReadingPoint) Exceptions() []OpeningException { return p.Differing }

// OpenDay says when a place is open on a day.
type OpenDay struct {
	Date        civic.Date
	Open        []OpenTime // none if the place is closed
	Reason      string     // why the day differs from the hours; empty if it does not
	Provisional bool       // the working calendar does not reach to this day
}

// OpenTime is a time between two times of a day.
type OpenTime struct {
	Opens  string
	Closes string
}

// daysOfAWeek is how many days Week gives.
const daysOfAWeek = 7

// Week says when the place is open on seven days. It is empty for a place without hours.
func (p ReadingPoint) Week(from civic.Date, c civic.WorkingCalendar) (week []OpenDay) {
	for i := range daysOfAWeek {
		if len(p.OpeningTimes) > 0 || len(p.Differing) > 0 {
			week = append(week, p.openOn(from.Add(i), c))
		}
	}
	return week
}

// openOn says when the place is open on a day: as an exception says it, else as the hours of the day of the week and of working days or days off say it together.
func (p ReadingPoint) openOn(day civic.Date, c civic.WorkingCalendar) OpenDay {
	open := OpenDay{Date: day, Open: []OpenTime{}, Provisional: !c.Covers(day)}
	for _, e := range p.Differing {
		if e.Date == day {
			open.Reason, open.Provisional = e.Reason, false
			if e.Opens != nil {
				open.Open = append(open.Open, OpenTime{*e.Opens, *e.Closes})
			}
			return open
		}
	}
	kind := DaysOff
	if c.Working(day) {
		kind = WorkingDays
	}
	for _, h := range p.OpeningTimes {
		if h.Day == kind || h.Day == daysOfTheWeek[weekday(day)] {
			open.Open = append(open.Open, OpenTime{h.Opens, h.Closes})
		}
	}
	slices.SortFunc(open.Open, func(a, b OpenTime) int { return strings.Compare(a.Opens, b.Opens) })
	return open
}

func weekday(day civic.Date) time.Weekday {
	at, _ := time.Parse(time.DateOnly, string(day))
	return at.Weekday()
}
