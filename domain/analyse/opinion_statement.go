package analyse

import (
	"cmp"
	"math"
	"slices"
)

// significant is the least z of a difference that is no chance with 90 %, one-sided.
const significant = 1.2816

// mostStatements is how many statements a group, or all groups together, show.
const mostStatements = 5

// votesOfGroup are the counts of one group by statement.
type votesOfGroup []StatementVote

// votesByGroup are the counts of all groups.
type votesByGroup []votesOfGroup

// countByGroup counts the votes on each statement in each group.
func (m voteMatrix) countByGroup(of []int, endorsable []bool) votesByGroup {
	counts := make(votesByGroup, slices.Max(of)+1)
	for g := range counts {
		counts[g] = make(votesOfGroup, len(endorsable))
	}
	for i, row := range m {
		for s, vote := range row {
			counts[of[i]][s].add(vote)
		}
	}
	for g, own := range counts {
		people := countOf(of, g)
		for s, everybody := range endorsable {
			if everybody {
				own[s].Seen = people
			}
		}
	}
	return counts
}

func (c *StatementVote) add(vote Vote) {
	c.Seen++
	switch vote {
	case Agrees:
		c.Agree++
	case Disagrees:
		c.Disagree++
	}
}

// without are the counts of all groups but one, together.
func (v votesByGroup) without(group int) votesOfGroup {
	sum := make(votesOfGroup, len(v[0]))
	for g, counts := range v {
		for s, c := range counts {
			if g != group {
				sum[s].Agree, sum[s].Disagree, sum[s].Seen = sum[s].Agree+c.Agree, sum[s].Disagree+c.Disagree, sum[s].Seen+c.Seen
			}
		}
	}
	return sum
}

// on is the number of votes on a side.
func (c StatementVote) on(side Vote) int {
	if side == Agrees {
		return c.Agree
	}
	return c.Disagree
}

// share is the share of a side, with one vote more on either side, so that few votes prove little.
func (c StatementVote) share(side Vote) float64 { return float64(c.on(side)+1) / float64(c.Seen+2) }

// oneProportion is the z of a share against one half, with one vote more.
func oneProportion(votes, seen int) float64 {
	n := float64(seen + 1)
	return 2 * math.Sqrt(n) * (float64(votes+1)/n - 0.5)
}

// twoProportions is the z of the difference of two shares, with one vote more in each.
func twoProportions(votes, otherVotes, seen, otherSeen int) float64 {
	v, w, n, k := float64(votes+1), float64(otherVotes+1), float64(seen+1), float64(otherSeen+1)
	both := (v + w) / (n + k)
	if both >= 1 {
		return 0
	}
	return (v/n - w/k) / math.Sqrt(both*(1-both)*(1/n+1/k))
}

// weighed is a statement and how clearly it shows something.
type weighed struct {
	statement StatementVote
	weight    float64
}

// clearest are the statements with the greatest weights.
func clearest(all []weighed) (found []StatementVote) {
	slices.SortStableFunc(all, func(a, b weighed) int { return cmp.Compare(b.weight, a.weight) })
	for _, w := range all[:min(len(all), mostStatements)] {
		found = append(found, w.statement)
	}
	return found
}

// distinctive are the statements that a group judges in one way, and in another way than all others. Both must be significant. The weight is
// that of Polis: the share in the group, its ratio to the share among the others, and the z of both.
func distinctive(own, others votesOfGroup) []StatementVote {
	var all []weighed
	for s, c := range own {
		for _, side := range []Vote{Agrees, Disagrees} {
			alone := oneProportion(c.on(side), c.Seen)
			apart := twoProportions(c.on(side), others[s].on(side), c.Seen, others[s].Seen)
			if c.Seen < LeastGroup || alone < significant || apart < significant {
				continue
			}
			c.Statement, c.Side = s, side
			all = append(all, weighed{c, c.share(side) / others[s].share(side) * apart * c.share(side) * alone})
		}
	}
	return clearest(all)
}

// sharedStatements are the statements that every group judges in the same way, each of them significantly. The weight is the product of the
// shares, so that one group that doubts counts.
func sharedStatements(counts votesByGroup) []StatementVote {
	var all []weighed
	for s, total := range counts.without(-1) {
		for _, side := range []Vote{Agrees, Disagrees} {
			weight := 1.0
			for _, group := range counts {
				if c := group[s]; c.Seen < LeastGroup || oneProportion(c.on(side), c.Seen) < significant {
					weight = 0
				} else {
					weight *= c.share(side)
				}
			}
			if weight > 0 {
				total.Statement, total.Side = s, side
				all = append(all, weighed{total, weight})
			}
		}
	}
	return clearest(all)
}
