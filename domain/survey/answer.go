package survey

import (
	"database/sql/driver"

	"minyi/domain/civic"
)

// AnswerInput is what a person gives for one question. Only the part that suits the question's kind may be set; an
// answer with nothing in it counts as not given.
type AnswerInput struct {
	Question string   // the question's key
	Choices  []string // the options chosen, with "other" among them when Other is given
	Other    *string
	Number   *float64 // of a number or a rating
	Text     *string
	Date     *string // yyyy-mm-dd
	Rows     []MatrixAnswerInput
	Ranking  []string // the options, best first
}

// MatrixAnswerInput is the choice of a column for one row.
type MatrixAnswerInput struct {
	Row    string
	Choice string
}

// Answer is an accepted answer in its canonical form: choices and rows in the survey's order, texts trimmed.
type Answer struct {
	Question string         `json:"-"` // the question's key, where the answer stands in a list rather than under its key
	Choices  []string       `json:"choices,omitempty"`
	Other    *string        `json:"other,omitempty"`
	Number   *float64       `json:"number,omitempty"`
	Text     *string        `json:"text,omitempty"`
	Date     *string        `json:"date,omitempty"`
	Rows     []MatrixAnswer `json:"rows,omitempty"`
	Ranking  []string       `json:"ranking,omitempty"`
}

// MatrixAnswer is the accepted choice for one row.
type MatrixAnswer struct {
	Row    string `json:"row"`
	Choice string `json:"choice"`
}

// Answers is one response: the accepted answers by question key. Equal responses are stored as equal JSON, because
// every answer is canonical and JSON sorts the keys.
type Answers map[string]Answer

// Scan reads the answers from a JSON column.
func (a *Answers) Scan(from any) error { return civic.ScanJSON(from, a) }

// Value writes the answers to a JSON column.
func (a Answers) Value() (driver.Value, error) { return a.Text(), nil }

// given names the parts that hold something, as the API names them.
func (in *AnswerInput) given() []string {
	filled := func(text *string) bool { return text != nil && !blankText(*text) }
	var names []string
	for _, part := range [...]struct {
		name string
		has  bool
	}{
		{"choices", len(in.Choices) > 0},
		{"other", filled(in.Other)},
		{"number", in.Number != nil},
		{"text", filled(in.Text)},
		{"date", filled(in.Date)},
		{"rows", len(in.Rows) > 0},
		{"ranking", len(in.Ranking) > 0},
	} {
		if part.has {
			names = append(names, part.name)
		}
	}
	return names
}

// WithoutWords gives the answers with what people put in words of their own left empty. What they chose stays, as it is counted.
func (a Answers) WithoutWords() Answers {
	kept := make(Answers, len(a))
	for key, answer := range a {
		for _, words := range []**string{&answer.Text, &answer.Other} {
			if *words != nil {
				*words = new(string)
			}
		}
		kept[key] = answer
	}
	return kept
}
