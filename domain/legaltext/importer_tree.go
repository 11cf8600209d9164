package legaltext

import (
	"strings"

	"github.com/google/uuid"
)

// openClause is a clause that can still get children.
type openClause struct {
	index      int // its index among the clauses
	rank       int
	style      string
	number     ordinal
	paragraphs int  // how many unnumbered paragraphs an article has so far; its first line is one
	numbered   bool // an article whose paragraphs have numbers; unnumbered paragraphs are then not counted
}

// list is the last place of one style of list in the current article, so that the list can continue after a stray paragraph.
type list struct {
	parent int // the index of the clause that contains it, -1 for the root
	rank   int
	number ordinal
	ones   bool // its last number is written as 1
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

// insert adds a line's clause below the last clause with a smaller rank. A plain line instead completes the heading, article or item
// right above it, if that has no words yet. A plain line between two items of a list is an item of it without a number.
func (t *tree) insert(p parsedLine, next []reading) {
	if p.role == titleBelow {
		t.clauses[len(t.clauses)-1].Heading = p.text
		return
	}
	if p.isPlain() && p.kind == Paragraph {
		if t.fillLast(p.text) {
			return
		}
		if at := t.interrupted(next); at >= 0 {
			t.interrupt(p, at)
			return
		}
		t.pop(p.rank)
		t.add(p, t.countParagraph())
		return
	}
	switch {
	case p.kind == Title, p.role == contents, p.role == titleAgain:
		t.stack = t.stack[:0]
	case p.role == closing:
		t.pop(annexRank + 1)
	case p.role == sideNote:
		t.pop(articleRank)
	default:
		t.pop(p.rank)
	}
	t.add(p, p.number)
	switch {
	case p.rank <= articleRank+4:
		clear(t.lists)
		t.openFirst(p.text)
	case p.role != ordinary, p.kind == Title: // no clause belongs to such a line
		t.stack = t.stack[:len(t.stack)-1]
	}
}

// openFirst opens the list of an article whose text starts with (1), as in "1.—(1) This Act".
func (t *tree) openFirst(text string) {
	first := strings.TrimLeft(text[:min(len(text), 30)], "*1234567890ABCDEFGH.—–- ")
	if top := t.top(); t.clauses[top.index].Kind == Article && strings.HasPrefix(first, "(1)") {
		top.numbered = true
		first := list{parent: top.index, rank: paragraphRank + 1, number: ordinal{number: 1}}
		t.lists["1()"], t.lists["1() at 0"] = first, first
	}
}

// interrupted is the index in the stack of the item that a plain line follows if the next item goes on with its list; -1 if none does.
func (t *tree) interrupted(next []reading) int {
	for _, r := range next {
		if at := t.findOpen(r.style); at >= 0 && r.ordinal().follows(t.stack[at].number) {
			return at
		}
	}
	return -1
}

// interrupt adds a plain line beside the items of an open list.
func (t *tree) interrupt(p parsedLine, at int) {
	item := t.stack[at]
	t.stack = t.stack[:at]
	t.add(p, nil)
	top := t.top()
	top.rank, top.style, top.number = item.rank, item.style, item.number
}

// fillLast makes a plain line the words of the clause right above: the title of a heading, or the text of an article or item, that has
// none. It returns false if no clause waits for words.
func (t *tree) fillLast(text string) bool {
	top := t.top()
	if top == nil || top.index != len(t.clauses)-1 {
		return false
	}
	c := &t.clauses[top.index]
	switch {
	case c.Kind.IsHeading() && top.rank != innerSectionRank && c.Heading == "" && c.Label != "" && isTitle(text):
		c.Heading = text
	case c.Kind == Article && c.Heading == "" && c.Text == "":
		c.Heading, c.Text = cutBracketHeading(text)
		t.openFirst(c.Text)
	case (c.Kind == Article || top.rank == innerSectionRank) && c.Text == "", c.Label != "" && c.Heading == "" && c.Text == "" && !c.Kind.IsHeading():
		c.Text = text
		t.openFirst(text)
	default:
		return false
	}
	return true
}

// countParagraph is the number of the next unnumbered paragraph of an article. The article's first line is its first paragraph.
// Outside articles it is nil.
func (t *tree) countParagraph() *int {
	top := t.top()
	if top == nil || top.numbered || t.clauses[top.index].Kind.IsHeading() && top.rank != innerSectionRank {
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
	if number == nil || p.label == "" {
		c.NumberSuffix = 0
	}
	c.ParentKey = t.parentKey()
	t.clauses = append(t.clauses, c)
	opened := openClause{index: c.Position, rank: p.rank, style: p.style, paragraphs: 1}
	if p.number != nil {
		opened.number = p.ordinal()
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
