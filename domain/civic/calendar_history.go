package civic

import (
	"maps"
	"slices"
)

// CalendarHistory holds what was known of the working days of one place at different times, oldest first. A deadline is counted
// by what was known on a day, so that a new version moves the deadlines that still run and no other.
type CalendarHistory []WorkingCalendar

// NewCalendarHistory orders the versions of the calendar of a country, and of each place in it, from the widest to the narrowest.
// The first version of the widest calendar also stands for the time before it. Local days count from the day on which they are known.
func NewCalendarHistory(widest []WorkingCalendar, layers ...[]WorkingCalendar) CalendarHistory {
	history := CalendarHistory(slices.SortedStableFunc(slices.Values(widest), func(a, b WorkingCalendar) int { return a.Version - b.Version }))
	for i := range history[:max(0, len(history)-1)] {
		history[i+1] = history[i+1].after(history[i])
	}
	for _, layer := range layers {
		history = history.under(layer)
	}
	return history
}

// after returns a version with the days of the version before it that it does not cover: who loads the holidays of one year need not repeat
// those of the years before.
func (c WorkingCalendar) after(before WorkingCalendar) WorkingCalendar {
	days := slices.Clone(c.Differing)
	for _, day := range before.Differing {
		if !c.Covers(day.Day) {
			days = append(days, day)
		}
	}
	slices.SortFunc(days, CalendarDay.compare)
	c.Differing = days
	if before.CoversFrom <= c.CoversTo.Add(1) && c.CoversFrom <= before.CoversTo.Add(1) {
		c.CoversFrom, c.CoversTo = min(c.CoversFrom, before.CoversFrom), max(c.CoversTo, before.CoversTo)
	}
	return c
}

// under lays the versions of a local calendar over the history.
func (h CalendarHistory) under(layer []WorkingCalendar) (layered CalendarHistory) {
	local := NewCalendarHistory(layer)
	days := map[Date]bool{h[0].KnownFrom: true}
	for _, c := range slices.Concat(h, local) {
		days[c.KnownFrom] = true
	}
	for _, day := range slices.Sorted(maps.Keys(days)) {
		known := h.KnownOn(day)
		if len(local) > 0 && local[0].KnownFrom <= day {
			known = local.KnownOn(day).Over(known)
		}
		known.KnownFrom = day
		layered = append(layered, known)
	}
	return layered
}

// KnownOn returns the calendar as it was known on a day.
func (h CalendarHistory) KnownOn(day Date) WorkingCalendar {
	known := h[0]
	for _, c := range h[1:] {
		if c.KnownFrom <= day {
			known = c
		}
	}
	return known
}
