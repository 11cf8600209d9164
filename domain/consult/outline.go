package consult

import (
	"slices"

	"github.com/google/uuid"

	"minyi/domain/legaltext"
)

// Outline is the clauses of one draft in the text's order: a clause stands after the one that it lies under. Only the keys of the clause
// and of the clause above it are known.
type Outline []legaltext.Clause

// Under is the part of the outline that begins with a clause: that clause and those under it, at every depth.
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

// Pick lists the counts of the clauses of the outline, in its order.
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

// RollUp counts for each clause the comments on the clauses under it too.
func (o Outline) RollUp(counts []ClauseCount) []ClauseCount {
	totals := map[uuid.UUID]ClauseCount{}
	for _, count := range counts {
		totals[count.ClauseKey] = count
	}
	for _, c := range slices.Backward(o) { // what lies under a clause comes before it this way
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

// plus is the count of a clause with that of another added. It leaves both as they are.
func (c ClauseCount) plus(clause uuid.UUID, other ClauseCount) ClauseCount {
	sum := ClauseCount{ClauseKey: clause, Count: c.Count + other.Count, ByStance: slices.Clone(other.ByStance)}
	for i, own := range c.ByStance {
		sum.ByStance[i].Count += own.Count
	}
	return sum
}
