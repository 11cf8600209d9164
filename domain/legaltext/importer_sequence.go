package legaltext

// ordinal is a number with its suffix: 第十条之一 is {10, 1}.
type ordinal struct{ number, suffix int }

// sequence follows the numbers of one style through a text.
type sequence struct {
	rank    int
	last    ordinal
	highest int
	seen    map[ordinal]bool
	mayturn bool // a wider clause came since, so that numbers may start again
}

// sequences follow all styles of a text.
type sequences map[string]*sequence

// note takes the next number of a style and says what is odd about it and what was expected; the kind is empty where all is well.
func (all sequences) note(style string, rank int, next ordinal) (odd ImportWarningKind, expected int) {
	s := all[style]
	if s == nil || s.mayturn && next.number <= s.highest {
		s = &sequence{rank: rank, seen: map[ordinal]bool{}}
		all[style] = s
	}
	odd, expected = s.odd(next)
	s.rank, s.last, s.mayturn = rank, next, false
	s.highest, s.seen[next] = max(s.highest, next.number), true
	return odd, expected
}

// odd compares a number with those before it.
func (s *sequence) odd(next ordinal) (ImportWarningKind, int) {
	expected := s.last.number + 1
	switch {
	case s.seen[next]:
		return Repeat, 0
	case next.number == expected, next.number == s.highest+1, next.number == 0 && len(s.seen) == 0:
		return "", 0
	case next.number == s.last.number && next.suffix > s.last.suffix:
		return "", 0
	case next.number < expected:
		return OutOfOrder, expected
	}
	return Gap, expected
}

// turn lets the numbers of all narrower styles start again, for a wider clause was placed.
func (all sequences) turn(rank int) {
	for _, s := range all {
		if s.rank > rank {
			s.mayturn = true
		}
	}
}
