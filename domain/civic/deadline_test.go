package civic

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

var twenty = DeadlineRule{Code: "TWENTY", Days: 20, Unit: WorkingDays}

// TestDeadlineExplainsItself reads the steps of a deadline across the spring holiday of 2025.
func TestDeadlineExplainsItself(t *testing.T) {
	t.Parallel()
	due := DefaultCalendars()[0].Due(twenty, "2025-01-10")
	if due.DueOn != "2025-02-13" || due.Provisional || due.CalendarVersion != "CN/2" || due.Excluded() != 0 {
		t.Errorf("due on %s by %s, provisional %v", due.DueOn, due.CalendarVersion, due.Provisional)
	}
	for _, want := range []DeadlineStep{
		{"2025-01-10", 0, DayOfEvent, ""}, {"2025-01-11", 0, WeekendDay, ""}, {"2025-01-13", 1, WorkingDay, ""}, {"2025-01-26", 11, MakeUpDay, ""},
		{"2025-01-28", 0, HolidayDay, "春节"}, {"2025-02-01", 0, HolidayDay, "春节"}, {"2025-02-08", 16, MakeUpDay, ""}, {"2025-02-13", 20, WorkingDay, ""},
	} {
		if !slices.Contains(due.Steps, want) {
			t.Errorf("the steps do not have %v", want)
		}
	}
	if len(due.Steps) != 35 {
		t.Errorf("%d steps for the days from 10 January to 13 February", len(due.Steps))
	}
	if late := due.OverdueOn("2025-02-17"); late != 2 || due.OverdueOn("2025-02-13") != 0 {
		t.Errorf("Monday is %d working days late", late)
	}
}

func TestDeadlineEnds(t *testing.T) {
	t.Parallel()
	china := DefaultCalendars()[0]
	thirty := DeadlineRule{Days: 30, Unit: CalendarDays}
	postponed := china.Due(thirty, "2026-09-01")
	if last := postponed.Steps[len(postponed.Steps)-1]; postponed.DueOn != "2026-10-08" || last != (DeadlineStep{"2026-10-08", 0, PostponedDay, ""}) {
		t.Errorf("an end on a holiday moves to %s, %v", postponed.DueOn, last)
	}
	for event, want := range map[Date]bool{"2026-11-02": false, "2026-12-03": false, "2026-12-04": true, "2027-03-01": true, "2019-12-31": false, "2019-12-30": true} {
		if got := china.Due(twenty, event).Provisional; got != want {
			t.Errorf("the end of 20 working days after %s is provisional: %v (%s)", event, got, china.Due(twenty, event).DueOn)
		}
	}
	if !(WorkingCalendar{}).Due(twenty, "2026-03-02").Provisional || (WorkingCalendar{}).Due(thirty, "2026-03-02").Provisional {
		t.Error("without a calendar, working days are provisional and calendar days are not")
	}
	shanghai := TimeZone("Asia/Shanghai")
	sensed := time.Date(2025, 1, 27, 20, 0, 0, 0, shanghai)
	answer := DueWithin(DeadlineRule{Hours: 48}, sensed, shanghai)
	if !answer.DueAt.Equal(sensed.AddDate(0, 0, 2)) || answer.DueOn != "2025-01-29" {
		t.Errorf("48 hours over a holiday end at %v", answer.DueAt)
	}
}

// TestLocalDays lays a day of a city over the national calendar.
func TestLocalDays(t *testing.T) {
	t.Parallel()
	china := DefaultCalendars()
	city := WorkingCalendar{Code: "SANYA", Version: 1, KnownFrom: "2025-03-10", CoversFrom: "2025-01-01", CoversTo: "2025-12-31",
		Differing: CalendarDayList{{"2025-03-31", false, "三月三"}}}
	history := NewCalendarHistory(china, []WorkingCalendar{city})
	before, after := history.KnownOn("2025-03-09").Due(twenty, "2025-03-03"), history.KnownOn("2025-03-10").Due(twenty, "2025-03-03")
	if before.DueOn != "2025-03-31" || before.CalendarVersion != "CN/2" {
		t.Errorf("before the local day is known, the end is %s by %s", before.DueOn, before.CalendarVersion)
	}
	if after.DueOn != "2025-04-01" || after.CalendarVersion != "CN/2+SANYA/1" || !slices.Contains(after.Steps, DeadlineStep{"2025-03-31", 0, HolidayDay, "三月三"}) {
		t.Errorf("with the local day, the end is %s by %s", after.DueOn, after.CalendarVersion)
	}
	if layered := history.KnownOn("2025-12-31"); layered.Covers("2026-01-01") || !layered.Working("2025-10-11") || layered.Working("2025-10-08") {
		t.Error("the layers cover what both cover, and the national days stay")
	}
}

// TestLaterCalendarIsKnownLater counts by the calendar that was known on each day: in January 2020 the holiday became longer.
func TestLaterCalendarIsKnownLater(t *testing.T) {
	t.Parallel()
	final := DefaultCalendars()[0]
	first := final
	first.Version, first.Differing = 1, slices.Clone(final.Differing)
	first.Differing = slices.DeleteFunc(first.Differing, func(d CalendarDay) bool { return d.Day == "2020-01-31" || d.Day == "2020-02-02" })
	first.Differing[slices.IndexFunc(first.Differing, func(d CalendarDay) bool { return d.Day == "2020-02-01" })].Working = true
	final.KnownFrom = "2020-01-26"
	history := NewCalendarHistory([]WorkingCalendar{final, first})
	if early, late := history.KnownOn("2020-01-25").Due(twenty, "2020-01-06"), history.KnownOn("2020-01-26").Due(twenty, "2020-01-06"); early.DueOn != "2020-02-06" || late.DueOn != "2020-02-10" {
		t.Errorf("due on %s, and after the change on %s", early.DueOn, late.DueOn)
	}
}

// TestVersionOfOneYearKeepsTheYearsBefore loads the holidays of 2027 after those up to 2026.
func TestVersionOfOneYearKeepsTheYearsBefore(t *testing.T) {
	t.Parallel()
	next := WorkingCalendar{Code: "CN", Version: 3, KnownFrom: "2026-11-10", CoversFrom: "2027-01-01", CoversTo: "2027-12-31", Differing: CalendarDayList{{"2027-01-01", false, "元旦"}}}
	history := NewCalendarHistory(append(DefaultCalendars(), next))
	before, after := history.KnownOn("2026-11-09").Due(twenty, "2026-12-07"), history.KnownOn("2026-11-10").Due(twenty, "2026-12-07")
	if !before.Provisional || before.DueOn != "2027-01-04" || after.Provisional || after.DueOn != "2027-01-05" {
		t.Errorf("due on %s, provisional %v, then on %s, provisional %v", before.DueOn, before.Provisional, after.DueOn, after.Provisional)
	}
	if old := history.KnownOn("2026-11-10"); old.Working("2026-10-01") || !old.Working("2025-01-26") || !old.Covers("2020-01-01") {
		t.Error("the days of the years before are gone")
	}
}

// TestDeadlineEqualsASlowCount compares deadlines on random calendars, with random pauses, with a count that takes one day after the
// other and looks into plain maps.
func TestDeadlineEqualsASlowCount(t *testing.T) {
	t.Parallel()
	for seed := range uint64(300) {
		random := rand.New(rand.NewPCG(seed, 1))
		working, calendar := randomCalendar(random)
		event := Date("2025-01-01").Add(random.IntN(300))
		var pauses []Pause
		for range random.IntN(4) {
			after := event.Add(random.IntN(30) - 5)
			pauses = append(pauses, Pause{After: after, To: after.Add(random.IntN(25))})
		}
		rule := DeadlineRule{Days: 1 + random.IntN(40), Unit: WorkingDays}
		want, excluded := event, 0
		for left := rule.Days; left > 0; {
			want = want.Add(1)
			paused := slices.ContainsFunc(pauses, func(p Pause) bool { return want > p.After && want <= p.To })
			if working[want] && paused {
				excluded++
			} else if working[want] {
				left--
			}
		}
		due := calendar.Due(rule, event, pauses...)
		if due.DueOn != want || due.Excluded() != excluded {
			t.Fatalf("seed %d: %d days after %s end on %s with %d left out, want %s and %d", seed, rule.Days, event, due.DueOn, due.Excluded(), want, excluded)
		}
		if got := due.Steps[len(due.Steps)-1].Day; got != want || len(due.Steps) != event.DaysUntil(want)+1 {
			t.Fatalf("seed %d: %d steps up to %s", seed, len(due.Steps), got)
		}
	}
}

// randomCalendar makes national days with local days over them, and the same as a map of the working days.
func randomCalendar(random *rand.Rand) (map[Date]bool, WorkingCalendar) {
	working := map[Date]bool{}
	for day := Date("2024-12-01"); day < "2027-01-01"; day = day.Add(1) {
		working[day] = !day.Weekend()
	}
	layer := func(code string, days int) WorkingCalendar {
		c := WorkingCalendar{Code: code, Version: 1, CoversFrom: "2025-01-01", CoversTo: "2026-12-31"}
		listed := map[Date]bool{}
		for range days {
			day := Date("2025-01-01").Add(random.IntN(700))
			if !listed[day] {
				listed[day], working[day] = true, random.IntN(2) == 0
				c.Differing = append(c.Differing, CalendarDay{Day: day, Working: working[day], Name: fmt.Sprint(code, day)})
			}
		}
		slices.SortFunc(c.Differing, CalendarDay.compare)
		return c
	}
	country := layer("A", random.IntN(200))
	return working, layer("B", random.IntN(50)).Over(country)
}
