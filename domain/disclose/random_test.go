package disclose

import (
	"math/rand/v2"
	"slices"
	"testing"

	"minyi/domain/civic"
)

// TestClockEqualsASlowCount plays random events on random calendars. It compares the due day with a count that walks from day to day and
// knows nothing of deadlines.
func TestClockEqualsASlowCount(t *testing.T) {
	t.Parallel()
	kinds := []EventKind{CorrectionNotice, Corrected, ThirdPartyAsked, AgencyAsked, OpinionReceived, Extended, FeeNoticeReceived, FeePaid}
	compared := map[EventKind]int{}
	for seed := range uint64(150) {
		random := rand.New(rand.NewPCG(seed, 2))
		working, clock := randomClock(random)
		on := civic.Date("2025-01-06").Add(random.IntN(100))
		events := Events{{Kind: SubmittedInPerson, On: on}}
		for range 14 {
			on = on.Add(random.IntN(7))
			next := Event{Kind: kinds[random.IntN(len(kinds))], On: on, AnswerBy: on.Add(5 + random.IntN(15)), ServedOn: on.Add(random.IntN(3)),
				Party: string('A' + rune(random.IntN(3))), Days: 1 + random.IntN(14)}
			refused := clock.Refusal(events, next) != nil
			if slow, running := slowDue(events, on, working); next.Kind == Extended && running && on > slow && !refused {
				t.Fatalf("seed %d: an extension on %s is taken, and the reply was due on %s\n%v", seed, on, slow, events)
			}
			if refused {
				continue
			}
			events = append(events, next)
			compared[next.Kind]++
			now := clock.At(events, on)
			slow, running := slowDue(events, on, working)
			if running != (now.Due != nil) || running && now.Due.DueOn != slow {
				t.Fatalf("seed %d: %s, and by a slow count due on %s\n%v", seed, now.State, slow, events)
			}
		}
	}
	for _, kind := range kinds {
		if compared[kind] < 20 {
			t.Errorf("only %d events %s were compared", compared[kind], kind)
		}
	}
}

// slowDue walks from day to day with a number of days that are left. It returns false while the applicant must act, or has given up.
func slowDue(events Events, today civic.Date, working map[civic.Date]bool) (due civic.Date, running bool) {
	limits, given := map[string]civic.Date{}, map[string]civic.Date{}
	for _, e := range events {
		switch e.Kind {
		case ThirdPartyAsked, AgencyAsked:
			limits[e.Party] = slowAfter(e.ServedOn, 15, working)
		case OpinionReceived:
			given[e.Party] = e.On
		}
	}
	paused := func(day civic.Date) bool {
		return slices.ContainsFunc(events, func(e Event) bool {
			asked := e.Kind == ThirdPartyAsked || e.Kind == AgencyAsked
			answer, answered := given[e.Party]
			return asked && e.On < day && day <= limits[e.Party] && (!answered || day <= answer)
		})
	}
	left, waiting := 20, false
	for day := events[0].On; ; day = day.Add(1) {
		if day > events[0].On && working[day] && !paused(day) {
			left--
			if left == 0 {
				due = day
			}
		}
		for _, e := range events[1:] {
			switch {
			case e.On != day:
			case e.Kind == Corrected, e.Kind == FeePaid:
				left, waiting, due = 20, false, ""
			case e.Kind == CorrectionNotice, e.Kind == FeeNoticeReceived:
				waiting = true
			case e.Kind == Extended:
				left += e.Days
				due = ""
			}
		}
		if day >= today && (due != "" || waiting) {
			return due, !waiting
		}
	}
}

// slowAfter walks so many working days on.
func slowAfter(day civic.Date, days int, working map[civic.Date]bool) civic.Date {
	for days > 0 {
		if day = day.Add(1); working[day] {
			days--
		}
	}
	return day
}

// randomClock makes a calendar with many random exceptions, and the same as a map.
func randomClock(random *rand.Rand) (map[civic.Date]bool, Clock) {
	working := map[civic.Date]bool{}
	calendar := civic.WorkingCalendar{Code: "RANDOM", Version: 1, CoversFrom: "2025-01-01", CoversTo: "2026-12-31"}
	for day := civic.Date("2025-01-01"); day < "2027-06-01"; day = day.Add(1) {
		working[day] = !day.Weekend()
		if day < "2026-12-31" && random.IntN(5) == 0 {
			working[day] = random.IntN(2) == 0
			calendar.Differing = append(calendar.Differing, civic.CalendarDay{Day: day, Working: working[day]})
		}
	}
	return working, Clock{Rules: DefaultRules(), Calendar: civic.NewCalendarHistory([]civic.WorkingCalendar{calendar})}
}
