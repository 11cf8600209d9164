package lineage

import (
	"cmp"
	"slices"

	"minyi/domain/legaltext"
)

// headingPair is a possible match of two headings of one kind, by their indexes.
type headingPair struct{ previous, next int }

// matchHeadings matches headings by their words and by their matched articles. A text has many chapters named 一般规定, and only
// their articles distinguish them.
func (m *matcher) matchHeadings() {
	shared, before, after := m.sharedArticles()
	candidates := map[headingPair]bool{}
	for pair := range shared {
		candidates[pair] = true
	}
	m.addSameNameOrNumber(candidates)
	var pairs []pair
	for c := range candidates {
		score := m.score(c.previous, c.next)
		if articles := before[c.previous] + after[c.next]; articles > 0 {
			score = (score + 2*float64(shared[c])/float64(articles)) / 2
		}
		if score >= headingThreshold {
			pairs = append(pairs, pair{c.previous, c.next, score})
		}
	}
	m.sortPairs(pairs)
	m.matchBest(pairs)
}

// sharedArticles counts the matched articles below each pair of headings of one kind, and all articles below each heading.
func (m *matcher) sharedArticles() (shared map[headingPair]int, before, after map[int]int) {
	shared, before, after = map[headingPair]int{}, map[int]int{}, map[int]int{}
	for n, c := range m.next.clauses {
		if c.Kind != legaltext.Article {
			continue
		}
		above := m.next.headingsAbove(n)
		for _, h := range above {
			after[h]++
			for _, g := range m.previousHeadings(n) {
				if m.previous.clauses[g].Kind == m.next.clauses[h].Kind {
					shared[headingPair{g, h}]++
				}
			}
		}
	}
	for p, c := range m.previous.clauses {
		if c.Kind == legaltext.Article {
			for _, h := range m.previous.headingsAbove(p) {
				before[h]++
			}
		}
	}
	return shared, before, after
}

// previousHeadings are the headings above the clause that clause n of the next version came from.
func (m *matcher) previousHeadings(n int) []int {
	if m.from[n] < 0 {
		return nil
	}
	return m.previous.headingsAbove(m.from[n])
}

// headingsAbove are the headings above a clause, the innermost first.
func (v *version) headingsAbove(i int) []int {
	var above []int
	for i = v.parents[i]; i >= 0; i = v.parents[i] {
		if v.clauses[i].Kind.IsHeading() {
			above = append(above, i)
		}
	}
	return above
}

// addSameNameOrNumber adds pairs of headings with the same words or the same number, a few for each heading.
func (m *matcher) addSameNameOrNumber(candidates map[headingPair]bool) {
	isHeading := func(c legaltext.Clause) bool { return c.Kind.IsHeading() }
	byKey := map[string][]int{}
	for _, p := range m.previous.indexesWhere(isHeading) {
		for _, key := range []string{m.previous.matchKey(p, false), m.previous.kindAndNumber(p)} {
			byKey[key] = append(byKey[key], p)
		}
	}
	for _, n := range m.next.indexesWhere(isHeading) {
		for _, key := range []string{m.next.matchKey(n, false), m.next.kindAndNumber(n)} {
			for _, p := range nearest(byKey[key], n) {
				candidates[headingPair{p, n}] = true
			}
		}
	}
}

// nearest are the few of some sorted indexes that are closest to an index in order.
func nearest(sorted []int, at int) []int {
	i, _ := slices.BinarySearch(sorted, at)
	return sorted[max(0, i-maxCandidates):min(len(sorted), i+maxCandidates)]
}

// sortPairs puts pairs in the order of the text. A map has no order, and the same texts must always match in the same way.
func (m *matcher) sortPairs(pairs []pair) {
	slices.SortFunc(pairs, func(a, b pair) int { return cmp.Or(a.next-b.next, a.previous-b.previous) })
}
