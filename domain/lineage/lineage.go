// Package lineage finds what became of the clauses of one version of a legal text in another version, and puts two versions side
// by side.
package lineage

import (
	"context"
	"slices"

	"golang.org/x/text/width"

	"minyi/domain/legaltext"
)

// The least scores at which two clauses are versions of one clause. The score is Dice's coefficient of the bigrams of their words,
// weighted by how rare each bigram is, plus a little for equal numbers. With lower thresholds the set phrases of a law alone match
// articles that have nothing in common.
const (
	articleThreshold = 0.30
	siblingThreshold = 0.30 // parts of matched clauses
	movedThreshold   = 0.65 // parts that moved to another article
	headingThreshold = 0.40
)

// ApplyLineage returns the next version's clauses with their lineage, previous clause and change, and the clauses of the previous
// version that no clause came from. Both inputs are whole texts in order, and neither is altered. Each clause of the previous
// version has at most one successor; the other parts of one that was split have it among their sources. It ends with the error of the context when that ends.
func ApplyLineage(ctx context.Context, previous, next []legaltext.Clause) (matched []legaltext.Clause, gone []legaltext.Clause, err error) {
	m := newMatcher(ctx, previous, next)
	m.matchAll()
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	matched = slices.Clone(next)
	for n, p := range m.from {
		change := legaltext.New
		if m.split[n] {
			change = legaltext.Split
		}
		matched[n].Change, matched[n].PreviousKey = &change, nil
		if p >= 0 {
			key := previous[p].Key
			change, matched[n].LineageKey, matched[n].PreviousKey = m.change(p, n), previous[p].LineageKey, &key
		}
		matched[n].SourceKeys = m.otherSources(n)
	}
	for p, n := range m.to {
		if n < 0 && !m.isPart(p) {
			gone = append(gone, previous[p])
		}
	}
	return matched, gone, nil
}

// matcher matches the clauses of two versions.
type matcher struct {
	previous, next *version
	from           []int // for each clause of the next version: the index of its previous clause, -1 if it has no match
	to             []int // for each clause of the previous version: the index of its next clause, -1 if it has no match
	weights        weights
	shared         []int           // the number of uncommon bigrams that a clause shares with the one that is compared
	parts          map[int][]int   // for each clause of the next version: the old clauses, besides its own, that its words come from
	split          map[int]bool    // the clauses of the next version that are parts of one old clause
	ctx            context.Context // matching stops when it ends
}

func newMatcher(ctx context.Context, previous, next []legaltext.Clause) *matcher {
	m := &matcher{ctx: ctx, shared: make([]int, max(len(previous), len(next))), previous: newVersion(previous), next: newVersion(next), split: map[int]bool{}}
	m.from, m.to = slices.Repeat([]int{-1}, len(next)), slices.Repeat([]int{-1}, len(previous))
	return m
}

// matchAll matches articles first: by words, then by their neighbours. Articles that are parts of others are found before the weaker
// matches between neighbours, and once more after them. Then it matches headings by their words and the articles below them,
// the parts inside matched articles, and last the parts that moved to another article.
func (m *matcher) matchAll() {
	m.weights = newWeights(m.previous.allBigrams(m.ctx), m.next.allBigrams(m.ctx))
	m.previous.weigh(m.weights)
	m.next.weigh(m.weights)
	m.matchArticles()
	m.matchLone()
	m.findParts()
	m.matchGaps()
	m.findParts()
	m.matchHeadings()
	m.matchParts()
}

// free tells whether both clauses have no match yet. The index -1 means no clause and is always free.
func (m *matcher) free(p, n int) bool { return (p < 0 || m.to[p] < 0) && (n < 0 || m.from[n] < 0) }

func (m *matcher) match(p, n int) { m.to[p], m.from[n] = n, p }

// matchSets matches two sets of clauses: first equal words with equal numbers, then equal words, then similar words.
func (m *matcher) matchSets(previous, next []int, threshold float64) {
	if len(previous) == 0 || len(next) == 0 {
		return
	}
	m.matchEqual(previous, next, true)
	m.matchEqual(previous, next, false)
	m.matchSimilar(previous, next, threshold)
}

// matchArticles matches the articles of the whole text. An article can move to another chapter.
func (m *matcher) matchArticles() {
	isArticle := func(c legaltext.Clause) bool { return c.Kind == legaltext.Article }
	m.matchSets(m.previous.indexesWhere(isArticle), m.next.indexesWhere(isArticle), articleThreshold)
}

// matchParts matches the parts below the root and below matched clauses, and then the parts that moved elsewhere.
func (m *matcher) matchParts() {
	isPart := func(c legaltext.Clause) bool { return !c.Kind.IsHeading() && c.Kind != legaltext.Article }
	m.matchUnder(-1, -1)
	for n, p := range m.from { // a parent comes before its children, so the loop also reaches parts that it has just matched
		if p >= 0 {
			m.matchUnder(p, n)
		}
	}
	m.matchSets(m.previous.indexesWhere(isPart), m.next.indexesWhere(isPart), movedThreshold)
}

// matchUnder matches the parts right below two matched clauses. Articles and headings are no parts.
func (m *matcher) matchUnder(p, n int) {
	isPart := func(v *version, of int) []int {
		return slices.DeleteFunc(slices.Clone(v.childrenOf(of)), func(i int) bool {
			return v.clauses[i].Kind.IsHeading() || v.clauses[i].Kind == legaltext.Article
		})
	}
	m.matchSets(isPart(m.previous, p), isPart(m.next, n), siblingThreshold)
}

// change compares the words, number and parent of two matched clauses.
func (m *matcher) change(p, n int) legaltext.ClauseChange {
	before, after := m.previous.clauses[p], m.next.clauses[n]
	switch {
	case m.split[n]:
		return legaltext.Split
	case len(m.parts[n]) > 0:
		return legaltext.Merged
	case !sameWords(before.Heading, after.Heading) || !sameWords(before.Text, after.Text):
		return legaltext.Changed
	}
	parent, above := m.previous.parents[p], m.next.parents[n]
	sameParent := parent < 0 && above < 0 || parent >= 0 && above >= 0 && m.to[parent] == above
	if !sameParent || m.previous.kindAndNumber(p) != m.next.kindAndNumber(n) {
		return legaltext.Moved
	}
	return legaltext.Unchanged
}

// isPart tells whether a clause of the previous version lives on as a part of a clause that continues another one.
func (m *matcher) isPart(p int) bool {
	for _, sources := range m.parts {
		if slices.Contains(sources, p) {
			return true
		}
	}
	return false
}

// sameWords tells whether two texts differ at most in white space and in the width of brackets and digits.
func sameWords(a, b string) bool {
	return legaltext.SameText(a, b) || legaltext.SameText(width.Fold.String(a), width.Fold.String(b))
}
