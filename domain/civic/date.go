package civic

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"
)

// Date is a day of the calendar, such as 2026-03-01, in the time zone of whatever it belongs to. Dates compare as texts do.
// The zero Date is no day.
type Date string

const dateForm = "2006-01-02"

// BadDate refuses what is no day.
var BadDate = NewCode("BAD_DATE", "日期须写作 2026-03-01 的形式。", "A day is written as 2026-03-01.")

// BadDateTime refuses what is no instant.
var BadDateTime = NewCode("BAD_DATE_TIME", "时间须写作 2026-03-01T09:30:00Z 的形式。", "An instant is written as 2026-03-01T09:30:00Z.")

// ParseDate reads a day written as year-month-day, between the years 1900 and 9999.
func ParseDate(text string) (Date, error) {
	day, err := time.Parse(dateForm, text)
	if err != nil || day.Year() < 1900 {
		return "", Refuse(BadDate, "")
	}
	return Date(text), nil
}

// DateOf is the day of an instant in a time zone.
func DateOf(t time.Time, zone *time.Location) Date { return Date(t.In(zone).Format(dateForm)) }

// midnight is the day's beginning in UTC, for reckoning with days.
func (d Date) midnight() time.Time {
	t, _ := time.Parse(dateForm, string(d))
	return t
}

// Add is the day so many days later, or earlier.
func (d Date) Add(days int) Date { return Date(d.midnight().AddDate(0, 0, days).Format(dateForm)) }

// DaysUntil is how many days later the other day is.
func (d Date) DaysUntil(other Date) int { return int(other.midnight().Sub(d.midnight()).Hours() / 24) }

// Weekend tells whether the day is a Saturday or a Sunday.
func (d Date) Weekend() bool {
	weekday := d.midnight().Weekday()
	return weekday == time.Saturday || weekday == time.Sunday
}

// At is the instant at which clocks first show a time of day, or would have shown it where they were put forward over it;
// hours and minutes past 24:00 lie on the next day.
func (d Date) At(hours, minutes int, zone *time.Location) time.Time {
	day := d.midnight()
	at := time.Date(day.Year(), day.Month(), day.Day(), hours, minutes, 0, 0, zone)
	// In a gap the library may answer by the clock before it, which is too early: a day whose midnight is skipped would
	// end an hour too soon.
	_, offset := at.Zone()
	asked := day.Add(time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute)
	return at.Add(max(0, asked.Sub(at.UTC().Add(time.Duration(offset)*time.Second))))
}

// Number is the day as a number that grows by one from day to day, for cursors.
func (d Date) Number() int64 { return d.midnight().Unix() / 86400 }

// DateOfNumber is the day that Number gave.
func DateOfNumber(n int64) Date { return Date(time.Unix(n*86400, 0).UTC().Format(dateForm)) }

// Scan reads a date column.
func (d *Date) Scan(from any) error {
	switch v := from.(type) {
	case time.Time:
		*d = Date(v.Format(dateForm))
		return nil
	case nil:
		*d = ""
		return nil
	}
	return fmt.Errorf("civic: cannot read %T as a day", from)
}

// Value writes a date column.
func (d Date) Value() (driver.Value, error) {
	if d == "" {
		return nil, nil
	}
	return string(d), nil
}

// UnmarshalJSON reads a day strictly.
func (d *Date) UnmarshalJSON(raw []byte) error {
	var text string
	if err := json.Unmarshal(raw, &text); err != nil || text == "" {
		return err
	}
	day, err := ParseDate(text)
	*d = day
	return err
}

// MarshalGQL writes the day into an answer.
func (d Date) MarshalGQL(w io.Writer) { _, _ = io.WriteString(w, strconv.Quote(string(d))) }

// UnmarshalGQL reads a day of a request.
func (d *Date) UnmarshalGQL(v any) error {
	text, _ := v.(string)
	day, err := ParseDate(text)
	*d = day
	return err
}

// timeZone is a time zone by its name; UTC where there is none of that name.
func TimeZone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC
	}
	return zone
}

// DayCount is how many responses came on one day.
type DayCount struct {
	Day   string `json:"day"`
	Count int    `json:"count"`
}
