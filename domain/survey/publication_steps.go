package survey

import (
	"maps"
	"strings"
)

// A survey's published tallies move in steps, one group of tallies at a time. A group is the number of responses and the days of a version, or
// all tallies of a question of a version. A group moves if the number of its people has changed by ten or more. Each person is in a group once, so
// a change of ten means that at least ten people joined or left. Then nobody can read one person's answers from two states. What changes
// without changing the number waits for the next step. The number of people who answered changes by ten or more too, or not at all.

// NextPublished computes the published tallies that follow before, when the tallies are now. moved tells whether they differ. The last step, after
// the period, also publishes the groups that were never published: nothing can differ from them.
func NextPublished(before, now map[string]int64, last bool) (next map[string]int64, moved bool) {
	groups := map[string]bool{}
	for _, tallies := range []map[string]int64{before, now} {
		for name := range tallies {
			groups[groupOf(name)] = true
		}
	}
	next = map[string]int64{}
	from := map[string]map[string]int64{}
	for group := range groups {
		from[group] = before
		if groupMoves(group, before, now, last) {
			from[group], moved = now, true
		}
	}
	for _, tallies := range []map[string]int64{before, now} {
		for name := range tallies {
			if amount := from[groupOf(name)][name]; amount != 0 {
				next[name] = amount
			}
		}
	}
	return next, moved && !maps.Equal(before, next)
}

// groupOf is the group of a tally: v1/ or v1/q/KEY/. The sums of record keys move with the counts.
func groupOf(name string) string {
	version, rest, _ := strings.Cut(name, "/")
	kind, rest, _ := strings.Cut(rest, "/")
	key, _, _ := strings.Cut(rest, "/")
	if kind == "q" || kind == "k" {
		return version + "/q/" + key + "/"
	}
	return version + "/"
}

// groupMoves tells whether a group is published anew.
func groupMoves(group string, before, now map[string]int64, last bool) bool {
	people, answered := group+"asked", group+"answered"
	if !strings.Contains(group, "/q/") {
		people, answered = group+"responses", ""
	}
	if _, published := before[people]; !published && last {
		return true
	}
	change := func(name string) int64 { return max(now[name]-before[name], before[name]-now[name]) }
	return change(people) >= minGroup && (change(answered) == 0 || change(answered) >= minGroup)
}
