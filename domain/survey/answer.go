package survey

import (
	"database/sql/driver"

	"minyi/domain/civic"
)

// AnswerInput is a person's answer to one question. Only the parts that fit the question's kind may be set. An answer without any
// part counts as not given.
type AnswerInput struct {
	Question      string   // the question's key
	Choices       []string // the chosen options; they include "other" if Other is given
	Other         *string
	Number        *float64 // for a number or a rating
	Text          *string
	Date          *string // yyyy-mm-dd
	Rows          []MatrixRowAnswerInput
	Ranking       []string // the options, best first
	NotApplicable *bool    // true: not applicable, or the person does not know
}

// MatrixRowAnswerInput is the chosen column of one row.
type MatrixRowAnswerInput struct {
	Row    string
	Choice string // the column, or NotApplicableOption
}

// Answer is an accepted answer in canonical form: its choices and rows are in the survey's order, and its texts are trimmed.
type Answer struct {
	Choices       []string          `json:"choices,omitempty"`
	Other         *string           `json:"other,omitempty"`
	Number        *float64          `json:"number,omitempty"`
	Text          *string           `json:"text,omitempty"`
	Date          *string           `json:"date,omitempty"`
	Rows          []MatrixRowAnswer `json:"rows,omitempty"`
	Ranking       []string          `json:"ranking,omitempty"`
	NotApplicable bool              `json:"notApplicable,omitempty"` // "not applicable"; there is no other part
	Redacted      bool              `json:"redacted,omitempty"`      // staff took words out
}

// MatrixRowAnswer is the accepted choice of one row.
type MatrixRowAnswer struct {
	Row    string `json:"row"`
	Choice string `json:"choice"`
}

// Answers is one response: the accepted answers by question key. Equal responses have equal JSON, because every answer is canonical
// and the keys are sorted.
type Answers map[string]Answer

// Scan reads the answers from a JSON column.
func (a *Answers) Scan(from any) error { return civic.ScanJSON(from, a) }

// Value writes the answers to a JSON column.
func (a Answers) Value() (driver.Value, error) { return a.Text(), nil }

// filledParts lists the names, in the API, of the parts that are not empty.
func (in *AnswerInput) filledParts() []string {
	filled := func(text *string) bool { return text != nil && !isBlank(*text) }
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
		{"notApplicable", in.NotApplicable != nil && *in.NotApplicable},
	} {
		if part.has {
			names = append(names, part.name)
		}
	}
	return names
}

// WithoutWords is the answers with all free text emptied. The choices stay, because they are counted.
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
