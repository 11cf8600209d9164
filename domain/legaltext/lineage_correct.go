package legaltext

import "github.com/google/uuid"

// Recompare gives the next version's clauses with their change worked out anew from the clauses that they are said to
// continue, after words or a match were corrected by hand. Both are whole drafts in order; neither is altered.
func Recompare(previous, next []Clause) []Clause {
	m := &matcher{previous: newVersion(previous), next: newVersion(next)}
	at := make(map[uuid.UUID]int, len(previous))
	m.to, m.from = make([]int, len(previous)), make([]int, len(next))
	for p, c := range previous {
		at[c.Key], m.to[p] = p, -1
	}
	for n, c := range next {
		m.from[n] = -1
		if c.PreviousKey == nil {
			continue
		}
		if p, known := at[*c.PreviousKey]; known {
			m.match(p, n)
		}
	}
	compared := append([]Clause(nil), next...)
	for n, p := range m.from {
		change := New
		if p >= 0 {
			change = m.change(p, n)
		}
		compared[n].Change = &change
	}
	return compared
}
