package survey

import (
	"maps"
	"strings"
)

// A survey's published tallies move in steps, one group of tallies at a time. A group is the number of responses and the days of a version, all
// tallies of a question of a version, or those of one row of a matrix, because not everybody answers each row. A group moves if the number of its people
// has changed by ten or more. Each person is in a group once, so a change of ten means that at least ten people joined or left. Then nobody can read one
// person's answers from two states. What changes without changing the number waits for the next step. The number of people who answered changes by ten
// or more too, or else no answer changes: among ten people who only saw a question, the one who changed an answer would stand out.

// NextPublished computes the published tallies that follow before, when the tallies are now. moved tells whether they differ. The last step, after
// the period, also publishes the groups that were never published: nothing can differ from them.
func NextPublished(before, now map[string]int64, last bool) (next map[string]int64, moved bool) {
	was, is := groupsOf(before), groupsOf(now)
	moves := map[string]bool{}
	for _, groups := range []map[string]tallyGroup{was, is} {
		for name := range groups {
			_, published := was[name]
			moves[name] = !published && last || was[name].movesTo(is[name])
			moved = moved || moves[name]
		}
	}
	next = map[string]int64{}
	for _, tallies := range []map[string]int64{before, now} {
		for name := range tallies {
			from := before
			if moves[groupOf(name)] {
				from = now
			}
			if amount := from[name]; amount != 0 {
				next[name] = amount
			}
		}
	}
	return next, moved && !maps.Equal(before, next)
}

// tallyGroup is the tallies of a group: how many people it has, how many of them answered a question, and how often each answer was given.
type tallyGroup struct {
	people, answered int64
	answers          map[string]int64
}

// movesTo tells whether a group is published anew.
func (g tallyGroup) movesTo(now tallyGroup) bool {
	return isStep(g.people, now.people) && (isStep(g.answered, now.answered) || g.answered == now.answered && maps.Equal(g.answers, now.answers))
}

// isStep tells whether a number of people changes by ten or more.
func isStep(before, now int64) bool { return now-before >= minGroup || before-now >= minGroup }

// groupsOf adds up the tallies of each group. Sums of record keys say nothing of their own.
func groupsOf(tallies map[string]int64) map[string]tallyGroup {
	groups := map[string]tallyGroup{}
	for name, amount := range tallies {
		group := groupOf(name)
		g := groups[group]
		switch of, counts := strings.CutPrefix(name, group); {
		case !counts:
		case of == "responses", of == "asked", strings.Contains(group, "/row/"):
			g.people += amount
		case of == "answered":
			g.answered = amount
		case strings.Contains(group, "/q/") && of != noneTally && of != redactedTally:
			if g.answers == nil {
				g.answers = map[string]int64{}
			}
			g.answers[of] = amount
		}
		groups[group] = g
	}
	return groups
}

// groupOf is the group of a tally: v1/, v1/q/KEY/ or v1/q/KEY/row/ROW/. The sums of record keys move with the counts.
func groupOf(name string) string {
	parts := strings.Split(name, "/")
	switch {
	case parts[1] != "q" && parts[1] != "k":
		return parts[0] + "/"
	case len(parts) == 6 && parts[3] == "row":
		return strings.Join([]string{parts[0], "q", parts[2], "row", parts[4], ""}, "/")
	}
	return strings.Join([]string{parts[0], "q", parts[2], ""}, "/")
}
