package survey

import (
	"fmt"
	"slices"
	"time"

	"minyi/domain/civic"
)

// Refusals of a single answer; the first argument is the question's key.
var (
	UnknownOption           = civic.NewCode("UNKNOWN_OPTION", "题目“%s”没有这个选项。", "The question “%s” has no such option.")
	UnknownRow              = civic.NewCode("UNKNOWN_ROW", "题目“%s”没有这一行。", "The question “%s” has no such row.")
	OptionTwice             = civic.NewCode("OPTION_TWICE", "题目“%s”中同一项只能选一次。", "In the question “%s” nothing may be named twice.")
	TooFewChoices           = civic.NewCode("TOO_FEW_CHOICES", "题目“%s”至少要选 %d 项。", "The question “%s” needs at least %d.")
	TooManyChoices          = civic.NewCode("TOO_MANY_CHOICES", "题目“%s”最多选 %d 项。", "The question “%s” takes at most %d.")
	RowMissing              = civic.NewCode("ROW_MISSING", "题目“%s”的“%s”行未作答。", "The question “%s” must be answered for the row “%s”.")
	OtherMissing            = civic.NewCode("OTHER_MISSING", "题目“%s”选了“其他”，请写明。", "The question “%s” asks for words when “other” is chosen.")
	OtherNotChosen          = civic.NewCode("OTHER_NOT_CHOSEN", "题目“%s”没有选“其他”，不能另写。", "The question “%s” takes words only when “other” is chosen.")
	AnswerNumberInvalid     = civic.NewCode("ANSWER_NUMBER_INVALID", "题目“%s”的数值无效。", "The number for the question “%s” is not valid.")
	AnswerTooPrecise        = civic.NewCode("ANSWER_TOO_PRECISE", "题目“%s”最多 %d 位小数。", "The question “%s” takes at most %d decimals.")
	AnswerTooSmall          = civic.NewCode("ANSWER_TOO_SMALL", "题目“%s”不得小于 %s。", "The question “%s” takes nothing below %s.")
	AnswerTooLarge          = civic.NewCode("ANSWER_TOO_LARGE", "题目“%s”不得大于 %s。", "The question “%s” takes nothing above %s.")
	AnswerDateInvalid       = civic.NewCode("ANSWER_DATE_INVALID", "题目“%s”须填写有效日期，如 2026-01-31。", "The question “%s” takes a day of the calendar such as 2026-01-31.")
	AnswerTooLong           = civic.NewCode("ANSWER_TOO_LONG", "题目“%s”最多 %d 个字。", "The question “%s” takes at most %d characters.")
	AnswerControlCharacters = civic.NewCode("ANSWER_CONTROL_CHARACTERS", "题目“%s”的回答中含有控制字符。", "The answer to the question “%s” holds control characters.")
)

// keys checks that each key is one of those allowed and named once.
func (o *oneAnswer) keys(part string, keys, allowed []string) {
	for i, key := range keys {
		switch {
		case !slices.Contains(allowed, key):
			o.refuse(UnknownOption, fmt.Sprintf("%s.%d", part, i))
		case slices.Contains(keys[:i], key):
			o.refuse(OptionTwice, fmt.Sprintf("%s.%d", part, i))
		}
	}
}

// amount checks how many were named. It answers false where there are too many to look at one by one.
func (o *oneAnswer) amount(part string, named, least, most int) bool {
	switch {
	case named < least:
		o.refuse(TooFewChoices, part, least)
	case named > most:
		o.refuse(TooManyChoices, part, most)
	}
	return named <= max(most, maxOptions+1)
}

// choices checks the chosen options and puts them into the survey's order.
func (o *oneAnswer) choices() []string {
	least, most := 1, 1
	if o.question.Kind == MultipleChoice {
		least, most = int(*o.question.Least), int(*o.question.Most)
	}
	if !o.amount("choices", len(o.in.Choices), least, most) {
		return nil
	}
	allowed := o.question.choices()
	o.keys("choices", o.in.Choices, allowed)
	return slices.DeleteFunc(allowed, func(key string) bool { return !slices.Contains(o.in.Choices, key) })
}

// other checks the words of the option "other", which are needed exactly when it is chosen.
func (o *oneAnswer) other() *string {
	chosen := o.question.AllowOther && slices.Contains(o.in.Choices, OtherOption)
	written := o.in.Other != nil && !blankText(*o.in.Other)
	switch {
	case chosen && written:
		return o.text("other", *o.in.Other, maxOtherText)
	case chosen:
		o.refuse(OtherMissing, "other")
	case written:
		o.refuse(OtherNotChosen, "other")
	}
	return nil
}

// text checks the person's own words and trims them.
func (o *oneAnswer) text(part, raw string, most int) *string {
	text := tidyText(raw)
	switch {
	case longerText(text, most):
		o.refuse(AnswerTooLong, part, most)
	case controlText(text):
		o.refuse(AnswerControlCharacters, part)
	}
	return &text
}

// number checks a number, or a rating, which has no decimals.
func (o *oneAnswer) number() *float64 {
	q, x := o.question, *o.in.Number+0 // +0 turns minus zero into zero
	switch {
	case !isNumber(x):
		o.refuse(AnswerNumberInvalid, "number")
	case !fits(x, q.Decimals):
		o.refuse(AnswerTooPrecise, "number", q.Decimals)
	case q.Least != nil && x < *q.Least:
		o.refuse(AnswerTooSmall, "number", decimal(*q.Least))
	case q.Most != nil && x > *q.Most:
		o.refuse(AnswerTooLarge, "number", decimal(*q.Most))
	}
	return &x
}

// date checks that the day exists.
func (o *oneAnswer) date() *string {
	text := tidyText(*o.in.Date)
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		o.refuse(AnswerDateInvalid, "date")
	}
	return &text
}

// rows checks a matrix and puts its rows into the survey's order. A required matrix is answered for every row.
func (o *oneAnswer) rows() []MatrixAnswer {
	given := map[string]string{}
	if !o.amount("rows", len(o.in.Rows), 0, len(o.question.Rows)) {
		return nil
	}
	for i, row := range o.in.Rows {
		o.row(i, row, given)
		given[row.Row] = row.Choice
	}
	var kept []MatrixAnswer
	for _, row := range o.question.Rows {
		choice, has := given[row.Key]
		switch {
		case has:
			kept = append(kept, MatrixAnswer{Row: row.Key, Choice: choice})
		case o.question.Required:
			o.refuse(RowMissing, "rows", row.Key)
		}
	}
	return kept
}

// row checks the choice for one row.
func (o *oneAnswer) row(i int, in MatrixAnswerInput, before map[string]string) {
	_, twice := before[in.Row]
	switch {
	case !hasOption(o.question.Rows, in.Row):
		o.refuse(UnknownRow, fmt.Sprintf("rows.%d.row", i))
	case twice:
		o.refuse(OptionTwice, fmt.Sprintf("rows.%d.row", i))
	case !hasOption(o.question.Options, in.Choice):
		o.refuse(UnknownOption, fmt.Sprintf("rows.%d.choice", i))
	}
}

// ranking checks the order in which the person put the options.
func (o *oneAnswer) ranking() []string {
	q := o.question
	if o.amount("ranking", len(o.in.Ranking), int(*q.Least), int(*q.Most)) {
		o.keys("ranking", o.in.Ranking, optionKeys(q.Options))
	}
	return slices.Clone(o.in.Ranking)
}
