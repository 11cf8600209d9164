package survey

import (
	"cmp"
	"context"
	"database/sql/driver"
	"slices"

	"minyi/domain/civic"
)

// QuestionKind says what kind of answer a question has.
type QuestionKind string

// The kinds of question.
const (
	SingleChoice   QuestionKind = "SINGLE_CHOICE"   // one of the options
	MultipleChoice QuestionKind = "MULTIPLE_CHOICE" // several of the options
	Rating         QuestionKind = "RATING"          // a whole number on a scale
	Number         QuestionKind = "NUMBER"          // a decimal number
	Text           QuestionKind = "TEXT"            // the person's own words
	Date           QuestionKind = "DATE"            // a day of the calendar
	Matrix         QuestionKind = "MATRIX"          // one of the options for each row; the options are the columns
	Ranking        QuestionKind = "RANKING"         // the options in the person's order
)

// OtherOption is the key of the option "other", which asks for the person's own words. A survey's own options cannot have this key.
const OtherOption = "other"

// NotApplicableOption is the choice in a row of a matrix that does not apply to the person. An option cannot have this key.
const NotApplicableOption = "not_applicable"

// Question is one question of a survey version as it is stored. All defaults are filled in. Stored JSON, also that of reports, calls the
// bounds least and most.
type Question struct {
	Key           string          `json:"key"` // stable and unique in the survey; answers and tallies refer to it
	Kind          QuestionKind    `json:"kind"`
	Titles        civic.Localized `json:"title"`
	Helps         civic.Localized `json:"help,omitempty"`
	Sections      civic.Localized `json:"section,omitempty"`  // the heading of the section that begins with the question
	Required      bool            `json:"required,omitempty"` // in a matrix: every row
	Page          int             `json:"page"`               // from 1; no question is on an earlier page than the one before
	Options       []Option        `json:"options,omitempty"`  // in a matrix the columns, in a ranking the things to rank
	Rows          []Option        `json:"rows,omitempty"`     // of a matrix
	AllowOther    bool            `json:"allowOther,omitempty"`
	NotApplicable bool            `json:"notApplicable,omitempty"` // "not applicable" is an answer apart from the scale, in a matrix to each row
	Min           *float64        `json:"least,omitempty"`         // the fewest choices or ranks, the lowest rating or number, a text's least length; nil means no limit
	Max           *float64        `json:"most,omitempty"`          // the most choices or ranks, the highest rating or number, a text's length in grapheme clusters
	Units         civic.Localized `json:"unit,omitempty"`          // of a number
	Decimals      int             `json:"decimals,omitempty"`
	ShowIf        []ShowIf        `json:"showIf,omitempty"`
	Mode          ShowIfMode      `json:"showIfMode,omitempty"` // empty means ShowIfAll
}

// Option is an option of a choice, a column or row of a matrix, or a thing to rank.
type Option struct {
	Key       string          `json:"key"`
	Titles    civic.Localized `json:"title"`
	Exclusive bool            `json:"exclusive,omitempty"` // of a multiple choice: it is chosen alone, such as "none of these"
}

// ShowIfMode says how many conditions must hold.
type ShowIfMode string

// The modes.
const (
	ShowIfAll ShowIfMode = "ALL"
	ShowIfAny ShowIfMode = "ANY"
)

// ShowIf is a condition on the answer to an earlier question. It holds if all its parts that are set hold.
type ShowIf struct {
	Question string   `json:"question"`
	AnyOf    []string `json:"anyOf,omitempty"`    // at least one of these options was chosen
	NoneOf   []string `json:"noneOf,omitempty"`   // none of these options was chosen; holds too without an answer
	Min      *float64 `json:"least,omitempty"`    // a number or rating was given and is at least this
	Max      *float64 `json:"most,omitempty"`     // a number or rating was given and is at most this
	Answered *bool    `json:"answered,omitempty"` // true: there is an answer; false: there is none
}

// Title is the question's words in a language.
func (q Question) Title(ctx context.Context, locale *civic.WantedLocale) string {
	return q.Titles.Read(ctx, locale)
}

// Help is the help text in a language.
func (q Question) Help(ctx context.Context, locale *civic.WantedLocale) string {
	return q.Helps.Read(ctx, locale)
}

// ShowIfMode says how many conditions must hold.
func (q Question) ShowIfMode() ShowIfMode { return cmp.Or(q.Mode, ShowIfAll) }

// Section is the heading in a language of the section that begins with the question. It is empty if the section goes on.
func (q Question) Section(ctx context.Context, locale *civic.WantedLocale) string {
	return q.Sections.Read(ctx, locale)
}

// Unit is the unit of a number in a language.
func (q Question) Unit(ctx context.Context, locale *civic.WantedLocale) string {
	return q.Units.Read(ctx, locale)
}

// Title is the option's words in a language.
func (o Option) Title(ctx context.Context, locale *civic.WantedLocale) string {
	return o.Titles.Read(ctx, locale)
}

// QuestionInput is a question as staff send it. CheckQuestions checks it.
type QuestionInput struct {
	Key           string
	Kind          QuestionKind
	Title         []civic.LocalizedTextInput
	Help          []civic.LocalizedTextInput
	Section       []civic.LocalizedTextInput
	Required      bool
	Page          int
	Options       []OptionInput
	Rows          []OptionInput
	AllowOther    bool
	NotApplicable bool
	Min           *float64 // defaults: 1 choice, a rating of 1, as many ranks as Max, a text of 1 grapheme cluster
	Max           *float64 // defaults: all choices, a rating of 5, all ranks, a text of 2,000 grapheme clusters
	Unit          []civic.LocalizedTextInput
	Decimals      int
	ShowIf        []ShowIfInput
	ShowIfMode    ShowIfMode
}

// OptionInput is an option or a matrix row as staff send it.
type OptionInput struct {
	Key       string
	Title     []civic.LocalizedTextInput
	Exclusive bool
}

// ShowIfInput is a condition as staff send it.
type ShowIfInput struct {
	Question string
	AnyOf    []string
	NoneOf   []string
	Min      *float64
	Max      *float64
	Answered *bool
}

// LocalizeOptional is civic.Localize for texts that may be missing. It returns an empty text and never nil.
func LocalizeOptional(texts []civic.LocalizedTextInput) civic.Localized {
	if len(texts) == 0 {
		return civic.Localized{}
	}
	return civic.Localize(texts)
}

// Questions is all questions of a survey version. The database stores them as JSON.
type Questions []Question

// Scan reads the questions from a JSON column.
func (qs *Questions) Scan(from any) error { return civic.ScanJSON(from, qs) }

// Value writes the questions to a JSON column.
func (qs Questions) Value() (driver.Value, error) { return civic.ValueJSON(qs) }

// choices lists the keys that a person may choose, in the survey's order: the options, and then "other" if it is allowed.
func (q Question) choices() []string {
	keys := optionKeys(q.Options)
	if q.AllowOther {
		keys = append(keys, OtherOption)
	}
	return keys
}

// isChoice tells whether the answer is one or more options.
func (q Question) isChoice() bool { return q.Kind == SingleChoice || q.Kind == MultipleChoice }

// isNumeric tells whether the answer is a number.
func (q Question) isNumeric() bool { return q.Kind == Rating || q.Kind == Number }

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

// visibility says whether a person sees a question.
type visibility int

const (
	hidden    visibility = iota
	undecided            // it depends on an answer that was refused
	shown
)

// visibility decides whether the question is shown, from the answers to earlier questions and the questions whose answers were
// refused. A hidden question has no answer, so a question that depends on its answer is hidden too.
func (q *Question) visibility(answers Answers, refused map[string]bool) visibility {
	decides, otherwise := hidden, shown // the first condition that does not hold decides
	if q.Mode == ShowIfAny && len(q.ShowIf) > 0 {
		decides, otherwise = shown, hidden
	}
	for _, condition := range q.ShowIf {
		switch {
		case refused[condition.Question]:
			otherwise = undecided
		case condition.holds(answers) == (decides == shown):
			return decides
		}
	}
	return otherwise
}

// holds tells whether the condition holds.
func (s ShowIf) holds(answers Answers) bool {
	answer, answered := answers[s.Question]
	chosen := func(key string) bool { return slices.Contains(answer.Choices, key) }
	switch {
	case s.Answered != nil && *s.Answered != answered,
		len(s.AnyOf) > 0 && !slices.ContainsFunc(s.AnyOf, chosen),
		slices.ContainsFunc(s.NoneOf, chosen),
		s.Min != nil && (answer.Number == nil || *answer.Number < *s.Min),
		s.Max != nil && (answer.Number == nil || *answer.Number > *s.Max):
		return false
	}
	return true
}

// Asked lists the keys of the questions that a person with these answers sees, in the survey's order.
func Asked(questions []Question, answers Answers) []string {
	var keys []string
	for i := range questions {
		if questions[i].visibility(answers, nil) == shown {
			keys = append(keys, questions[i].Key)
		}
	}
	return keys
}
