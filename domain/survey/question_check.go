package survey

import (
	"fmt"
	"regexp"
	"slices"

	"minyi/domain/civic"
)

// The size limits of a survey.
const (
	maxQuestions     = 100
	maxOptions       = 100
	maxConditions    = 20
	maxQuestionPages = 100
)

// Refusals of a survey's questions. Paths start with questions and the question's index, counted from 0.
var (
	NoQuestions          = civic.NewCode("NO_QUESTIONS", "问卷至少要有一道题。", "A survey needs at least one question.")
	TooManyQuestions     = civic.NewCode("TOO_MANY_QUESTIONS", "问卷最多 {max} 道题。", "A survey has at most {max} questions.")
	QuestionKeyInvalid   = civic.NewCode("QUESTION_KEY_INVALID", "标识须以小写字母开头，只含小写字母、数字和下划线，最长 32 个字符。", "A key starts with a small letter, holds small letters, digits and underscores, and has at most 32 characters.")
	QuestionKeyTaken     = civic.NewCode("QUESTION_KEY_TAKEN", "标识“{found}”已经用过。", "The key “{found}” is already used.")
	QuestionKeyReserved  = civic.NewCode("QUESTION_KEY_RESERVED", "标识“{found}”留作“其他”或“不适用”选项。", "The key “{found}” is kept for the option “other” or “not applicable”.")
	QuestionKindUnknown  = civic.NewCode("QUESTION_KIND_UNKNOWN", "没有这种题型。", "There is no such kind of question.")
	QuestionPartUnused   = civic.NewCode("QUESTION_PART_UNUSED", "{found} 题型不使用此项。", "A question of kind {found} has no use for this.")
	QuestionPageInvalid  = civic.NewCode("QUESTION_PAGE_INVALID", "页码须在 {min} 至 {max} 之间，且不得小于前一题的页码。", "The page lies from {min} to {max} and does not fall below that of the question before.")
	OptionsTooFew        = civic.NewCode("OPTIONS_TOO_FEW", "至少要有 {min} 项。", "At least {min} are needed.")
	OptionsTooMany       = civic.NewCode("OPTIONS_TOO_MANY", "最多 {max} 项。", "At most {max} are allowed.")
	QuestionBoundInvalid = civic.NewCode("QUESTION_BOUND_INVALID", "须在 {min} 至 {max} 之间，小数位数不超过本题所允许的。", "This lies from {min} to {max} and has no more decimals than the question allows.")
	QuestionBoundsCross  = civic.NewCode("QUESTION_BOUNDS_CROSS", "上限须大于下限。", "The upper limit lies below the lower, or leaves nothing to choose.")
	DecimalsInvalid      = civic.NewCode("DECIMALS_INVALID", "小数位数须在 0 至 6 之间。", "The number of decimals lies from 0 to 6.")
)

var keyPattern = regexp.MustCompile(`^[a-z][a-z0-9_]{0,31}$`)

// usedParts says which parts of a question its kind uses.
type usedParts struct{ options, rows, other, exclusive, none, min, max, number bool }

var usedPartsOf = map[QuestionKind]usedParts{
	SingleChoice:   {options: true, other: true},
	MultipleChoice: {options: true, other: true, exclusive: true, min: true, max: true},
	Rating:         {none: true, min: true, max: true},
	Number:         {none: true, min: true, max: true, number: true},
	Text:           {min: true, max: true},
	Date:           {none: true},
	Matrix:         {options: true, rows: true, none: true},
	Ranking:        {options: true, min: true, max: true},
}

// questionCheck collects the questions and all problems of a survey.
type questionCheck struct {
	civic.Problems
	accepted []Question
}

// CheckQuestions turns the input of staff into the questions of a survey version, or returns all problems at once as
// civic.Problems.
func CheckQuestions(in []QuestionInput) ([]Question, error) {
	var c questionCheck
	switch {
	case len(in) == 0:
		return nil, civic.Refuse(NoQuestions, "questions")
	case len(in) > maxQuestions:
		return nil, civic.Refuse(TooManyQuestions, "questions", civic.Max(maxQuestions))
	}
	for i, input := range in {
		c.accepted = append(c.accepted, c.question(fmt.Sprintf("questions.%d", i), input))
	}
	if err := c.Err(); err != nil {
		return nil, err
	}
	return c.accepted, nil
}

// question checks one question against its kind and the earlier questions.
func (c *questionCheck) question(path string, in QuestionInput) Question {
	c.key(path+".key", in.Key, func(q Question) bool { return q.Key == in.Key })
	use, known := usedPartsOf[in.Kind]
	if !known {
		c.Add(QuestionKindUnknown, path+".kind")
	}
	c.page(path+".page", in.Page)
	q := Question{
		Key: in.Key, Kind: in.Kind, Required: in.Required, Page: in.Page, AllowOther: in.AllowOther, NotApplicable: in.NotApplicable, Decimals: in.Decimals,
		Titles: c.localized(path+".title", in.Title, maxQuestionTitle, true),
		Helps:  c.localized(path+".help", in.Help, maxQuestionHelp, false),
		Units:  c.localized(path+".unit", in.Unit, maxQuestionUnit, false),
	}
	if len(in.Section) > 0 {
		q.Sections = c.localized(path+".section", in.Section, maxQuestionTitle, true)
	}
	if known {
		c.parts(path, in, use)
		q.Options = c.options(path+".options", in, in.Options, use.options, minOptions(in))
		q.Rows = c.options(path+".rows", in, in.Rows, use.rows, 1)
		c.bounds(path, in, &q)
	}
	q.ShowIf = c.showIf(path+".showIf", in.ShowIf)
	if in.ShowIfMode == ShowIfAny {
		q.Mode = ShowIfAny
	}
	return q
}

// key checks a question's key. Same tells whether an earlier question already has this key.
func (c *questionCheck) key(path, key string, same func(Question) bool) {
	switch {
	case !keyPattern.MatchString(key):
		c.Add(QuestionKeyInvalid, path)
	case slices.ContainsFunc(c.accepted, same):
		c.Add(QuestionKeyTaken, path, civic.Found(key))
	}
}

// page checks that no question is on an earlier page than the one before, so that a question's conditions refer to earlier pages or its
// own page.
func (c *questionCheck) page(path string, page int) {
	least := 1
	if len(c.accepted) > 0 {
		least = c.accepted[len(c.accepted)-1].Page
	}
	if page < 1 || page > maxQuestionPages || page < least {
		c.Add(QuestionPageInvalid, path, civic.Min(1), civic.Max(maxQuestionPages))
	}
}

// parts refuses the parts that the kind does not use, so that no stored part is without effect.
func (c *questionCheck) parts(path string, in QuestionInput, use usedParts) {
	for _, part := range []struct {
		name        string
		used, given bool
	}{
		{"options", use.options, len(in.Options) > 0},
		{"rows", use.rows, len(in.Rows) > 0},
		{"allowOther", use.other, in.AllowOther},
		{"notApplicable", use.none, in.NotApplicable},
		{"min", use.min, in.Min != nil},
		{"max", use.max, in.Max != nil},
		{"unit", use.number, len(in.Unit) > 0},
		{"decimals", use.number, in.Decimals != 0},
	} {
		if part.given && !part.used {
			c.Add(QuestionPartUnused, path+"."+part.name, civic.Found(in.Kind))
		}
	}
}

// options checks the options or the rows of a question. It ignores them if the kind does not use them.
func (c *questionCheck) options(path string, of QuestionInput, in []OptionInput, used bool, least int) []Option {
	switch {
	case !used:
		return nil
	case len(in) < least:
		c.Add(OptionsTooFew, path, civic.Min(least))
	case len(in) > maxOptions:
		c.Add(OptionsTooMany, path, civic.Max(maxOptions))
		return nil
	}
	var accepted []Option
	for i, option := range in {
		at := fmt.Sprintf("%s.%d", path, i)
		c.optionKey(at+".key", option.Key, accepted)
		if option.Exclusive && !usedPartsOf[of.Kind].exclusive {
			c.Add(QuestionPartUnused, at+".exclusive", civic.Found(of.Kind))
		}
		accepted = append(accepted, Option{Key: option.Key, Titles: c.localized(at+".title", option.Title, maxQuestionTitle, true), Exclusive: option.Exclusive})
	}
	return accepted
}

func (c *questionCheck) optionKey(path, key string, earlier []Option) {
	switch {
	case !keyPattern.MatchString(key):
		c.Add(QuestionKeyInvalid, path)
	case key == OtherOption || key == NotApplicableOption:
		c.Add(QuestionKeyReserved, path, civic.Found(key))
	case hasOption(earlier, key):
		c.Add(QuestionKeyTaken, path, civic.Found(key))
	}
}

// minOptions is the least number of options that leave a choice. It is two, and "other" is one of them if it is allowed.
func minOptions(in QuestionInput) int {
	if in.AllowOther {
		return 1
	}
	return 2
}
