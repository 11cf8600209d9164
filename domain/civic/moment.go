package civic

import (
	"fmt"
	"time"
)

// Moment is an instant, or a whole day, as a message tells it: in a time zone and with it, in the reader's language.
type Moment struct {
	at    time.Time
	day   Date // of a whole day; empty for an instant
	zone  *time.Location
	until bool
}

// From returns the instant at which something begins.
func From(at time.Time, zone *time.Location) Moment { return Moment{at: at, zone: zone} }

// Until returns the instant at which something ends. The end of a day is told as 24:00 of this day.
func Until(at time.Time, zone *time.Location) Moment { return Moment{at: at, zone: zone, until: true} }

// OnDay returns a whole day.
func OnDay(day Date, zone *time.Location) Moment { return Moment{day: day, zone: zone} }

// zoneNames are the names of time zones that readers of Chinese know better than those of the tz database.
var zoneNames = map[string]string{"Asia/Shanghai": "北京时间 / "}

// Tell writes the moment for a reader of this language, such as 2026年3月1日24:00（北京时间 / Asia/Shanghai, UTC+8） or
// 1 March 2026, 24:00 (UTC+8, Asia/Shanghai). It leaves seconds out.
func (m Moment) Tell(locale Locale) string {
	chinese := locale.BuiltIn() == Chinese
	day, clock, offset := m.parts()
	name := m.zone.String()
	switch {
	case chinese && clock == "":
		return fmt.Sprintf("%s（%s%s）", day.Format("2006年1月2日"), zoneNames[name], name)
	case chinese:
		return fmt.Sprintf("%s%s（%s%s, %s）", day.Format("2006年1月2日"), clock, zoneNames[name], name, offset)
	case clock == "":
		return fmt.Sprintf("%s (%s)", day.Format("2 January 2006"), name)
	}
	return fmt.Sprintf("%s, %s (%s, %s)", day.Format("2 January 2006"), clock, offset, name)
}

// parts returns the day, the time of the day and the offset from UTC. A whole day has only the day.
func (m Moment) parts() (day time.Time, clock, offset string) {
	if m.day != "" {
		return m.day.midnight(), "", ""
	}
	local := m.at.In(m.zone)
	clock = local.Format("15:04")
	if before := local.Add(-time.Nanosecond); m.until && before.Day() != local.Day() {
		local, clock = before, "24:00"
	}
	return local, clock, offsetOf(local)
}

// offsetOf writes the offset of a time from UTC, such as UTC+8 or UTC-3:30.
func offsetOf(t time.Time) string {
	if _, seconds := t.Zone(); seconds%3600 == 0 {
		return fmt.Sprintf("UTC%+d", seconds/3600)
	}
	offset := t.Format("-07:00")
	if offset[1] == '0' {
		offset = offset[:1] + offset[2:]
	}
	return "UTC" + offset
}
