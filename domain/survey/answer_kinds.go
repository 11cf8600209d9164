package survey

import (
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/rivo/uniseg"

	"minyi/domain/civic"
)

// Refusals of a single answer.
var (
	UnknownOption           = civic.NewCode("UNKNOWN_OPTION", "题目“{question}”没有这个选项。", "The question “{question}” has no such option.")
	UnknownRow              = civic.NewCode("UNKNOWN_ROW", "题目“{question}”没有这一行。", "The question “{question}” has no such row.")
	OptionTwice             = civic.NewCode("OPTION_TWICE", "题目“{question}”中同一项只能选一次。", "In the question “{question}” nothing may be named twice.")
	ExclusiveOption         = civic.NewCode("EXCLUSIVE_OPTION", "题目“{question}”选了“{option}”，就不能再选其他项。", "In the question “{question}” the option “{option}” is chosen alone.")
	NotApplicableApart      = civic.NewCode("NOT_APPLICABLE_APART", "题目“{question}”不能既选“不适用”又作答，或不提供“不适用”。", "The question “{question}” takes “not applicable” only in place of an answer, and only if it offers that.")
	AnswerTooShort          = civic.NewCode("ANSWER_TOO_SHORT", "题目“{question}”至少要写 {min} 个字。", "The question “{question}” takes at least {min} characters.")
	TooFewChoices           = civic.NewCode("TOO_FEW_CHOICES", "题目“{question}”至少要选 {min} 项。", "The question “{question}” needs at least {min}.")
	TooManyChoices          = civic.NewCode("TOO_MANY_CHOICES", "题目“{question}”最多选 {max} 项。", "The question “{question}” takes at most {max}.")
	RowMissing              = civic.NewCode("ROW_MISSING", "题目“{question}”的“{row}”行未作答。", "The question “{question}” must be answered for the row “{row}”.")
	OtherMissing            = civic.NewCode("OTHER_MISSING", "题目“{question}”选了“其他”，请写明。", "The question “{question}” asks for words when “other” is chosen.")
	OtherNotChosen          = civic.NewCode("OTHER_NOT_CHOSEN", "题目“{question}”没有选“其他”，不能另写。", "The question “{question}” takes words only when “other” is chosen.")
	AnswerNumberInvalid     = civic.NewCode("ANSWER_NUMBER_INVALID", "题目“{question}”的数值无效。", "The number for the question “{question}” is not valid.")
	AnswerTooPrecise        = civic.NewCode("ANSWER_TOO_PRECISE", "题目“{question}”最多 {max} 位小数。", "The question “{question}” takes at most {max} decimals.")
	AnswerTooSmall          = civic.NewCode("ANSWER_TOO_SMALL", "题目“{question}”不得小于 {min}。", "The question “{question}” takes nothing below {min}.")
	AnswerTooLarge          = civic.NewCode("ANSWER_TOO_LARGE", "题目“{question}”不得大于 {max}。", "The question “{question}” takes nothing above {max}.")
	AnswerDateInvalid       = civic.NewCode("ANSWER_DATE_INVALID", "题目“{question}”须填写有效日期，如 2026-01-31。", "The question “{question}” takes a day of the calendar such as 2026-01-31.")
	AnswerTooLong           = civic.NewCode("ANSWER_TOO_LONG", "题目“{question}”最多 {max} 个字。", "The question “{question}” takes at most {max} characters.")
	AnswerControlCharacters = civic.NewCode("ANSWER_CONTROL_CHARACTERS", "题目“{question}”的回答中，第{line}行第{column}个字符（{found}）是不可见的控制字符，请删去。", "In the answer to the question “{question}” character {column} of line {line} ({found}) is an invisible control character: delete it.")
)

// checkKeys checks that each key is allowed and occurs once.
func (c *answerCheck) checkKeys(part string, keys, allowed []string) {
	for i, key := range keys {
		switch {
		case !slices.Contains(allowed, key):
			c.refuse(UnknownOption, fmt.Sprintf("%s.%d", part, i))
		case slices.Contains(keys[:i], key):
			c.refuse(OptionTwice, fmt.Sprintf("%s.%d", part, i))
		}
	}
}

// checkCount checks how many keys were given. It returns false if there are too many to check one by one.
func (c *answerCheck) checkCount(part string, given, least, most int) bool {
	switch {
	case given < least:
		c.refuse(TooFewChoices, part, civic.Min(least))
	case given > most:
		c.refuse(TooManyChoices, part, civic.Max(most))
	}
	return given <= max(most, maxOptions+1)
}

// choices checks the chosen options and sorts them in the survey's order.
func (c *answerCheck) choices() []string {
	least, most := 1, 1
	if c.question.Kind == MultipleChoice {
		least, most = int(*c.question.Min), int(*c.question.Max)
	}
	allowed := c.question.choices()
	if alone := c.question.exclusive(c.in.Choices); alone != nil {
		least = 1
		if len(c.in.Choices) > 1 {
			c.refuse(ExclusiveOption, "choices", civic.Fact{Name: "option", Value: alone.Titles})
		}
	}
	if !c.checkCount("choices", len(c.in.Choices), least, most) {
		return nil
	}
	c.checkKeys("choices", c.in.Choices, allowed)
	return slices.DeleteFunc(allowed, func(key string) bool { return !slices.Contains(c.in.Choices, key) })
}

// exclusive finds an option among the choices that is chosen alone.
func (q *Question) exclusive(choices []string) *Option {
	for i, o := range q.Options {
		if o.Exclusive && slices.Contains(choices, o.Key) {
			return &q.Options[i]
		}
	}
	return nil
}

// other checks the words of the option "other". They are required if it is chosen, and refused if not.
func (c *answerCheck) other() *string {
	chosen := c.question.AllowOther && slices.Contains(c.in.Choices, OtherOption)
	hasWords := c.in.Other != nil && !isBlank(*c.in.Other)
	switch {
	case chosen && hasWords:
		return c.text("other", *c.in.Other, maxOtherText)
	case chosen:
		c.refuse(OtherMissing, "other")
	case hasWords:
		c.refuse(OtherNotChosen, "other")
	}
	return nil
}

// notApplicable checks the answer that the question does not apply to the person, or that the person does not know. It stands alone.
func (c *answerCheck) notApplicable() Answer {
	if !c.question.NotApplicable || c.in.Number != nil || c.in.Date != nil {
		c.refuse(NotApplicableApart, "notApplicable")
	}
	return Answer{NotApplicable: true}
}

// words checks the length of a free text too.
func (c *answerCheck) words() *string {
	text := c.text("text", *c.in.Text, int(*c.question.Max))
	if least := value(c.question.Min); least > 1 && uniseg.GraphemeClusterCount(*text) < int(least) {
		c.refuse(AnswerTooShort, "text", civic.Min(least))
	}
	return text
}

// text checks a free text and trims it.
func (c *answerCheck) text(part, raw string, most int) *string {
	text := normalizeText(raw)
	switch {
	case isTooLong(text, most):
		c.refuse(AnswerTooLong, part, civic.Max(most))
	case !utf8.ValidString(text):
		c.refuse(civic.InvalidText, part)
	case civic.HasControl(text):
		c.refuse(AnswerControlCharacters, part, civic.ControlFacts(text)...)
	}
	return &text
}

// number checks a number or a rating. A rating has no decimals.
func (c *answerCheck) number() *float64 {
	q, x := c.question, *c.in.Number+0 // adding 0 turns minus zero into zero
	switch {
	case !isNumber(x):
		c.refuse(AnswerNumberInvalid, "number")
	case !fits(x, q.Decimals):
		c.refuse(AnswerTooPrecise, "number", civic.Max(q.Decimals))
	case q.Min != nil && x < *q.Min:
		c.refuse(AnswerTooSmall, "number", civic.Min(*q.Min))
	case q.Max != nil && x > *q.Max:
		c.refuse(AnswerTooLarge, "number", civic.Max(*q.Max))
	}
	return &x
}

// date checks that the day exists.
func (c *answerCheck) date() *string {
	text := normalizeText(*c.in.Date)
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		c.refuse(AnswerDateInvalid, "date")
	}
	return &text
}

// rows checks a matrix and sorts its rows in the survey's order. A required matrix needs an answer for every row.
func (c *answerCheck) rows() []MatrixRowAnswer {
	given := map[string]string{}
	if !c.checkCount("rows", len(c.in.Rows), 0, len(c.question.Rows)) {
		return nil
	}
	for i, row := range c.in.Rows {
		c.checkRow(i, row, given)
		given[row.Row] = row.Choice
	}
	var accepted []MatrixRowAnswer
	for _, row := range c.question.Rows {
		choice, has := given[row.Key]
		switch {
		case has:
			accepted = append(accepted, MatrixRowAnswer{Row: row.Key, Choice: choice})
		case c.question.Required:
			c.refuse(RowMissing, row.Key, civic.Fact{Name: "row", Value: row.Titles})
		}
	}
	return accepted
}

// checkRow checks the choice of one row.
func (c *answerCheck) checkRow(i int, in MatrixRowAnswerInput, earlier map[string]string) {
	_, twice := earlier[in.Row]
	switch {
	case !hasOption(c.question.Rows, in.Row):
		c.refuse(UnknownRow, fmt.Sprintf("rows.%d.row", i))
	case twice:
		c.refuse(OptionTwice, in.Row)
	case c.question.NotApplicable && in.Choice == NotApplicableOption:
	case !hasOption(c.question.Options, in.Choice):
		c.refuse(UnknownOption, in.Row)
	}
}

// ranking checks the person's order of the options.
func (c *answerCheck) ranking() []string {
	q := c.question
	if c.checkCount("ranking", len(c.in.Ranking), int(*q.Min), int(*q.Max)) {
		c.checkKeys("ranking", c.in.Ranking, optionKeys(q.Options))
	}
	return slices.Clone(c.in.Ranking)
}
