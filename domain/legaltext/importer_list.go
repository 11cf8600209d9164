package legaltext

import "strings"

// resolve decides what an English list's number means and where its clause belongs, from the open lists around it. Next are the
// readings of the next list number in the text.
func (t *tree) resolve(p parsedLine, next []reading) parsedLine {
	r := t.choose(p.readings, next)
	if l, known := t.lists[r.style]; known && l.ones && r.number == 1 && t.findOpen(r.style) >= 0 && strings.Contains(r.style, " at ") {
		r.number = l.number.number + 1 // in Markdown all items may be written as 1.
	}
	number := r.number
	p.style, p.number, p.suffix = r.style, &number, r.suffix
	parent, rank := t.listParent(r)
	if l, known := t.lists[r.style]; known && l.parent == parent {
		p.before = l.number
	}
	t.popTo(parent)
	p.rank = rank
	p.kind = t.listKind(r)
	t.lists[r.style] = list{parent: parent, rank: rank, number: r.ordinal(), ones: p.readings[0].number == 1}
	return p
}

// choose prefers a reading that continues the innermost open list, then one that continues a closed list, then one that starts a
// list, then the likeliest. A reading that starts a list comes first if the next number continues it.
func (t *tree) choose(readings, next []reading) reading {
	best, depth := reading{}, -1
	for _, r := range readings {
		if at := t.findOpen(r.style); at > depth && r.ordinal().follows(t.stack[at].number) {
			best, depth = r, at
		}
	}
	starts, canStart := firstOfList(readings)
	if depth >= 0 && !(canStart && starts != best && continues(starts, next)) {
		return best
	}
	for _, r := range readings {
		if l, known := t.lists[r.style]; known && r.ordinal().follows(l.number) && !(canStart && continues(starts, next)) {
			return r
		}
	}
	if canStart {
		return starts
	}
	return readings[0]
}

// firstOfList finds the reading as the first number of a list.
func firstOfList(readings []reading) (reading, bool) {
	for _, r := range readings {
		if r.number == 1 && r.suffix == 0 {
			return r, true
		}
	}
	return reading{}, false
}

// continues tells whether the next number can be the second of a list that starts here: a (ii) after an (i) makes the (i) Roman.
func continues(start reading, next []reading) bool {
	for _, r := range next {
		if r.style == start.style && r.number == 2 {
			return true
		}
	}
	return false
}

// findOpen is the index in the stack of the innermost open clause of a style, -1 if there is none.
func (t *tree) findOpen(style string) int {
	for at := len(t.stack) - 1; at >= 0 && t.stack[at].rank > paragraphRank; at-- {
		if t.stack[at].style == style {
			return at
		}
	}
	return -1
}

// listParent is the parent, by its index among the clauses, and the rank of the list that a reading belongs to. That is the open list
// of its style, or the list of its style that a stray paragraph interrupted, or a new list in the innermost open clause.
func (t *tree) listParent(r reading) (parent, rank int) {
	if at := t.findOpen(r.style); at >= 0 {
		return t.parentOf(at), t.stack[at].rank
	}
	if l, known := t.lists[r.style]; known && r.ordinal().follows(l.number) && t.isOpen(l.parent) {
		return l.parent, l.rank
	}
	top := t.top()
	if top == nil {
		return -1, paragraphRank + 1
	}
	return top.index, max(top.rank, paragraphRank) + 1
}

// parentOf is the parent of an open clause, by its index among the clauses; -1 for the root.
func (t *tree) parentOf(at int) int {
	if at == 0 {
		return -1
	}
	return t.stack[at-1].index
}

// isOpen tells whether a clause can still get children. The root always can.
func (t *tree) isOpen(clause int) bool {
	for i := len(t.stack) - 1; i >= 0; i-- {
		if t.stack[i].index <= clause {
			return t.stack[i].index == clause
		}
	}
	return clause < 0
}

// popTo closes the open clauses inside a clause.
func (t *tree) popTo(clause int) {
	for len(t.stack) > 0 && t.stack[len(t.stack)-1].index > clause {
		t.stack = t.stack[:len(t.stack)-1]
	}
}

// listKind is the kind of a clause in a list. Numbers right below an article are its paragraphs. Clauses inside an item or a point are
// points. All others are items.
func (t *tree) listKind(r reading) ClauseKind {
	top := t.top()
	if top == nil {
		return Item
	}
	switch kind := t.clauses[top.index].Kind; {
	case (kind == Article || top.rank == innerSectionRank) && r.style[0] == '1':
		top.numbered = true
		return Paragraph
	case kind == Item || kind == Point:
		return Point
	}
	return Item
}

// ordinal is the number of a reading with its suffix.
func (r reading) ordinal() ordinal { return ordinal{r.number, r.suffix, 0} }

// popBullets closes the bullets that a list with an indent is no part of.
func (t *tree) popBullets(indent int) {
	for top := t.top(); top != nil && top.style == "bullet" && top.rank >= bulletRank+indent; top = t.top() {
		t.stack = t.stack[:len(t.stack)-1]
	}
}
