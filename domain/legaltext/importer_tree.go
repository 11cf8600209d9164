package legaltext

import "github.com/google/uuid"

// open is a clause that may still gain children.
type open struct {
	at         int // its index among the clauses
	rank       int
	style      string
	number     int
	paragraphs int  // the unnumbered paragraphs counted in an article, its first line included
	numbered   bool // an article whose paragraphs are numbered: then unnumbered ones are not counted
}

// list remembers where a style of list was last used in the present article, so that it can go on after a stray paragraph.
type list struct {
	parent int // the index of the clause that holds it, -1 for none
	rank   int
	number int
}

// tree grows the clauses from marks in the text's order.
type tree struct {
	clauses []Clause
	stack   []open
	lists   map[string]list
}

// pop closes the clauses that a rank cannot be the child of.
func (t *tree) pop(rank int) {
	for len(t.stack) > 0 && t.stack[len(t.stack)-1].rank >= rank {
		t.stack = t.stack[:len(t.stack)-1]
	}
}

// top is the innermost open clause, nil at the root.
func (t *tree) top() *open {
	if len(t.stack) == 0 {
		return nil
	}
	return &t.stack[len(t.stack)-1]
}

// place adds a mark's clause where its rank puts it, or joins a plain line with the heading or article above that waits for it.
func (t *tree) place(m mark) {
	if m.contents || m.title {
		t.stack = t.stack[:0]
	} else if m.bare() && t.join(m.text) {
		return
	}
	t.pop(m.rank)
	number := m.number
	if m.bare() {
		number = t.countParagraph()
	}
	t.add(m, number)
	if m.rank <= articleRank+2 {
		clear(t.lists)
	}
}

// join gives the plain line to the clause right above: the words of a heading that had none, the text of an article that had none.
func (t *tree) join(text string) bool {
	top := t.top()
	if top == nil || top.at != len(t.clauses)-1 {
		return false
	}
	c := &t.clauses[top.at]
	switch {
	case c.Kind.Heads() && top.rank < articleRank && c.Heading == "" && isChineseHeading(text) && isEnglishHeading(text):
		c.Heading = text
	case (c.Kind == Article || top.rank == lowSectionRank) && c.Text == "":
		c.Text = text
	default:
		return false
	}
	return true
}

// countParagraph is the number of the next unnumbered paragraph: an article's first line is its first paragraph. Elsewhere they
// have no number.
func (t *tree) countParagraph() *int {
	top := t.top()
	if top == nil || top.rank < articleRank || top.numbered {
		return nil
	}
	top.paragraphs++
	number := top.paragraphs
	return &number
}

// add appends the clause under the innermost open one and opens it.
func (t *tree) add(m mark, number *int) {
	c := newClause(m.kind)
	c.Position, c.Depth = len(t.clauses), len(t.stack)
	c.Label, c.Number, c.NumberSuffix, c.Heading, c.Text = m.label, number, m.suffix, m.heading, m.text
	c.ParentKey = t.parentKey()
	t.clauses = append(t.clauses, c)
	opened := open{at: c.Position, rank: m.rank, style: m.style, paragraphs: 1}
	if m.number != nil {
		opened.number = *m.number
	}
	t.stack = append(t.stack, opened)
}

// parentKey is the key of the innermost open clause, nil at the root.
func (t *tree) parentKey() *uuid.UUID {
	top := t.top()
	if top == nil {
		return nil
	}
	key := t.clauses[top.at].Key
	return &key
}
