package legaltext

import "github.com/google/uuid"

// openClause is a clause that can still get children.
type openClause struct {
	index      int // its index among the clauses
	rank       int
	style      string
	number     int
	paragraphs int  // how many unnumbered paragraphs an article has so far; its first line is one
	numbered   bool // an article whose paragraphs have numbers; unnumbered paragraphs are then not counted
}

// list is the last place of one style of list in the current article, so that the list can continue after a stray paragraph.
type list struct {
	parent int // the index of the clause that contains it, -1 for the root
	rank   int
	number int
}

// tree builds the clauses from the parsed lines, in the order of the text.
type tree struct {
	clauses []Clause
	stack   []openClause
	lists   map[string]list
}

// pop closes the open clauses that cannot be the parent of a clause with this rank.
func (t *tree) pop(rank int) {
	for len(t.stack) > 0 && t.stack[len(t.stack)-1].rank >= rank {
		t.stack = t.stack[:len(t.stack)-1]
	}
}

// top is the innermost open clause, nil at the root.
func (t *tree) top() *openClause {
	if len(t.stack) == 0 {
		return nil
	}
	return &t.stack[len(t.stack)-1]
}

// insert adds a line's clause below the last clause with a smaller rank. A plain line instead completes the heading or article right
// above it, if that has no words yet. A line of a table of contents and a repeated title belong to the root.
func (t *tree) insert(p parsedLine) {
	if p.inContents || p.repeatsTitle {
		t.stack = t.stack[:0]
	} else if p.isPlain() && t.fillLast(p.text) {
		return
	}
	t.pop(p.rank)
	number := p.number
	if p.isPlain() {
		number = t.countParagraph()
	}
	t.add(p, number)
	if p.rank <= articleRank+2 {
		clear(t.lists)
	}
}

// fillLast makes a plain line the words of the clause right above: the title of a heading, or the text of an article, that has none.
// It returns false if no clause waits for words.
func (t *tree) fillLast(text string) bool {
	top := t.top()
	if top == nil || top.index != len(t.clauses)-1 {
		return false
	}
	c := &t.clauses[top.index]
	switch {
	case c.Kind.isHeading() && top.rank < articleRank && c.Heading == "" && isChineseHeading(text) && isEnglishHeading(text):
		c.Heading = text
	case (c.Kind == Article || top.rank == innerSectionRank) && c.Text == "":
		c.Text = text
	default:
		return false
	}
	return true
}

// countParagraph is the number of the next unnumbered paragraph of an article. The article's first line is its first paragraph.
// Outside articles it is nil.
func (t *tree) countParagraph() *int {
	top := t.top()
	if top == nil || top.rank < articleRank || top.numbered {
		return nil
	}
	top.paragraphs++
	number := top.paragraphs
	return &number
}

// add appends a clause below the innermost open clause and opens it.
func (t *tree) add(p parsedLine, number *int) {
	c := newClause(p.kind)
	c.Position, c.Depth = len(t.clauses), len(t.stack)
	c.Label, c.Number, c.NumberSuffix, c.Heading, c.Text = p.label, number, p.suffix, p.heading, p.text
	c.ParentKey = t.parentKey()
	t.clauses = append(t.clauses, c)
	opened := openClause{index: c.Position, rank: p.rank, style: p.style, paragraphs: 1}
	if p.number != nil {
		opened.number = *p.number
	}
	t.stack = append(t.stack, opened)
}

// parentKey is the key of the innermost open clause, nil at the root.
func (t *tree) parentKey() *uuid.UUID {
	top := t.top()
	if top == nil {
		return nil
	}
	key := t.clauses[top.index].Key
	return &key
}
