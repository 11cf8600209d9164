package lineage

import (
	"math"
	"slices"
)

// order is the matched clauses that have kept their order, as pairs of rising indexes. A lookalike elsewhere in the text is less likely
// to continue a clause than one between the same neighbours.
type order []pair

// orderBonus is what keeping the order adds to the score of a pair.
const orderBonus = 0.10

// orderOf finds the longest run of matched clauses whose indexes rise in both versions.
func (m *matcher) orderOf(previous []int) order {
	var ends []int // for each length: the index among matched of the pair with the least next that ends such a run
	var matched order
	var before []int
	for _, p := range previous {
		n := m.to[p]
		if n < 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(ends, n, func(end, n int) int { return matched[end].next - n })
		before = append(before, -1)
		if at > 0 {
			before[len(before)-1] = ends[at-1]
		}
		matched = append(matched, pair{previous: p, next: n})
		ends = append(ends[:at], append([]int{len(matched) - 1}, ends[min(at+1, len(ends)):]...)...)
	}
	var run order
	for at := lastOr(ends, -1); at >= 0; at = before[at] {
		run = append(run, matched[at])
	}
	slices.Reverse(run)
	return run
}

func lastOr(all []int, other int) int {
	if len(all) == 0 {
		return other
	}
	return all[len(all)-1]
}

// gapOf are the first and the last index of the previous version between the neighbours of a clause of the next one.
func (o order) gapOf(n int) (from, to int) {
	at, _ := slices.BinarySearchFunc(o, n, func(a pair, n int) int { return a.next - n })
	from, to = 0, math.MaxInt
	if at > 0 {
		from = o[at-1].previous + 1
	}
	if at < len(o) {
		to = o[at].previous - 1
	}
	return from, to
}

// bonus is what a pair gains if it lies between the same neighbours in both versions.
func (o order) bonus(p, n int) float64 {
	at, _ := slices.BinarySearchFunc(o, p, func(a pair, p int) int { return a.previous - p })
	if at > 0 && o[at-1].next >= n || at < len(o) && o[at].next <= n {
		return 0
	}
	return orderBonus
}
