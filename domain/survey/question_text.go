package survey

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"

	"minyi/domain/civic"
)

// The longest texts of a question, in grapheme clusters.
const (
	maxQuestionTitle = 500
	maxQuestionHelp  = 2000
	maxQuestionUnit  = 50
)

// Refusals of a question's texts and conditions.
var (
	QuestionTextMissing   = civic.NewCode("QUESTION_TEXT_MISSING", "请填写文字。", "A text is needed here.")
	QuestionTextTooLong   = civic.NewCode("QUESTION_TEXT_TOO_LONG", "最多 {max} 个字。", "At most {max} characters are allowed.")
	QuestionTextControl   = civic.NewCode("QUESTION_TEXT_CONTROL_CHARACTERS", "第{line}行第{column}个字符（{found}）是不可见的控制字符，请删去。", "Character {column} of line {line} ({found}) is an invisible control character: delete it.")
	QuestionLocaleTwice   = civic.NewCode("QUESTION_LOCALE_TWICE", "同一语言只能填写一次。", "A language may be given once.")
	QuestionLocaleUnknown = civic.NewCode("QUESTION_LOCALE_UNKNOWN", "不支持这种语言。", "This language is not supported.")
	ShowIfNotEarlier      = civic.NewCode("SHOW_IF_NOT_EARLIER", "显示条件只能引用前面的题目。", "A condition may refer to an earlier question only.")
	ShowIfEmpty           = civic.NewCode("SHOW_IF_EMPTY", "显示条件没有内容。", "The condition says nothing.")
	ShowIfMisfit          = civic.NewCode("SHOW_IF_MISFIT", "显示条件不适用于 {found} 题型。", "This condition does not suit a question of kind {found}.")
	ShowIfUnknownOption   = civic.NewCode("SHOW_IF_UNKNOWN_OPTION", "所引用的题目没有这个选项。", "The question it refers to has no such option.")
	ShowIfTooMany         = civic.NewCode("SHOW_IF_TOO_MANY", "最多 {max} 项。", "At most {max} are allowed.")
	ShowIfNumberInvalid   = civic.NewCode("SHOW_IF_NUMBER_INVALID", "显示条件的数值无效，或上限小于下限。", "The condition's number is not valid, or its upper limit lies below the lower.")
)

// localized checks one text in all its languages and trims it.
func (c *questionCheck) localized(path string, in []civic.LocalizedTextInput, most int, required bool) civic.Localized {
	if required && len(in) == 0 {
		c.Add(QuestionTextMissing, path)
	}
	if len(in) > maxOptions {
		c.Add(QuestionLocaleTwice, path)
		return nil
	}
	accepted := make([]civic.LocalizedTextInput, len(in))
	seen := map[civic.Locale]bool{}
	for i, text := range in {
		at := fmt.Sprintf("%s.%d", path, i)
		c.locale(at+".locale", text.Locale, seen)
		accepted[i] = civic.LocalizedTextInput{Locale: text.Locale, Text: normalizeText(text.Text)}
		c.text(at+".text", accepted[i].Text, most)
	}
	return civic.Localize(accepted)
}

func (c *questionCheck) locale(path string, locale civic.Locale, seen map[civic.Locale]bool) {
	switch {
	case !civic.KnownLocale(locale):
		c.Add(QuestionLocaleUnknown, path)
	case seen[locale]:
		c.Add(QuestionLocaleTwice, path)
	}
	seen[locale] = true
}

func (c *questionCheck) text(path, text string, most int) {
	switch {
	case isBlank(text):
		c.Add(QuestionTextMissing, path)
	case isTooLong(text, most):
		c.Add(QuestionTextTooLong, path, civic.Max(most))
	case !utf8.ValidString(text):
		c.Add(civic.InvalidText, path)
	case civic.HasControl(text):
		c.Add(QuestionTextControl, path, civic.ControlFacts(text)...)
	}
}

// showIf checks a question's conditions against the earlier questions.
func (c *questionCheck) showIf(path string, in []ShowIfInput) []ShowIf {
	if len(in) > maxConditions {
		c.Add(ShowIfTooMany, path, civic.Max(maxConditions))
		return nil
	}
	var accepted []ShowIf
	for i, condition := range in {
		c.condition(fmt.Sprintf("%s.%d", path, i), ShowIf(condition))
		accepted = append(accepted, ShowIf(condition))
	}
	return accepted
}

// condition checks one condition.
func (c *questionCheck) condition(path string, s ShowIf) {
	if len(s.AnyOf)+len(s.NoneOf) == 0 && s.Min == nil && s.Max == nil && s.Answered == nil {
		c.Add(ShowIfEmpty, path)
	}
	for _, q := range c.accepted {
		if q.Key == s.Question {
			c.conditionOptions(path+".anyOf", q, s.AnyOf)
			c.conditionOptions(path+".noneOf", q, s.NoneOf)
			c.conditionNumbers(path, q, s)
			return
		}
	}
	c.Add(ShowIfNotEarlier, path+".question")
}

func (c *questionCheck) conditionOptions(path string, q Question, wanted []string) {
	switch {
	case len(wanted) == 0:
	case !q.isChoice():
		c.Add(ShowIfMisfit, path, civic.Found(q.Kind))
	case len(wanted) > len(q.choices()):
		c.Add(ShowIfTooMany, path, civic.Max(len(q.choices())))
	default:
		for i, key := range wanted {
			if !slices.Contains(q.choices(), key) {
				c.Add(ShowIfUnknownOption, fmt.Sprintf("%s.%d", path, i))
			}
		}
	}
}

func (c *questionCheck) conditionNumbers(path string, q Question, s ShowIf) {
	for i, bound := range []*float64{s.Min, s.Max} {
		at := path + []string{".min", ".max"}[i]
		switch {
		case bound == nil:
		case !q.isNumeric():
			c.Add(ShowIfMisfit, at, civic.Found(q.Kind))
		case !isNumber(*bound), i == 1 && s.Min != nil && *bound < *s.Min:
			c.Add(ShowIfNumberInvalid, at)
		}
	}
}

// normalizeText removes the outer white space and turns every line break into a newline.
func normalizeText(text string) string { return strings.TrimSpace(lineEnds.Replace(text)) }

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// isBlank tells whether a text has no visible character: only white space, control and formatting characters.
func isBlank(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool {
		return !unicode.IsSpace(r) && !unicode.In(r, unicode.Cc, unicode.Cf)
	}) < 0
}

// isTooLong tells whether a text has more grapheme clusters than allowed. It also limits the bytes, because one cluster can have any
// number of combining marks. 32 bytes are enough for the longest family emoji.
func isTooLong(text string, most int) bool {
	return len(text) > 32*most || uniseg.GraphemeClusterCount(text) > most
}
