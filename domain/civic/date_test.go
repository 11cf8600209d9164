package civic

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestParseDate(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]Code{
		"2026-03-01": nil, "2024-02-29": nil, "1900-01-01": nil, "9999-12-31": nil,
		"2026-02-29": {BadDate}, "2026-13-01": {BadDate}, "2026-00-01": {BadDate}, "2026-3-1": {BadDate}, "26-03-01": {BadDate},
		"2026/03/01": {BadDate}, "2026-03-01T00:00:00Z": {BadDate}, " 2026-03-01": {BadDate}, "2026-03-01\n": {BadDate},
		"２０２６-03-01": {BadDate}, "-2026-03-01": {BadDate}, "1899-12-31": {BadDate}, "10000-01-01": {BadDate}, "": {BadDate},
	} {
		day, err := ParseDate(text)
		if got := CodesOf(err); !slices.Equal(got, want) || (err == nil && string(day) != text) {
			t.Errorf("%q is read as %q, %v; want %v", text, day, got, want)
		}
	}
}

func FuzzParseDate(f *testing.F) {
	for _, seed := range []string{"2026-03-01", "2024-02-29", "1899-12-31", "9999-12-31", "2026-3-1", "", "日"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		day, err := ParseDate(text)
		if err != nil || day == "9999-12-31" { // the day after it has five digits in its year
			return
		}
		next := day.Add(1)
		switch {
		case string(day) != text:
			t.Errorf("%q is read as %q", text, day)
		case DateOfNumber(day.Number()) != day || next.Add(-1) != day || day.DaysUntil(next) != 1:
			t.Errorf("%s does not survive the arithmetic", day)
		case next <= day:
			t.Errorf("%s does not sort before %s", day, next)
		}
	})
}

func TestDateArithmetic(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from Date
		days int
		want Date
	}{
		{"2024-02-28", 1, "2024-02-29"}, {"2026-02-28", 1, "2026-03-01"}, {"2026-01-01", -1, "2025-12-31"}, {"2026-11-02", 30, "2026-12-02"}, {"2026-11-02", 0, "2026-11-02"},
	} {
		if got := c.from.Add(c.days); got != c.want || c.from.DaysUntil(got) != c.days {
			t.Errorf("%s and %d days is %s, %d days later; want %s", c.from, c.days, got, c.from.DaysUntil(got), c.want)
		}
	}
}

func TestDateOfAnInstant(t *testing.T) {
	t.Parallel()
	at := instant(t, "2026-11-01T16:30:00Z")
	for name, want := range map[string]Date{"Asia/Shanghai": "2026-11-02", "UTC": "2026-11-01", "America/New_York": "2026-11-01", "Pacific/Kiritimati": "2026-11-02"} {
		if got := DateOf(at, zoneOf(t, name)); got != want {
			t.Errorf("in %s it is %s, want %s", name, got, want)
		}
	}
}

// TestDayEndsWhereClocksAreChanged checks days with a clock change at or near midnight, east and west of Greenwich. A day
// ends exactly when the next day begins.
func TestDayEndsWhereClocksAreChanged(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		zone string
		day  Date
		want string
	}{
		{"Asia/Shanghai", "2026-11-01", "2026-11-01T16:00:00Z"},
		{"America/New_York", "2026-03-07", "2026-03-08T05:00:00Z"}, // the night before clocks go forward
		{"America/New_York", "2026-03-08", "2026-03-09T04:00:00Z"}, // the day on which clocks go forward
		{"Europe/London", "2026-10-25", "2026-10-26T00:00:00Z"},
		{"America/Havana", "2025-03-08", "2025-03-09T05:00:00Z"},   // midnight is skipped, west
		{"America/Santiago", "2025-09-06", "2025-09-07T04:00:00Z"}, // midnight is skipped, west
		{"Africa/Cairo", "2025-04-24", "2025-04-24T22:00:00Z"},     // midnight is skipped, east
		{"Africa/Cairo", "2025-10-30", "2025-10-30T22:00:00Z"},     // clocks go back to 23:00 at midnight
		{"America/Havana", "2025-11-01", "2025-11-02T04:00:00Z"},   // midnight comes twice; the first ends the day
		{"Pacific/Apia", "2011-12-29", "2011-12-30T10:00:00Z"},     // the whole next day is skipped
	} {
		end := c.day.At(24, 0, zoneOf(t, c.zone)).UTC()
		if end != instant(t, c.want) {
			t.Errorf("%s ends at %s in %s, want %s", c.day, end.Format(time.RFC3339), c.zone, c.want)
		}
		if last := DateOf(end.Add(-1), zoneOf(t, c.zone)); last != c.day {
			t.Errorf("the last instant of %s lies on %s in %s", c.day, last, c.zone)
		}
	}
}

func zoneOf(t *testing.T, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestDateColumn(t *testing.T) {
	t.Parallel()
	var day Date
	if err := day.Scan(time.Date(2026, 3, 1, 0, 0, 0, 0, time.FixedZone("", 0))); err != nil || day != "2026-03-01" {
		t.Errorf("the column is read as %q, %v", day, err)
	}
	if value, err := day.Value(); err != nil || value != "2026-03-01" {
		t.Errorf("the day is written as %v, %v", value, err)
	}
	if err := day.Scan(nil); err != nil || day != "" {
		t.Errorf("no day is read as %q, %v", day, err)
	}
	if value, err := day.Value(); err != nil || value != nil {
		t.Errorf("no day is written as %v, %v", value, err)
	}
	if day.Scan([]byte("infinity")) == nil {
		t.Error("infinity is read as a day")
	}
}

func TestDateInRequestsAndAnswers(t *testing.T) {
	t.Parallel()
	for raw, accepted := range map[any]bool{"2026-03-01": true, "2026-3-1": false, "": false, 20260301: false, nil: false} {
		var day Date
		if err := day.UnmarshalGQL(raw); (err == nil) != accepted {
			t.Errorf("%v: %q, %v", raw, day, err)
		}
	}
	var out strings.Builder
	if Date("2026-03-01").MarshalGQL(&out); out.String() != `"2026-03-01"` {
		t.Errorf("the answer says %s", out.String())
	}
	for raw, accepted := range map[string]bool{`"2026-03-01"`: true, `"2026-02-30"`: false, `20260301`: false} {
		var day Date
		if err := json.Unmarshal([]byte(raw), &day); (err == nil) != accepted {
			t.Errorf("%s: %q, %v", raw, day, err)
		}
	}
}

// instant parses an RFC 3339 time.
func instant(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}
