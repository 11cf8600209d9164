package survey

import (
	"context"
	"database/sql/driver"
	"slices"

	"minyi/domain/civic"
)

// QuestionKind says what an answer to a question looks like.
type QuestionKind string

// The kinds of question.
const (
	SingleChoice   QuestionKind = "SINGLE_CHOICE"   // one of the options
	MultipleChoice QuestionKind = "MULTIPLE_CHOICE" // several of the options
	Rating         QuestionKind = "RATING"          // a whole number on a scale
	NumberQuestion QuestionKind = "NUMBER"          // a decimal number
	TextQuestion   QuestionKind = "TEXT"            // the person's own words
	DateQuestion   QuestionKind = "DATE"            // a day of the calendar
	Matrix         QuestionKind = "MATRIX"          // for each row, one of the options, which are its columns
	Ranking        QuestionKind = "RANKING"         // the options in the person's order
)

// OtherOption is the key of the option "other", which asks for the person's own words. No option of a survey may use it.
const OtherOption = "other"

// Question is one question of a survey version as it is kept, with every default filled in.
type Question struct {
	Key        string          `json:"key"` // stable and unique in the survey; answers and tallies are named by it
	Kind       QuestionKind    `json:"kind"`
	Titles     civic.Localized `json:"title"`
	Helps      civic.Localized `json:"help,omitempty"`
	Required   bool            `json:"required,omitempty"` // of a matrix: every row
	Page       int             `json:"page"`               // from 1, never falling from one question to the next
	Options    []Option        `json:"options,omitempty"`  // also the columns of a matrix and the things to be ranked
	Rows       []Option        `json:"rows,omitempty"`     // of a matrix
	AllowOther bool            `json:"allowOther,omitempty"`
	Least      *float64        `json:"least,omitempty"` // of choices, the scale, the number, or things ranked; nil means no limit
	Most       *float64        `json:"most,omitempty"`  // as least; of a text its length in grapheme clusters
	Units      civic.Localized `json:"unit,omitempty"`  // of a number
	Decimals   int             `json:"decimals,omitempty"`
	ShowIf     []ShowIf        `json:"showIf,omitempty"` // all must hold, or the person is not asked
}

// Option is something to choose, a column, a row or a thing to rank.
type Option struct {
	Key    string          `json:"key"`
	Titles civic.Localized `json:"title"`
}

// ShowIf is a condition on the answer to an earlier question. Each part that is set must hold.
type ShowIf struct {
	Question string   `json:"question"`
	AnyOf    []string `json:"anyOf,omitempty"`    // at least one of these options was chosen
	NoneOf   []string `json:"noneOf,omitempty"`   // none of these was chosen; holds too when nothing was answered
	Least    *float64 `json:"least,omitempty"`    // a number or rating was given and is no less
	Most     *float64 `json:"most,omitempty"`     // a number or rating was given and is no more
	Answered *bool    `json:"answered,omitempty"` // whether there is an answer at all
}

// Title reads the question.
func (q Question) Title(ctx context.Context, locale *civic.Locale) string {
	return q.Titles.Read(ctx, locale)
}

// Help reads what helps to answer it.
func (q Question) Help(ctx context.Context, locale *civic.Locale) string {
	return q.Helps.Read(ctx, locale)
}

// Unit reads the unit of a number.
func (q Question) Unit(ctx context.Context, locale *civic.Locale) string {
	return q.Units.Read(ctx, locale)
}

// Title reads the option's words.
func (o Option) Title(ctx context.Context, locale *civic.Locale) string {
	return o.Titles.Read(ctx, locale)
}

// QuestionInput is a question as staff send it; CheckQuestions holds all its rules.
type QuestionInput struct {
	Key        string
	Kind       QuestionKind
	Title      []civic.LocalizedTextInput
	Help       []civic.LocalizedTextInput
	Required   bool
	Page       int
	Options    []OptionInput
	Rows       []OptionInput
	AllowOther bool
	Least      *float64 // defaults: 1 choice; a rating of 1; as many ranked as Most
	Most       *float64 // defaults: all choices; a rating of 5; all ranked; a text of 2,000 grapheme clusters
	Unit       []civic.LocalizedTextInput
	Decimals   int
	ShowIf     []ShowIfInput
}

// OptionInput is an option or a matrix row as staff send it.
type OptionInput struct {
	Key   string
	Title []civic.LocalizedTextInput
}

// ShowIfInput is a condition as staff send it.
type ShowIfInput struct {
	Question string
	AnyOf    []string
	NoneOf   []string
	Least    *float64
	Most     *float64
	Answered *bool
}

// LocalizeOptional is Localize for texts that may be missing: it gives an empty text and never nil.
func LocalizeOptional(texts []civic.LocalizedTextInput) civic.Localized {
	if len(texts) == 0 {
		return civic.Localized{}
	}
	return civic.Localize(texts)
}

// Questions is the document of a survey version, stored as JSON.
type Questions []Question

// Scan reads the questions from a JSON column.
func (qs *Questions) Scan(from any) error { return civic.ScanJSON(from, qs) }

// Value writes the questions to a JSON column.
func (qs Questions) Value() (driver.Value, error) { return civic.ValueJSON(qs) }

// choices lists what may be chosen, in the survey's order: the options, then "other" where it is allowed.
func (q Question) choices() []string {
	keys := optionKeys(q.Options)
	if q.AllowOther {
		keys = append(keys, OtherOption)
	}
	return keys
}

// isChoice tells whether options are chosen in answer to the question.
func (q Question) isChoice() bool { return q.Kind == SingleChoice || q.Kind == MultipleChoice }

// isNumeric tells whether the answer is a number.
func (q Question) isNumeric() bool { return q.Kind == Rating || q.Kind == NumberQuestion }

func optionKeys(options []Option) []string {
	keys := make([]string, len(options))
	for i, option := range options {
		keys[i] = option.Key
	}
	return keys
}

func hasOption(options []Option, key string) bool {
	return slices.ContainsFunc(options, func(o Option) bool { return o.Key == key })
}

// sight is what is known of whether a person is asked a question.
type sight int

const (
	notShown   sight = iota
	mayBeShown       // it hangs on an answer that was itself refused
	isShown
)

// seen decides whether the question is asked, given the answers to earlier questions and those that were refused.
// A hidden question has no answer, so what hangs on its being answered is hidden in turn.
func (q *Question) seen(answers Answers, refused map[string]bool) sight {
	found := isShown
	for _, condition := range q.ShowIf {
		switch {
		case refused[condition.Question]:
			found = mayBeShown
		case !condition.holds(answers):
			return notShown
		}
	}
	return found
}

// holds decides one condition.
func (s ShowIf) holds(answers Answers) bool {
	answer, answered := answers[s.Question]
	chosen := func(key string) bool { return slices.Contains(answer.Choices, key) }
	switch {
	case s.Answered != nil && *s.Answered != answered,
		len(s.AnyOf) > 0 && !slices.ContainsFunc(s.AnyOf, chosen),
		slices.ContainsFunc(s.NoneOf, chosen),
		s.Least != nil && (answer.Number == nil || *answer.Number < *s.Least),
		s.Most != nil && (answer.Number == nil || *answer.Number > *s.Most):
		return false
	}
	return true
}

// Asked lists the keys of the questions that the person was shown, in the survey's order.
func Asked(questions []Question, answers Answers) []string {
	var keys []string
	for i := range questions {
		if questions[i].seen(answers, nil) == isShown {
			keys = append(keys, questions[i].Key)
		}
	}
	return keys
}
