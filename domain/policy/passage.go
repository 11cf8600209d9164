package policy

import (
	"database/sql/driver"

	"minyi/domain/civic"
	"minyi/domain/legaltext"
)

// Refusals of passages.
var (
	PassageNotFound  = civic.NewCode("PASSAGE_NOT_FOUND", "该条款中没有这段文字。", "The clause does not contain this passage.")
	PassageAmbiguous = civic.NewCode("PASSAGE_AMBIGUOUS", "这段文字在条款中多次出现，请附上前后文。", "The passage occurs several times in the clause; give the words around it.")
)

// The maximum lengths of a passage and of the words on each side of it, in characters as people count them.
const (
	longestPassage     = 1000
	longestSurrounding = 200
)

// Passage is the words of a clause that a comment is about. The database keeps it as JSON.
type Passage legaltext.Quote

// Scan reads the passage from a JSON column.
func (p *Passage) Scan(from any) error { return civic.ScanJSON(from, (*legaltext.Quote)(p)) }

// Value writes the passage to a JSON column.
func (p Passage) Value() (driver.Value, error) { return civic.ValueJSON(legaltext.Quote(p)) }

// equals reports whether both passages are the same, or both are missing.
func (p *Passage) Equals(other *Passage) bool {
	return p == other || p != nil && other != nil && *p == *other
}

// PassageInput is a passage as its author marked it.
type PassageInput struct {
	Exact  string
	Prefix string
	Suffix string
}

// check checks the lengths and the characters of a passage, if there is one.
func (p *PassageInput) Check() error {
	if p == nil {
		return nil
	}
	var problems civic.Problems
	problems.Join(civic.CheckBody("passage.exact", p.Exact, longestPassage))
	problems.Join(civic.CheckOptionalBody("passage.prefix", p.Prefix, longestSurrounding))
	problems.Join(civic.CheckOptionalBody("passage.suffix", p.Suffix, longestSurrounding))
	return problems.Err()
}

// In returns the passage of a clause. It refuses as PASSAGE_NOT_FOUND words that the clause does not contain, and as PASSAGE_AMBIGUOUS
// words that stand several times between these surroundings. Only the clause's own heading and text count.
func (p PassageInput) In(c legaltext.Clause) (*Passage, error) {
	q := legaltext.Quote(p)
	switch count := len(q.Places(c.Text)) + len(q.Places(c.Heading)); {
	case count == 0:
		return nil, civic.Refuse(PassageNotFound, "passage")
	case count > 1:
		return nil, civic.Refuse(PassageAmbiguous, "passage")
	}
	found := Passage(q)
	return &found, nil
}

// FindAgain finds the passage in one of some clauses of another version. It returns nil if none of them has it, or if several have it.
func (p Passage) FindAgain(clauses []legaltext.Clause) (at *legaltext.Clause, found *Passage) {
	for i, c := range clauses {
		for _, words := range []string{c.Text, c.Heading} {
			again, is := legaltext.Quote(p).FindAgain(words)
			if !is {
				continue
			}
			if found != nil {
				return nil, nil
			}
			at, found = &clauses[i], (*Passage)(&again)
		}
	}
	return at, found
}
