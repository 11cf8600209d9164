package lineage

import (
	"cmp"
	"slices"
)

// The limits that keep matching fast. A bigram that more clauses contain distinguishes little, and a few candidates are enough.
const (
	maxHolders    = 64
	maxCandidates = 8
)

// pair is a possible match of two clauses, by their indexes, and its score.
type pair struct {
	previous, next int
	score          float64
}

// matchEqual matches clauses with the same words, and the same number if asked. Several equal clauses match in order.
func (m *matcher) matchEqual(previous, next []int, sameNumber bool) {
	waiting := map[string][]int{}
	for _, p := range previous {
		if m.free(p, -1) {
			key := m.previous.matchKey(p, sameNumber)
			waiting[key] = append(waiting[key], p)
		}
	}
	for _, n := range next {
		key := m.next.matchKey(n, sameNumber)
		if queue := waiting[key]; m.free(-1, n) && len(queue) > 0 {
			m.match(queue[0], n)
			waiting[key] = queue[1:]
		}
	}
}

// matchSimilar matches clauses whose score reaches the threshold, the best pairs first.
func (m *matcher) matchSimilar(previous, next []int, threshold float64) {
	all := previous
	previous = slices.DeleteFunc(slices.Clone(previous), func(p int) bool { return !m.free(p, -1) })
	holders := m.holdersIn(m.previous, previous)
	numbered := map[string][]int{}
	for _, p := range previous {
		key := m.previous.kindAndNumber(p)
		numbered[key] = append(numbered[key], p)
	}
	order := m.orderOf(all)
	var pairs []pair
	consider := func(p, n int) {
		if score := m.score(p, n); score >= threshold {
			pairs = append(pairs, pair{p, n, score + order.bonus(p, n)})
		}
	}
	next = slices.DeleteFunc(slices.Clone(next), func(n int) bool { return !m.free(-1, n) })
	for _, n := range next {
		if m.ctx.Err() != nil {
			return
		}
		same := numbered[m.next.kindAndNumber(n)]
		for _, p := range append(m.candidates(m.next.bigrams(n), holders), same[:min(len(same), maxCandidates)]...) {
			consider(p, n)
		}
	}
	holders = m.holdersIn(m.next, next)
	for _, p := range previous { // a short article may be no candidate of the long one that it became
		if m.ctx.Err() != nil {
			return
		}
		for _, n := range m.candidates(m.previous.bigrams(p), holders) {
			consider(p, n)
		}
	}
	m.matchBest(pairs)
}

// matchBest matches the pairs with the best score first, each clause once. Of equal pairs the one with the smaller distance wins.
func (m *matcher) matchBest(pairs []pair) {
	slices.SortStableFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(distance(a), distance(b)))
	})
	for _, p := range pairs {
		if m.free(p.previous, p.next) {
			m.match(p.previous, p.next)
		}
	}
}

// distance is the difference between the positions of two clauses in their versions.
func distance(p pair) int { return max(p.previous-p.next, p.next-p.previous) }

// holdersIn lists, for each bigram, the clauses of a version that contain it. A list stops growing once it is longer than maxHolders.
func (m *matcher) holdersIn(v *version, clauses []int) map[uint64][]int {
	holders := map[uint64][]int{}
	for _, c := range clauses {
		for _, b := range slices.Compact(slices.Clone(v.bigrams(c))) {
			if len(holders[b]) <= maxHolders {
				holders[b] = append(holders[b], c)
			}
		}
	}
	return holders
}

// candidates are the few clauses that share the most uncommon bigrams with some words.
func (m *matcher) candidates(words bigrams, holders map[uint64][]int) []int {
	var found []int
	for _, b := range words {
		if len(holders[b]) > maxHolders {
			continue
		}
		for _, p := range holders[b] {
			if m.shared[p]++; m.shared[p] == 1 {
				found = append(found, p)
			}
		}
	}
	slices.SortFunc(found, func(a, b int) int { return cmp.Or(m.shared[b]-m.shared[a], a-b) })
	for _, p := range found {
		m.shared[p] = 0
	}
	return found[:min(len(found), maxCandidates)]
}

// score is the likeness of two clauses, and a little more if their numbers are equal. It is -1 if their kinds differ.
func (m *matcher) score(p, n int) float64 {
	if m.previous.clauses[p].Kind != m.next.clauses[n].Kind {
		return -1
	}
	score := m.overlap(m.previous, p, m.next, n).likeness()
	if m.previous.kindAndNumber(p) == m.next.kindAndNumber(n) {
		score += 0.05
	}
	return score
}
