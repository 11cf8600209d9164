package survey

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"unicode/utf8"

	"minyi/domain/trust"
)

// Text writes the answers as canonical JSON. Receipts commit to every byte of it, so it must equal trust.Written(a); writing it here
// takes a fraction of the time.
func (a Answers) Text() string {
	if a == nil {
		return "null"
	}
	text := []byte{}
	for _, key := range slices.Sorted(maps.Keys(a)) {
		text = a[key].appendTo(append(appendText(append(text, ','), key), ':'))
	}
	return string(closeObject(text, 0))
}

// appendTo writes the parts of an answer that are not empty.
func (a Answer) appendTo(text []byte) []byte {
	start := len(text)
	if len(a.Choices) > 0 {
		text = appendTexts(append(text, `,"choices":`...), a.Choices)
	}
	if a.Other != nil {
		text = appendText(append(text, `,"other":`...), *a.Other)
	}
	if a.Number != nil {
		text = appendNumber(append(text, `,"number":`...), *a.Number)
	}
	if a.Text != nil {
		text = appendText(append(text, `,"text":`...), *a.Text)
	}
	if a.Date != nil {
		text = appendText(append(text, `,"date":`...), *a.Date)
	}
	if len(a.Rows) > 0 {
		text = append(text, `,"rows":[`...)
		for _, row := range a.Rows {
			text = appendText(append(text, `{"row":`...), row.Row)
			text = append(appendText(append(text, `,"choice":`...), row.Choice), '}', ',')
		}
		text[len(text)-1] = ']'
	}
	if len(a.Ranking) > 0 {
		text = appendTexts(append(text, `,"ranking":`...), a.Ranking)
	}
	if a.NotApplicable {
		text = append(text, `,"notApplicable":true`...)
	}
	if a.Redacted {
		text = append(text, `,"redacted":true`...)
	}
	return closeObject(text, start)
}

// closeObject makes an object of the members since start. Each member begins with a comma, and the first comma becomes the brace.
func closeObject(text []byte, start int) []byte {
	if len(text) == start {
		return append(text, '{', '}')
	}
	text[start] = '{'
	return append(text, '}')
}

// appendTexts writes a list of texts. The list must not be empty.
func appendTexts(to []byte, list []string) []byte {
	to = append(to, '[')
	for _, text := range list {
		to = append(appendText(to, text), ',')
	}
	to[len(to)-1] = ']'
	return to
}

// appendText writes a text. A text that needs escapes is rare and goes through trust.Written.
func appendText(to []byte, text string) []byte {
	for _, r := range text {
		if r < ' ' || r == '"' || r == '\\' || r == utf8.RuneError || r == '\u2028' || r == '\u2029' {
			return append(to, trust.Written(text)...)
		}
	}
	return append(append(append(to, '"'), text...), '"')
}

// appendNumber writes a number. JSON writes very large and very small numbers with an exponent; trust.Written does those.
func appendNumber(to []byte, x float64) []byte {
	if size := math.Abs(x); size != 0 && (size < 1e-6 || size >= 1e21) {
		return append(to, trust.Written(x)...)
	}
	return strconv.AppendFloat(to, x, 'f', -1, 64)
}
