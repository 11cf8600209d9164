package legaltext

import (
	"cmp"
	"slices"
)

// headingPair is two headings of one kind that may be the same.
type headingPair struct{ previous, next int }

// matchHeadings matches headings by their words and by how many of the articles beneath them were matched with each other:
// a text has many chapters named 一般规定, and only their articles tell them apart.
func (m *matcher) matchHeadings() {
	shared, before, after := m.sharedArticles()
	candidates := map[headingPair]bool{}
	for pair := range shared {
		candidates[pair] = true
	}
	m.addNamesakes(candidates)
	var pairs []pair
	for c := range candidates {
		score := m.score(c.previous, c.next)
		if articles := before[c.previous] + after[c.next]; articles > 0 {
			score = (score + 2*float64(shared[c])/float64(articles)) / 2
		}
		if score >= likeHeading {
			pairs = append(pairs, pair{c.previous, c.next, score})
		}
	}
	m.sortPairs(pairs)
	m.takeBest(pairs)
}

// sharedArticles counts the matched articles beneath each pair of headings of one kind, and all articles beneath each heading.
func (m *matcher) sharedArticles() (shared map[headingPair]int, before, after map[int]int) {
	shared, before, after = map[headingPair]int{}, map[int]int{}, map[int]int{}
	for n, c := range m.next.clauses {
		if c.Kind != Article {
			continue
		}
		above := m.next.headingsAbove(n)
		for _, h := range above {
			after[h]++
			for _, g := range m.headingsBefore(n) {
				if m.previous.clauses[g].Kind == m.next.clauses[h].Kind {
					shared[headingPair{g, h}]++
				}
			}
		}
	}
	for p, c := range m.previous.clauses {
		if c.Kind == Article {
			for _, h := range m.previous.headingsAbove(p) {
				before[h]++
			}
		}
	}
	return shared, before, after
}

// headingsBefore are the headings above the clause that one came from.
func (m *matcher) headingsBefore(n int) []int {
	if m.from[n] < 0 {
		return nil
	}
	return m.previous.headingsAbove(m.from[n])
}

// headingsAbove are the headings that a clause lies under, the innermost first.
func (v *version) headingsAbove(i int) []int {
	var above []int
	for i = v.parents[i]; i >= 0; i = v.parents[i] {
		if v.clauses[i].Kind.Heads() {
			above = append(above, i)
		}
	}
	return above
}

// addNamesakes adds the headings with the same words or the same number, a few of each.
func (m *matcher) addNamesakes(candidates map[headingPair]bool) {
	heads := func(c Clause) bool { return c.Kind.Heads() }
	named := map[string][]int{}
	for _, p := range m.previous.all(heads) {
		for _, key := range []string{m.previous.key(p, false), m.previous.place(p)} {
			named[key] = append(named[key], p)
		}
	}
	for _, n := range m.next.all(heads) {
		for _, key := range []string{m.next.key(n, false), m.next.place(n)} {
			for _, p := range nearest(named[key], n) {
				candidates[headingPair{p, n}] = true
			}
		}
	}
}

// nearest are the few clauses around an index, from indexes in order.
func nearest(sorted []int, at int) []int {
	i, _ := slices.BinarySearch(sorted, at)
	return sorted[max(0, i-mostCandidates):min(len(sorted), i+mostCandidates)]
}

// sortPairs puts pairs in the text's order, for a map has none and a matching must not hang on chance.
func (m *matcher) sortPairs(pairs []pair) {
	slices.SortFunc(pairs, func(a, b pair) int { return cmp.Or(a.next-b.next, a.previous-b.previous) })
}
