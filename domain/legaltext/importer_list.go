package legaltext

// resolve settles how an English list's mark is read and where it hangs, from the lists open around it. Ahead
// are the readings of the next list's mark in the text.
func (t *tree) resolve(m mark, ahead []reading) mark {
	r := t.choose(m.readings, ahead)
	number := r.number
	m.style, m.number = r.style, &number
	parent, rank := t.listPlace(r)
	t.popTo(parent)
	m.rank = rank
	m.kind = t.listKind(r)
	t.lists[r.style] = list{parent: parent, rank: rank, number: number}
	return m
}

// choose takes the reading that goes on the innermost open list; else one that starts a list; else the likeliest.
func (t *tree) choose(readings, ahead []reading) reading {
	best, depth := reading{}, -1
	for _, r := range readings {
		if at := t.openList(r.style); at > depth && t.stack[at].number+1 == r.number {
			best, depth = r, at
		}
	}
	starts, canStart := startOf(readings)
	if depth >= 0 && !(canStart && starts != best && goesOn(starts, ahead)) {
		return best
	}
	for _, r := range readings {
		if l, known := t.lists[r.style]; known && l.number+1 == r.number && !(canStart && goesOn(starts, ahead)) {
			return r
		}
	}
	if canStart {
		return starts
	}
	return readings[0]
}

// startOf finds the reading as the first of a list.
func startOf(readings []reading) (reading, bool) {
	for _, r := range readings {
		if r.number == 1 {
			return r, true
		}
	}
	return reading{}, false
}

// goesOn tells whether the mark ahead can be the second of a list that starts here: (ii) after an (i) makes it Roman.
func goesOn(start reading, ahead []reading) bool {
	for _, r := range ahead {
		if r.style == start.style && r.number == 2 {
			return true
		}
	}
	return false
}

// openList is the index in the stack of the innermost open clause of a style, -1 where there is none.
func (t *tree) openList(style string) int {
	for at := len(t.stack) - 1; at >= 0 && t.stack[at].rank > paragraphRank; at-- {
		if t.stack[at].style == style {
			return at
		}
	}
	return -1
}

// listPlace is the parent's index among the clauses and the rank of the list that a reading belongs to: the open list of its
// style, the one that a stray paragraph broke off, or a new one within whatever is open.
func (t *tree) listPlace(r reading) (parent, rank int) {
	if at := t.openList(r.style); at >= 0 {
		return t.parentAt(at), t.stack[at].rank
	}
	if l, known := t.lists[r.style]; known && l.number+1 == r.number && t.isOpen(l.parent) {
		return l.parent, l.rank
	}
	top := t.top()
	if top == nil {
		return -1, paragraphRank + 1
	}
	return top.at, max(top.rank, paragraphRank) + 1
}

// parentAt is the index among the clauses of the parent of an open clause.
func (t *tree) parentAt(at int) int {
	if at == 0 {
		return -1
	}
	return t.stack[at-1].at
}

// isOpen tells whether a clause may still gain children; the root always may.
func (t *tree) isOpen(clause int) bool {
	for i := len(t.stack) - 1; i >= 0; i-- {
		if t.stack[i].at <= clause {
			return t.stack[i].at == clause
		}
	}
	return clause < 0
}

// popTo closes what is open within a clause.
func (t *tree) popTo(clause int) {
	for len(t.stack) > 0 && t.stack[len(t.stack)-1].at > clause {
		t.stack = t.stack[:len(t.stack)-1]
	}
}

// listKind is the kind of a list's clause: numbers right under an article are its paragraphs, what else is first an item, and
// all within an item are points.
func (t *tree) listKind(r reading) ClauseKind {
	top := t.top()
	if top == nil {
		return Item
	}
	switch kind := t.clauses[top.at].Kind; {
	case (kind == Article || top.rank == lowSectionRank) && r.style[0] == '1':
		top.numbered = true
		return Paragraph
	case kind == Item || kind == Point:
		return Point
	}
	return Item
}
