package civic

import (
	"slices"
	"testing"
)

// TestWorkingDaysOfAYear finds typing errors in the calendar. Each working weekend day replaces a free weekday. So the
// working days of a year are its weekdays without the legal holidays. In 2020 the spring holiday was extended at short
// notice: one working Saturday was cancelled and one Friday became free.
func TestWorkingDaysOfAYear(t *testing.T) {
	t.Parallel()
	china := DefaultCalendars()[0]
	for year, want := range map[Date]int{
		"2020": 366 - 104 - 11 - 2, "2021": 365 - 104 - 11, "2022": 365 - 105 - 11, "2023": 365 - 105 - 11,
		"2024": 366 - 104 - 11, "2025": 365 - 104 - 13, "2026": 365 - 104 - 13,
	} {
		first := year + "-01-01"
		if got := china.WorkingDays(first.Add(-1), year+"-12-31"); got != want {
			t.Errorf("%s has %d working days, want %d", year, got, want)
		}
	}
}

func TestCalendarExceptions(t *testing.T) {
	t.Parallel()
	china := DefaultCalendars()[0]
	for day, want := range map[Date]bool{
		"2020-09-27": true, "2020-10-08": false, "2020-10-09": true, "2020-10-10": true, "2020-10-11": false, "2020-10-12": true,
		"2025-01-26": true, "2025-01-28": false, "2025-10-08": false, "2025-10-11": true,
		"2026-02-14": true, "2026-02-23": false, "2026-02-28": true, "2026-11-02": true, "2026-11-01": false, "2031-05-01": true,
	} {
		if got := china.Working(day); got != want {
			t.Errorf("%s is worked: %v, want %v", day, got, want)
		}
	}
}

func TestCovers(t *testing.T) {
	t.Parallel()
	china := DefaultCalendars()[0]
	for day, want := range map[Date]bool{"2019-12-31": false, "2020-01-01": true, "2026-12-31": true, "2027-01-01": false} {
		if got := china.Covers(day); got != want {
			t.Errorf("%s is covered: %v, want %v", day, got, want)
		}
	}
	if (WorkingCalendar{}).Covers("2026-01-01") {
		t.Error("a calendar that only knows weekends covers a day")
	}
}

// TestAfterAndDaysBetweenAgree compares two ways of counting, for every day of a year with holidays.
func TestAfterAndDaysBetweenAgree(t *testing.T) {
	t.Parallel()
	china := DefaultCalendars()[0]
	for event := Date("2026-01-01"); event <= "2026-12-31"; event = event.Add(1) {
		for _, days := range []int{1, 7, 20} {
			end := china.After(event, days, WorkingDays)
			if got := china.WorkingDays(event, end); got != days || !china.Working(end) {
				t.Fatalf("%d working days after %s end on %s, which is %d", days, event, end, got)
			}
			if end := china.After(event, days, CalendarDays); !china.Working(end) || end < event.Add(days) {
				t.Fatalf("%d days after %s end on %s", days, event, end)
			}
		}
	}
}

func TestLoadedCalendarIsSorted(t *testing.T) {
	t.Parallel()
	in := LoadWorkingCalendarInput{CoversFrom: "2027-01-01", CoversTo: "2027-12-31", Days: []CalendarDayInput{{"2027-10-09", true, ""}, {"2027-01-01", false, "元旦"}}}
	days, err := in.Sorted()
	if want := (CalendarDayList{{"2027-01-01", false, "元旦"}, {"2027-10-09", true, ""}}); err != nil || !slices.Equal(days, want) {
		t.Errorf("sorted as %v, %v", days, err)
	}
	in.Days = append(in.Days, CalendarDayInput{"2028-01-01", false, ""}, CalendarDayInput{"2026-12-31", false, ""})
	if _, err := in.Sorted(); !slices.Equal(CodesOf(err), []Code{Invalid, Invalid}) || err.(Problems)[0].Field != "days.2.day" {
		t.Errorf("days outside what is covered: %v", err)
	}
}
