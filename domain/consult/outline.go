package consult

import (
	"slices"

	"github.com/google/uuid"

	"minyi/domain/legaltext"
)

// Outline lists the clauses of one draft in the text's order. A clause comes after its parent. Only the key of each clause and
// the key of its parent are set.
type Outline []legaltext.Clause

// Under returns a clause and all clauses under it, at any depth.
func (o Outline) Under(clause uuid.UUID) Outline {
	var part Outline
	within := map[uuid.UUID]bool{}
	for _, c := range o {
		if c.Key == clause || c.ParentKey != nil && within[*c.ParentKey] {
			within[c.Key] = true
			part = append(part, c)
		}
	}
	return part
}

// Pick returns the counts of the outline's clauses, in the outline's order.
func (o Outline) Pick(counts []ClauseCount) []ClauseCount {
	byClause := map[uuid.UUID]ClauseCount{}
	for _, count := range counts {
		byClause[count.ClauseKey] = count
	}
	picked := []ClauseCount{}
	for _, c := range o {
		if count, counted := byClause[c.Key]; counted {
			picked = append(picked, count)
		}
	}
	return picked
}

// RollUp adds to the count of each clause the counts of all clauses under it.
func (o Outline) RollUp(counts []ClauseCount) []ClauseCount {
	totals := map[uuid.UUID]ClauseCount{}
	for _, count := range counts {
		totals[count.ClauseKey] = count
	}
	for _, c := range slices.Backward(o) { // in this order a clause comes before its parent
		if total, counted := totals[c.Key]; counted && c.ParentKey != nil {
			totals[*c.ParentKey] = totals[*c.ParentKey].plus(*c.ParentKey, total)
		}
	}
	rolled := make([]ClauseCount, 0, len(totals))
	for _, total := range totals {
		rolled = append(rolled, total)
	}
	return o.Pick(rolled)
}

// plus returns the sum of two counts as the count of the clause. It changes neither of them.
func (c ClauseCount) plus(clause uuid.UUID, other ClauseCount) ClauseCount {
	sum := ClauseCount{ClauseKey: clause, Count: c.Count + other.Count, ByStance: slices.Clone(other.ByStance)}
	for i, own := range c.ByStance {
		sum.ByStance[i].Count += own.Count
	}
	return sum
}
