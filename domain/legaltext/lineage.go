package legaltext

import "slices"

// How alike two clauses must be to be versions of one, in Dice's coefficient of their words' bigrams, weighed by how rare
// they are; the same number adds a little. Lower, a law's set phrases alone made pairs of articles that have nothing in common.
const (
	likeArticle  = 0.30
	likeSibling  = 0.30 // parts of matched clauses
	likeStranger = 0.65 // parts that changed their article
	likeHeading  = 0.40
)

// ClauseMatch is a clause of the next version with the clause of the previous one that it came from.
type ClauseMatch struct {
	Previous, Next *Clause
	Change         ClauseChange // UNCHANGED, MOVED or CHANGED
	Likeness       float64      // of the two with all their parts, from 0 to 1
}

// MatchClauses finds which clauses of the next version came from which of the previous one, each at most once, in the next
// version's order. Both are whole drafts in order. Articles are matched first, by words and then by number; headings by
// their words and the articles beneath them; parts within matched articles, and at last across articles.
func MatchClauses(previous, next []Clause) []ClauseMatch {
	m := newMatcher(previous, next)
	m.matchArticles()
	m.matchHeadings()
	m.matchParts()
	var matches []ClauseMatch
	for n, p := range m.from {
		if p >= 0 {
			matches = append(matches, ClauseMatch{&previous[p], &next[n], m.change(p, n), weights(nil).likeness(m.previous.bigrams(p), m.next.bigrams(n))})
		}
	}
	return matches
}

// ApplyLineage gives the next version's clauses with their lineage, previous clause and change, and the clauses of the
// previous version that no clause came from. Neither input is altered.
func ApplyLineage(previous, next []Clause) (matched []Clause, gone []Clause) {
	matched = slices.Clone(next)
	at := make(map[*Clause]int, len(next))
	for n := range next {
		at[&next[n]] = n
		change := New
		matched[n].Change, matched[n].PreviousKey = &change, nil
	}
	kept := make(map[*Clause]bool, len(previous))
	for _, match := range MatchClauses(previous, next) {
		c, key := &matched[at[match.Next]], match.Previous.Key
		c.LineageKey, c.PreviousKey, *c.Change = match.Previous.LineageKey, &key, match.Change
		kept[match.Previous] = true
	}
	for p := range previous {
		if !kept[&previous[p]] {
			gone = append(gone, previous[p])
		}
	}
	return matched, gone
}

// matcher is the work of matching two versions.
type matcher struct {
	previous, next *version
	from           []int // by next index: the previous index, -1 while free
	to             []int // by previous index: the next index, -1 while free
	weights        weights
}

func newMatcher(previous, next []Clause) *matcher {
	m := &matcher{previous: newVersion(previous), next: newVersion(next)}
	m.from, m.to = slices.Repeat([]int{-1}, len(next)), slices.Repeat([]int{-1}, len(previous))
	m.weights = weigh(m.previous.allBigrams(), m.next.allBigrams())
	return m
}

// free tells whether both clauses are unmatched; -1 stands for no clause.
func (m *matcher) free(p, n int) bool { return (p < 0 || m.to[p] < 0) && (n < 0 || m.from[n] < 0) }

func (m *matcher) match(p, n int) { m.to[p], m.from[n] = n, p }

// pairUp matches two sets of clauses: the same words under the same number, the same words, and then what is alike.
func (m *matcher) pairUp(previous, next []int, floor float64) {
	if len(previous) == 0 || len(next) == 0 {
		return
	}
	m.pairSame(previous, next, true)
	m.pairSame(previous, next, false)
	m.pairLike(previous, next, floor)
}

// matchArticles matches the articles of the whole text, wherever they went.
func (m *matcher) matchArticles() {
	isArticle := func(c Clause) bool { return c.Kind == Article }
	m.pairUp(m.previous.all(isArticle), m.next.all(isArticle), likeArticle)
}

// matchParts matches what lies under matched clauses and at the root, and then what changed its place.
func (m *matcher) matchParts() {
	isPart := func(c Clause) bool { return !c.Kind.Heads() && c.Kind != Article }
	m.matchUnder(-1, -1)
	for n, p := range m.from { // a parent comes before its children, so that those matched on the way are reached too
		if p >= 0 {
			m.matchUnder(p, n)
		}
	}
	m.pairUp(m.previous.all(isPart), m.next.all(isPart), likeStranger)
}

// matchUnder matches the parts right under two matched clauses; articles and headings are matched elsewhere.
func (m *matcher) matchUnder(p, n int) {
	isPart := func(v *version, of int) []int {
		return slices.DeleteFunc(slices.Clone(v.under(of)), func(i int) bool {
			return v.clauses[i].Kind.Heads() || v.clauses[i].Kind == Article
		})
	}
	m.pairUp(isPart(m.previous, p), isPart(m.next, n), likeSibling)
}

// change says what became of a matched clause's own words and place.
func (m *matcher) change(p, n int) ClauseChange {
	before, after := m.previous.clauses[p], m.next.clauses[n]
	if !SameText(before.Heading, after.Heading) || !SameText(before.Text, after.Text) {
		return Changed
	}
	parent, above := m.previous.parents[p], m.next.parents[n]
	sameParent := parent < 0 && above < 0 || parent >= 0 && above >= 0 && m.to[parent] == above
	if !sameParent || m.previous.place(p) != m.next.place(n) {
		return Moved
	}
	return Unchanged
}
