package lineage

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"minyi/domain/legaltext"
)

// ComparedChange says what became of a clause between any two versions of a text.
type ComparedChange string

// Gone is the only change that ClauseChange does not have: no clause of the newer version has the words.
const Gone ComparedChange = "GONE"

// ComparedClause is a clause of a version beside the clause of another version that it came from.
type ComparedClause struct {
	Change  ComparedChange
	Before  *legaltext.Clause  // nil if it is new
	After   *legaltext.Clause  // nil if it is gone
	Sources []legaltext.Clause // the other clauses of the older version whose words it holds: of one that was split or merged
	whole   []string           // the words of each source with all that is in it
}

// Link says that a clause of a later version holds words of a clause that another one continues, as a part or after a merger. It names
// their lineages.
type Link struct {
	Older uuid.UUID `db:"older"`
	Newer uuid.UUID `db:"newer"`
}

// Reversed are the links for the comparison of a version with an older one.
func Reversed(links []Link) []Link {
	reversed := make([]Link, len(links))
	for i, l := range links {
		reversed[i] = Link{Older: l.Newer, Newer: l.Older}
	}
	return reversed
}

// Compare puts the clauses of two versions side by side, in the order of the newer one. A clause that is gone follows the one before it.
// Lineages and links say which clauses belong together. If rematch is set, articles that were gone in between and came back are found by
// their words. It ends with the error of the context when that ends.
func Compare(ctx context.Context, before, after []legaltext.Clause, links []Link, rematch bool) ([]ComparedClause, error) {
	m := newMatcher(ctx, before, after)
	m.matchLineages(links)
	if rematch {
		if err := m.rematchFree(); err != nil {
			return nil, err
		}
	}
	m.findPartsOfArticles()
	return m.sideBySide(), ctx.Err()
}

// findPartsOfArticles finds the parts of an article that was split which have become articles of their own.
func (m *matcher) findPartsOfArticles() {
	for n := range m.next.clauses {
		if !m.split[n] || m.from[n] >= 0 {
			continue
		}
		for _, of := range m.parts[n] {
			for p := of + 1; p < len(m.to) && m.previous.clauses[p].Depth > m.previous.clauses[of].Depth; p++ {
				if m.to[p] < 0 && sameWords(m.previous.fullTexts[p], m.next.fullTexts[n]) {
					m.parts[n] = append(m.parts[n], p)
					break
				}
			}
		}
	}
}

// matchLineages matches the clauses of one lineage, and finds the parts by the links.
func (m *matcher) matchLineages(links []Link) {
	at := map[uuid.UUID]int{}
	for p, c := range m.previous.clauses {
		at[c.LineageKey] = p
	}
	older := map[uuid.UUID][]uuid.UUID{}
	for _, l := range links {
		older[l.Newer] = append(older[l.Newer], l.Older)
	}
	for n, c := range m.next.clauses {
		if p, known := at[c.LineageKey]; known {
			m.match(p, n)
		}
	}
	m.parts = map[int][]int{}
	for n, c := range m.next.clauses {
		for _, p := range sourcesIn(at, older, c.LineageKey) {
			m.addSource(p, n)
		}
	}
}

// sourcesIn follows links back from a lineage to all clauses of the older version.
func sourcesIn(at map[uuid.UUID]int, older map[uuid.UUID][]uuid.UUID, lineage uuid.UUID) (sources []int) {
	seen := map[uuid.UUID]bool{lineage: true}
	for open := older[lineage]; len(open) > 0; {
		next := open[0]
		open = open[1:]
		if seen[next] {
			continue
		}
		seen[next] = true
		if p, known := at[next]; known {
			sources = append(sources, p)
		} else {
			open = append(open, older[next]...)
		}
	}
	slices.Sort(sources)
	return sources
}

// addSource notes that clause n holds words of the older clause p. A clause without one of its own is a part of p, or p itself if nothing
// else continues p.
func (m *matcher) addSource(p, n int) {
	switch {
	case m.from[n] >= 0:
		m.parts[n] = append(m.parts[n], p)
	case m.to[p] < 0 && len(m.parts[n]) == 0:
		m.match(p, n)
	default:
		m.parts[n] = append(m.parts[n], p)
		m.split[n] = true
		if rest := m.to[p]; rest >= 0 {
			m.split[rest] = true
		}
	}
}

// rematchFree matches the articles and headings, with what is in them, that have no match.
func (m *matcher) rematchFree() error {
	before, after := m.previous.freeAt(m.to, m.isPart), m.next.freeAt(m.from, func(n int) bool { return len(m.parts[n]) > 0 })
	if len(before) == 0 || len(after) == 0 {
		return nil
	}
	matched, _, err := ApplyLineage(m.ctx, m.previous.pick(before), m.next.pick(after))
	for i, c := range matched {
		if c.PreviousKey == nil {
			continue
		}
		p := slices.IndexFunc(before, func(p int) bool { return m.previous.clauses[p].Key == *c.PreviousKey })
		m.match(before[p], after[i])
	}
	return err
}

// freeAt lists the articles and headings without a match, and what lies in such articles.
func (v *version) freeAt(match []int, isPart func(int) bool) (free []int) {
	within := map[int]bool{}
	for i, c := range v.clauses {
		if match[i] < 0 && !isPart(i) && (c.Kind == legaltext.Article || c.Kind.IsHeading() || within[v.parents[i]]) {
			free = append(free, i)
			within[i] = !c.Kind.IsHeading()
		}
	}
	return free
}

// pick are some of the clauses.
func (v *version) pick(indexes []int) []legaltext.Clause {
	picked := make([]legaltext.Clause, len(indexes))
	for i, at := range indexes {
		picked[i] = v.clauses[at]
	}
	return picked
}

// sideBySide makes a row for each clause of the newer version, and for each that is gone.
func (m *matcher) sideBySide() []ComparedClause {
	gone, anchor, placed := map[int][]ComparedClause{}, -1, map[int]int{}
	inParts := map[int]bool{}
	for _, sources := range m.parts {
		for _, p := range sources {
			inParts[p] = true
		}
	}
	for p, n := range m.to {
		if n >= 0 {
			anchor = n
		} else if !inParts[p] {
			at, under := placed[m.previous.parents[p]] // what is gone stays with the clause above it
			if !under {
				at = m.next.behind(anchor, m.previous.clauses[p].Depth)
			}
			placed[p] = at
			gone[at] = append(gone[at], ComparedClause{Change: Gone, Before: &m.previous.clauses[p]})
		}
	}
	rows := gone[-1]
	for n := range m.next.clauses {
		rows = append(append(rows, m.compared(n)), gone[n]...)
	}
	return rows
}

// behind is the last clause that follows a clause and lies deeper than a depth; the clause itself if none does.
func (v *version) behind(at, depth int) int {
	for at >= 0 && at+1 < len(v.clauses) && v.clauses[at+1].Depth > depth {
		at++
	}
	return at
}

// compared is the row of clause n of the newer version.
func (m *matcher) compared(n int) ComparedClause {
	row := ComparedClause{Change: ComparedChange(legaltext.New), After: &m.next.clauses[n], Sources: m.previous.pick(m.parts[n])}
	for _, p := range m.parts[n] {
		row.whole = append(row.whole, m.previous.fullTexts[p])
	}
	if p := m.from[n]; p >= 0 {
		row.Change, row.Before = ComparedChange(m.change(p, n)), &m.previous.clauses[p]
	} else if m.split[n] {
		row.Change = ComparedChange(legaltext.Split)
	}
	return row
}

// Key is the key of the newer clause, or of the older one if that is gone.
func (c ComparedClause) Key() uuid.UUID {
	if c.After != nil {
		return c.After.Key
	}
	return c.Before.Key
}

// Heading compares the headings. It has the marks of the newer heading alone if the clause is a part of one that was split.
func (c ComparedClause) Heading() []legaltext.MarkedText {
	return c.marks(func(clause legaltext.Clause) string { return clause.Heading }, nil)
}

// Text compares the texts. The older text of a clause that was merged is that of all its sources.
func (c ComparedClause) Text() []legaltext.MarkedText {
	return c.marks(func(clause legaltext.Clause) string { return clause.Text }, c.whole)
}

// marks compares the words of the clauses. Of a clause that is a part of another one, all words of that count. Differences of white space
// and of width alone are not marked.
func (c ComparedClause) marks(words func(legaltext.Clause) string, whole []string) []legaltext.MarkedText {
	var older []string
	if c.Before != nil {
		older = append(older, words(*c.Before))
	}
	for i, source := range c.Sources {
		if c.Before == nil && whole != nil {
			older = append(older, whole[i])
			break // the other sources lie in it
		}
		older = append(older, words(source))
	}
	before, after := strings.Join(slices.DeleteFunc(older, func(s string) bool { return s == "" }), "\n"), ""
	if c.After != nil {
		after = words(*c.After)
	}
	if before != "" && after != "" && sameWords(before, after) {
		return []legaltext.MarkedText{{Kind: legaltext.Kept, Text: after}}
	}
	marks := legaltext.Marks(before, after)
	if c.Change != ComparedChange(legaltext.Split) {
		return marks
	}
	return slices.DeleteFunc(marks, func(m legaltext.MarkedText) bool { return m.Kind == legaltext.Deleted }) // the other parts have these words
}

// Weight returns the size of the words of both versions in bytes.
func (c ComparedClause) Weight() int {
	weight := 0
	for _, clause := range []*legaltext.Clause{c.Before, c.After} {
		if clause != nil {
			weight += 2 * clause.Weight()
		}
	}
	return weight
}
