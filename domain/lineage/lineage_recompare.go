package lineage

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"minyi/domain/legaltext"
)

// Recompare computes the change of each clause of the next version again, after a person corrected its words or its match. It
// returns new clauses and alters neither input. Both inputs are whole texts in order. PreviousKey says which clause of the previous
// version a clause came from.
func Recompare(previous, next []legaltext.Clause) []legaltext.Clause {
	m := newMatcher(context.Background(), previous, next)
	at := make(map[uuid.UUID]int, len(previous))
	for p, c := range previous {
		at[c.Key] = p
	}
	for n, c := range next {
		if c.PreviousKey == nil {
			continue
		}
		if p, known := at[*c.PreviousKey]; known {
			m.match(p, n)
		}
	}
	m.recallParts(at)
	compared := slices.Clone(next)
	for n, p := range m.from {
		change := legaltext.New
		if m.split[n] {
			change = legaltext.Split
		}
		if p >= 0 {
			change = m.change(p, n)
		}
		compared[n].Change = &change
	}
	return compared
}

// recallParts reads from the clauses' sources which clauses were split or merged. Places are the indexes of the previous version's clauses.
func (m *matcher) recallParts(places map[uuid.UUID]int) {
	m.parts = map[int][]int{}
	for n, c := range m.next.clauses {
		for _, key := range c.SourceKeys {
			p, known := places[key]
			switch {
			case !known:
			case m.from[n] >= 0:
				m.parts[n] = append(m.parts[n], p)
			default:
				m.split[n] = true
				if rest := m.to[p]; rest >= 0 {
					m.split[rest] = true
				}
			}
		}
	}
}
