package survey

import (
	"encoding/json"
	"strings"
	"time"

	"minyi/domain/civic"
)

// SaveSurveyFormInput is a form that is not finished.
type SaveSurveyFormInput struct {
	SurveyID civic.ID      `validate:"id=S"`
	Version  *int          `validate:"-"`
	Answers  []AnswerInput `validate:"max=100"`
}

// The largest saved form, in bytes of JSON.
const largestSavedForm = 256 << 10

// Check validates the input by its rules. The answers themselves are not checked, because the form is not finished.
func (in SaveSurveyFormInput) Check() error {
	if err := civic.Check(in); err != nil {
		return err
	}
	if text, _ := json.Marshal(in.Answers); len(text) > largestSavedForm {
		return civic.Refuse(civic.TooLong, "answers", civic.Max(largestSavedForm))
	}
	var problems civic.Problems
	for i, a := range in.Answers {
		problems.Join(civic.CheckReadable(civic.Indexed("answers", i), a.words()))
	}
	return problems.Err()
}

// words are all texts of the answer, each on a line of its own.
func (in AnswerInput) words() string {
	texts := append(append([]string{in.Question}, in.Choices...), in.Ranking...)
	for _, row := range in.Rows {
		texts = append(texts, row.Row, row.Choice)
	}
	for _, text := range []*string{in.Other, in.Text, in.Date} {
		if text != nil {
			texts = append(texts, *text)
		}
	}
	return strings.Join(texts, "\n")
}

// SavedForm is a form that a person saved to go on later.
type SavedForm struct {
	Survey  civic.ID      `json:"survey"`
	Version int           `json:"version"`
	Answers []SavedAnswer `json:"answers"`
	SavedAt time.Time     `json:"savedAt"`
}

// SavedAnswer is an answer as it was sent. It may break any rule of its question.
type SavedAnswer struct {
	Question      string            `json:"question"`
	Choices       []string          `json:"choices,omitempty"`
	Other         *string           `json:"other,omitempty"`
	Number        *float64          `json:"number,omitempty"`
	Text          *string           `json:"text,omitempty"`
	Date          *string           `json:"date,omitempty"`
	Rows          []MatrixRowAnswer `json:"rows,omitempty"`
	Ranking       []string          `json:"ranking,omitempty"`
	NotApplicable bool              `json:"notApplicable,omitempty"`
}

// SavedAnswersOf are the answers as they are saved.
func SavedAnswersOf(in []AnswerInput) []SavedAnswer {
	saved := make([]SavedAnswer, len(in))
	for i, a := range in {
		saved[i] = SavedAnswer{Question: a.Question, Choices: a.Choices, Other: a.Other, Number: a.Number, Text: a.Text, Date: a.Date, Ranking: a.Ranking,
			NotApplicable: a.NotApplicable != nil && *a.NotApplicable}
		for _, row := range a.Rows {
			saved[i].Rows = append(saved[i].Rows, MatrixRowAnswer(row))
		}
	}
	return saved
}
