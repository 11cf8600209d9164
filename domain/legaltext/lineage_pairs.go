package legaltext

import (
	"cmp"
	"slices"
)

// The bounds that keep matching fast: a bigram that more clauses share tells little, and few candidates suffice.
const (
	mostSharers    = 64
	mostCandidates = 8
)

// pair is a possible match between two clauses, by their indexes, and how good it is.
type pair struct {
	previous, next int
	score          float64
}

// pairSame matches the clauses that say the same, those under the same number first and the others in order.
func (m *matcher) pairSame(previous, next []int, sameNumber bool) {
	waiting := map[string][]int{}
	for _, p := range previous {
		if m.free(p, -1) {
			key := m.previous.key(p, sameNumber)
			waiting[key] = append(waiting[key], p)
		}
	}
	for _, n := range next {
		key := m.next.key(n, sameNumber)
		if queue := waiting[key]; m.free(-1, n) && len(queue) > 0 {
			m.match(queue[0], n)
			waiting[key] = queue[1:]
		}
	}
}

// pairLike matches the clauses that are alike by at least the floor, the likeliest first.
func (m *matcher) pairLike(previous, next []int, floor float64) {
	previous = slices.DeleteFunc(slices.Clone(previous), func(p int) bool { return !m.free(p, -1) })
	sharers := m.sharers(previous)
	numbered := map[string][]int{}
	for _, p := range previous {
		key := m.previous.place(p)
		numbered[key] = append(numbered[key], p)
	}
	var pairs []pair
	for _, n := range next {
		if !m.free(-1, n) {
			continue
		}
		same := numbered[m.next.place(n)]
		candidates := append(m.candidates(n, sharers), same[:min(len(same), mostCandidates)]...)
		for _, p := range candidates {
			if score := m.score(p, n); score >= floor {
				pairs = append(pairs, pair{p, n, score})
			}
		}
	}
	m.takeBest(pairs)
}

// takeBest matches the best pairs first, each clause once; of equals, those nearest in number and order.
func (m *matcher) takeBest(pairs []pair) {
	slices.SortStableFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(distance(a), distance(b)))
	})
	for _, p := range pairs {
		if m.free(p.previous, p.next) {
			m.match(p.previous, p.next)
		}
	}
}

// distance is how far apart two clauses stand in their versions.
func distance(p pair) int { return max(p.previous-p.next, p.next-p.previous) }

// sharers lists, for every bigram, the clauses that hold it.
func (m *matcher) sharers(previous []int) map[uint64][]int {
	sharers := map[uint64][]int{}
	for _, p := range previous {
		for _, b := range slices.Compact(slices.Clone(m.previous.bigrams(p))) {
			if len(sharers[b]) <= mostSharers {
				sharers[b] = append(sharers[b], p)
			}
		}
	}
	return sharers
}

// candidates are the few clauses that share the most uncommon bigrams with one.
func (m *matcher) candidates(n int, sharers map[uint64][]int) []int {
	shared := map[int]int{}
	for _, b := range m.next.bigrams(n) {
		if len(sharers[b]) > mostSharers {
			continue
		}
		for _, p := range sharers[b] {
			shared[p]++
		}
	}
	found := make([]int, 0, len(shared))
	for p := range shared {
		found = append(found, p)
	}
	slices.SortFunc(found, func(a, b int) int { return cmp.Or(shared[b]-shared[a], a-b) })
	return found[:min(len(found), mostCandidates)]
}

// score is the likeness of two clauses of one kind, a little more where their numbers agree; -1 where the kinds differ.
func (m *matcher) score(p, n int) float64 {
	if m.previous.clauses[p].Kind != m.next.clauses[n].Kind {
		return -1
	}
	score := m.weights.likeness(m.previous.bigrams(p), m.next.bigrams(n))
	if m.previous.place(p) == m.next.place(n) {
		score += 0.05
	}
	return score
}
