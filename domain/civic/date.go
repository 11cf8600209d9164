package civic

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"
)

// Date is a calendar day such as 2026-03-01. Its time zone is that of the thing that it belongs to. Dates compare like
// strings. The zero Date means that there is no day.
type Date string

const dateLayout = "2006-01-02"

// BadDate refuses a text that is not a day.
var BadDate = NewRequestCode("BAD_DATE", "日期须写作 2026-03-01 的形式。", "A day is written as 2026-03-01.")

// BadDateTime refuses a text that is not an instant.
var BadDateTime = NewRequestCode("BAD_DATE_TIME", "时间须写作 2026-03-01T09:30:00Z 的形式。", "An instant is written as 2026-03-01T09:30:00Z.")

// ParseDate reads a day such as 2026-03-01, from the year 1900 to 9999. It refuses any other text as BAD_DATE.
func ParseDate(text string) (Date, error) {
	day, err := time.Parse(dateLayout, text)
	if err != nil || day.Year() < 1900 {
		return "", Refuse(BadDate, "")
	}
	return Date(text), nil
}

// DateOf returns the day of an instant in a time zone.
func DateOf(t time.Time, zone *time.Location) Date { return Date(t.In(zone).Format(dateLayout)) }

// midnight returns the beginning of the day in UTC, for calculations.
func (d Date) midnight() time.Time {
	t, _ := time.Parse(dateLayout, string(d))
	return t
}

// Add returns the day that many days later, or earlier if days is negative.
func (d Date) Add(days int) Date { return Date(d.midnight().AddDate(0, 0, days).Format(dateLayout)) }

// DaysUntil returns the number of days from this day to the other day.
func (d Date) DaysUntil(other Date) int { return int(other.midnight().Sub(d.midnight()).Hours() / 24) }

// Weekend reports whether the day is a Saturday or a Sunday.
func (d Date) Weekend() bool {
	weekday := d.midnight().Weekday()
	return weekday == time.Saturday || weekday == time.Sunday
}

// At returns the instant at which clocks in the zone first show this time of the day. If a clock change skips the time, At
// returns the instant at which the clocks would show it without the change. Times from 24:00 on are on the next day.
func (d Date) At(hours, minutes int, zone *time.Location) time.Time {
	day := d.midnight()
	at := time.Date(day.Year(), day.Month(), day.Day(), hours, minutes, 0, 0, zone)
	// For a skipped time, time.Date may use the offset that is valid after the change. The result is then too early, and a
	// day whose midnight is skipped would end an hour too soon.
	_, offset := at.Zone()
	asked := day.Add(time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute)
	return at.Add(max(0, asked.Sub(at.UTC().Add(time.Duration(offset)*time.Second))))
}

// Number returns the number of days since 1970-01-01, for cursors.
func (d Date) Number() int64 { return d.midnight().Unix() / 86400 }

// DateOfNumber returns the day with this Number.
func DateOfNumber(n int64) Date { return Date(time.Unix(n*86400, 0).UTC().Format(dateLayout)) }

// Scan reads a date column.
func (d *Date) Scan(from any) error {
	switch v := from.(type) {
	case time.Time:
		*d = Date(v.Format(dateLayout))
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

// UnmarshalJSON reads a day as ParseDate does. An empty text leaves the Date as it is.
func (d *Date) UnmarshalJSON(raw []byte) error {
	var text string
	if err := json.Unmarshal(raw, &text); err != nil || text == "" {
		return err
	}
	day, err := ParseDate(text)
	*d = day
	return err
}

// MarshalGQL writes the day into a GraphQL response, and null for the zero Date.
func (d Date) MarshalGQL(w io.Writer) {
	text := "null"
	if d != "" {
		text = strconv.Quote(string(d))
	}
	_, _ = io.WriteString(w, text)
}

// UnmarshalGQL reads a day from a GraphQL request.
func (d *Date) UnmarshalGQL(v any) error {
	text, _ := v.(string)
	day, err := ParseDate(text)
	*d = day
	return err
}

// TimeZone returns the time zone with this name. It returns UTC if there is no such zone.
func TimeZone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC
	}
	return zone
}

// DayCount counts the comments or survey responses of one day.
type DayCount struct {
	Day   string `json:"day"`
	Count int    `json:"count"`
}
