package legaltext

// ordinal is a number with its suffixes: 第十条之一 is {10, 1, 0}, and § 2-503a is {2, 503, 1}.
type ordinal struct{ number, suffix, minor int }

// follows tells whether a number comes right after another one: 2 or 1A after 1. Whether it is 1B or 1C is not checked.
func (o ordinal) follows(last ordinal) bool {
	if o.number == last.number {
		return o.suffix > last.suffix || o.suffix == last.suffix && o.minor > last.minor
	}
	return o.number == last.number+1
}

// excerptFrom is the smallest first number of a text that is taken for a part of a longer one. A smaller one is a gap.
const excerptFrom = 10

// sequence is the numbers of one style up to a place in the text.
type sequence struct {
	rank       int
	last       ordinal
	highest    int
	seen       map[ordinal]bool
	mayRestart bool // a clause of a wider level follows the last number, so numbers may start again
}

// sequences are the sequences of a text, by style.
type sequences map[string]*sequence

// add appends the next number of a style. It returns a warning and the expected number if the number does not follow; the warning is
// empty if it does.
func (all sequences) add(style string, rank int, next ordinal) (warning ImportWarningKind, expected int) {
	s := all[style]
	if s == nil || s.mayRestart && next.number <= s.highest {
		s = &sequence{rank: rank, seen: map[ordinal]bool{}}
		all[style] = s
	}
	warning, expected = s.check(next)
	s.rank, s.last, s.mayRestart = rank, next, false
	s.highest, s.seen[next] = max(s.highest, next.number), true
	return warning, expected
}

// check compares a number with the earlier ones.
func (s *sequence) check(next ordinal) (ImportWarningKind, int) {
	expected := s.last.number + 1
	switch {
	case s.seen[next]:
		return Repeat, 0
	case next.follows(s.last), next.number == s.highest+1, len(s.seen) == 0 && (next.number == 0 || next.number >= excerptFrom || next.suffix > 0):
		return "", 0
	case next.number < expected:
		return OutOfOrder, expected
	}
	return Gap, expected
}

// checkList compares a number of a list with the one before it in the list.
func checkList(before, next ordinal) (warning ImportWarningKind, expected int) {
	expected = before.number + 1
	switch {
	case next.follows(before):
		return "", 0
	case next == before:
		return Repeat, 0
	case next.number < expected:
		return OutOfOrder, expected
	}
	return Gap, expected
}

// allowRestart lets the numbers of all narrower styles start again after a clause with this rank.
func (all sequences) allowRestart(rank int) {
	for _, s := range all {
		if s.rank > rank {
			s.mayRestart = true
		}
	}
}
