package lineage

import (
	"slices"

	"github.com/google/uuid"

	"minyi/domain/legaltext"
)

// loneThreshold is the least likeness of the only free articles between the same neighbours in both versions.
const loneThreshold = 0.12

// matchLone matches the articles that alone are free between two matched neighbours in both versions.
func (m *matcher) matchLone() {
	isArticle := func(c legaltext.Clause) bool { return c.Kind == legaltext.Article }
	previous, next := m.previous.indexesWhere(isArticle), m.next.indexesWhere(isArticle)
	for i := 1; i+1 < len(previous); i++ {
		above, p, below := previous[i-1], previous[i], previous[i+1]
		at, found := slices.BinarySearch(next, m.to[above])
		if m.to[p] >= 0 || !found || at+2 >= len(next) || m.from[next[at+1]] >= 0 || next[at+2] != m.to[below] {
			continue
		}
		if m.score(p, next[at+1]) >= loneThreshold {
			m.match(p, next[at+1])
		}
	}
}

// gapThreshold is the least score of articles that stand between the same matched neighbours in both versions.
const gapThreshold = 0.18

// matchGaps matches the free articles between the same neighbours that are alike enough there, the best first. Parts of other articles are
// not free.
func (m *matcher) matchGaps() {
	isArticle := func(c legaltext.Clause) bool { return c.Kind == legaltext.Article }
	previous, next := m.previous.indexesWhere(isArticle), m.next.indexesWhere(isArticle)
	run := m.orderOf(previous)
	previous = slices.DeleteFunc(previous, func(p int) bool { return m.to[p] >= 0 || m.isPart(p) })
	var pairs []pair
	for _, n := range next {
		if m.ctx.Err() != nil {
			return
		}
		if m.from[n] >= 0 || m.split[n] {
			continue
		}
		from, to := run.gapOf(n)
		first, _ := slices.BinarySearch(previous, from)
		for _, p := range previous[first:] {
			if p > to {
				break
			}
			if score := m.score(p, n); score >= gapThreshold {
				pairs = append(pairs, pair{p, n, score})
			}
		}
	}
	m.matchBest(pairs)
}

// findParts finds the articles that were split or merged. An article that no old one has become is a part of the old article that holds
// most of its words, if the successor of that one has lost them. An old article that has no successor is merged into the new article
// that keeps most of its words.
func (m *matcher) findParts() {
	isArticle := func(c legaltext.Clause) bool { return c.Kind == legaltext.Article }
	previous, next := m.previous.indexesWhere(isArticle), m.next.indexesWhere(isArticle)
	m.parts = map[int][]int{}
	holders := m.holdersIn(m.previous, previous)
	for _, n := range next {
		if m.ctx.Err() != nil {
			return
		}
		if m.from[n] < 0 {
			m.findSplit(n, m.candidates(m.next.bigrams(n), holders))
		}
	}
	holders = m.holdersIn(m.next, next)
	for _, p := range previous {
		if m.ctx.Err() != nil {
			return
		}
		if m.to[p] < 0 {
			m.findMerged(p, m.candidates(m.previous.bigrams(p), holders))
		}
	}
}

// lostShare is the share of the words of a part below which an article that repeats some of them does not hold the part itself.
const lostShare = 0.85

// findSplit finds the old article that a new one is a part of.
func (m *matcher) findSplit(n int, candidates []int) {
	best, most := -1, 0.0
	for _, p := range candidates {
		rest := m.to[p]
		if rest < 0 {
			continue
		}
		kept := m.overlap(m.previous, p, m.next, n).keepsAfter()
		if kept > most && m.overlap(m.next, rest, m.next, n).keepsAfter() < lostShare*kept {
			best, most = p, kept
		}
	}
	if best >= 0 {
		m.split[m.to[best]] = true
		m.split[n] = true
		m.parts[n] = append(m.parts[n], best)
	}
}

// findMerged finds the new article that an old one has become a part of.
func (m *matcher) findMerged(p int, candidates []int) {
	best, most := -1, 0.0
	for _, n := range candidates {
		from := m.from[n]
		if from < 0 {
			continue
		}
		kept := m.overlap(m.previous, p, m.next, n).keepsBefore()
		if kept > most && m.overlap(m.previous, p, m.previous, from).keepsBefore() < lostShare*kept {
			best, most = n, kept
		}
	}
	if best >= 0 {
		m.parts[best] = append(m.parts[best], p)
	}
}

// otherSources are the keys of the clauses, besides its previous one, that the words of clause n come from.
func (m *matcher) otherSources(n int) (keys []uuid.UUID) {
	for _, p := range m.parts[n] {
		keys = append(keys, m.previous.clauses[p].Key)
	}
	return keys
}
