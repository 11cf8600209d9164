package survey

import (
	"fmt"
	"regexp"
	"slices"

	"minyi/domain/civic"
)

// What a survey may hold.
const (
	maxQuestions     = 100
	maxOptions       = 100
	maxConditions    = 20
	maxQuestionPages = 100
)

// Refusals of a survey's questions. Paths begin with questions and the question's place, counted from 0.
var (
	NoQuestions          = civic.NewCode("NO_QUESTIONS", "问卷至少要有一道题。", "A survey needs at least one question.")
	TooManyQuestions     = civic.NewCode("TOO_MANY_QUESTIONS", "问卷最多 %d 道题。", "A survey has at most %d questions.")
	QuestionKeyInvalid   = civic.NewCode("QUESTION_KEY_INVALID", "标识须以小写字母开头，只含小写字母、数字和下划线，最长 32 个字符。", "A key starts with a small letter, holds small letters, digits and underscores, and has at most 32 characters.")
	QuestionKeyTaken     = civic.NewCode("QUESTION_KEY_TAKEN", "标识“%s”已经用过。", "The key “%s” is already used.")
	QuestionKeyReserved  = civic.NewCode("QUESTION_KEY_RESERVED", "标识“%s”留作“其他”选项。", "The key “%s” is kept for the option “other”.")
	QuestionKindUnknown  = civic.NewCode("QUESTION_KIND_UNKNOWN", "没有这种题型。", "There is no such kind of question.")
	QuestionPartUnused   = civic.NewCode("QUESTION_PART_UNUSED", "%s 题型不使用此项。", "A question of kind %s has no use for this.")
	QuestionPageInvalid  = civic.NewCode("QUESTION_PAGE_INVALID", "页码须在 %d 至 %d 之间，且不得小于前一题的页码。", "The page lies from %d to %d and does not fall below that of the question before.")
	OptionsTooFew        = civic.NewCode("OPTIONS_TOO_FEW", "至少要有 %d 项。", "At least %d are needed.")
	OptionsTooMany       = civic.NewCode("OPTIONS_TOO_MANY", "最多 %d 项。", "At most %d are allowed.")
	QuestionBoundInvalid = civic.NewCode("QUESTION_BOUND_INVALID", "须在 %s 至 %s 之间，最多 %d 位小数。", "This lies from %s to %s and has at most %d decimals.")
	QuestionBoundsCross  = civic.NewCode("QUESTION_BOUNDS_CROSS", "上限须大于下限。", "The upper limit lies below the lower, or leaves nothing to choose.")
	DecimalsInvalid      = civic.NewCode("DECIMALS_INVALID", "小数位数须在 0 至 6 之间。", "The number of decimals lies from 0 to 6.")
)

var questionKey = regexp.MustCompile(`^[a-z][a-z0-9_]{0,31}$`)

// questionUse says which parts of a question its kind has a use for.
type questionUse struct{ options, rows, other, least, most, number bool }

var questionUses = map[QuestionKind]questionUse{
	SingleChoice:   {options: true, other: true},
	MultipleChoice: {options: true, other: true, least: true, most: true},
	Rating:         {least: true, most: true},
	NumberQuestion: {least: true, most: true, number: true},
	TextQuestion:   {most: true},
	DateQuestion:   {},
	Matrix:         {options: true, rows: true},
	Ranking:        {options: true, least: true, most: true},
}

// questionCheck gathers the good questions and all the problems of a survey.
type questionCheck struct {
	civic.Problems
	kept []Question
}

// CheckQuestions turns what staff sent into a survey version's questions, or returns all that is wrong with them at
// once as Problems.
func CheckQuestions(in []QuestionInput) ([]Question, error) {
	var c questionCheck
	switch {
	case len(in) == 0:
		return nil, civic.Refuse(NoQuestions, "questions")
	case len(in) > maxQuestions:
		return nil, civic.Refuse(TooManyQuestions, "questions", maxQuestions)
	}
	for i, input := range in {
		c.kept = append(c.kept, c.question(fmt.Sprintf("questions.%d", i), input))
	}
	if err := c.Err(); err != nil {
		return nil, err
	}
	return c.kept, nil
}

// question checks one question against its kind and those before it.
func (c *questionCheck) question(path string, in QuestionInput) Question {
	c.key(path+".key", in.Key, func(q Question) bool { return q.Key == in.Key })
	use, known := questionUses[in.Kind]
	if !known {
		c.Add(QuestionKindUnknown, path+".kind")
	}
	c.page(path+".page", in.Page)
	q := Question{
		Key: in.Key, Kind: in.Kind, Required: in.Required, Page: in.Page, AllowOther: in.AllowOther, Decimals: in.Decimals,
		Titles: c.localized(path+".title", in.Title, maxQuestionTitle, true),
		Helps:  c.localized(path+".help", in.Help, maxQuestionHelp, false),
		Units:  c.localized(path+".unit", in.Unit, maxQuestionUnit, false),
	}
	if known {
		c.parts(path, in, use)
		q.Options = c.options(path+".options", in.Options, use.options, fewestOptions(in))
		q.Rows = c.options(path+".rows", in.Rows, use.rows, 1)
		c.bounds(path, in, &q)
	}
	q.ShowIf = c.showIf(path+".showIf", in.ShowIf)
	return q
}

// key checks a question's key, which is taken when an earlier question has it.
func (c *questionCheck) key(path, key string, same func(Question) bool) {
	switch {
	case !questionKey.MatchString(key):
		c.Add(QuestionKeyInvalid, path)
	case slices.ContainsFunc(c.kept, same):
		c.Add(QuestionKeyTaken, path, key)
	}
}

// page checks that pages never fall, so that a question's conditions look back and not ahead.
func (c *questionCheck) page(path string, page int) {
	least := 1
	if len(c.kept) > 0 {
		least = c.kept[len(c.kept)-1].Page
	}
	if page < 1 || page > maxQuestionPages || page < least {
		c.Add(QuestionPageInvalid, path, 1, maxQuestionPages)
	}
}

// parts refuses what the kind has no use for, so that nothing is kept that does nothing.
func (c *questionCheck) parts(path string, in QuestionInput, use questionUse) {
	for _, part := range []struct {
		name        string
		used, given bool
	}{
		{"options", use.options, len(in.Options) > 0},
		{"rows", use.rows, len(in.Rows) > 0},
		{"allowOther", use.other, in.AllowOther},
		{"least", use.least, in.Least != nil},
		{"most", use.most, in.Most != nil},
		{"unit", use.number, len(in.Unit) > 0},
		{"decimals", use.number, in.Decimals != 0},
	} {
		if part.given && !part.used {
			c.Add(QuestionPartUnused, path+"."+part.name, in.Kind)
		}
	}
}

// options checks the options or the rows of a question whose kind uses them.
func (c *questionCheck) options(path string, in []OptionInput, used bool, least int) []Option {
	switch {
	case !used:
		return nil
	case len(in) < least:
		c.Add(OptionsTooFew, path, least)
	case len(in) > maxOptions:
		c.Add(OptionsTooMany, path, maxOptions)
		return nil
	}
	var kept []Option
	for i, option := range in {
		at := fmt.Sprintf("%s.%d", path, i)
		c.optionKey(at+".key", option.Key, kept)
		kept = append(kept, Option{Key: option.Key, Titles: c.localized(at+".title", option.Title, maxQuestionTitle, true)})
	}
	return kept
}

func (c *questionCheck) optionKey(path, key string, before []Option) {
	switch {
	case !questionKey.MatchString(key):
		c.Add(QuestionKeyInvalid, path)
	case key == OtherOption:
		c.Add(QuestionKeyReserved, path, key)
	case hasOption(before, key):
		c.Add(QuestionKeyTaken, path, key)
	}
}

// fewestOptions is how many options leave a choice: two, "other" being one of them where it is allowed.
func fewestOptions(in QuestionInput) int {
	if in.AllowOther {
		return 1
	}
	return 2
}
