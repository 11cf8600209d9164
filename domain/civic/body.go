package civic

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// Refusals of a text that people write.
var (
	Empty             = NewCode("EMPTY", "内容不能为空。", "There is nothing to read here.")
	ControlCharacters = NewCode("CONTROL_CHARACTERS", "第{line}行第{column}个字符（{found}）是不可见的控制字符，请删去。", "Character {column} of line {line} ({found}) is an invisible control character: delete it.")
	InvalidText       = NewCode("INVALID_TEXT", "内容不是有效的文本。", "This is not a valid text.")
)

// longestCluster is the maximum number of code points in one character (a grapheme cluster). The longest clusters in use,
// a family of emoji or a stack of Indic marks, are much shorter. Without this limit one character could hold a whole book.
const longestCluster = 32

// CheckBody checks a text that people write. The text has 1 to limit characters as people count them (grapheme clusters).
// At least one character is visible. No character is a control character, except line breaks, tabs and directions of
// reading that end. The rest of the text is kept as it is. The refusal is EMPTY, TOO_LONG, CONTROL_CHARACTERS or INVALID_TEXT at the field.
func CheckBody(field, body string, limit int) error {
	if err := CheckReadable(field, body); err != nil {
		return err
	}
	switch {
	case !IsWritten(body):
		return Refuse(Empty, field)
	case !shortEnough(body, limit):
		return Refuse(TooLong, field, Max(limit))
	}
	return nil
}

// CheckReadable checks that a text hides nothing. The refusal is CONTROL_CHARACTERS or INVALID_TEXT at the field.
func CheckReadable(field, text string) error {
	switch {
	case !utf8.ValidString(text):
		return Refuse(InvalidText, field)
	case HasControl(text):
		return Refuse(ControlCharacters, field, ControlFacts(text)...)
	}
	return nil
}

// CheckOptionalBody is CheckBody for a text that may be empty.
func CheckOptionalBody(field, body string, limit int) error {
	if body == "" {
		return nil
	}
	return CheckBody(field, body, limit)
}

// CheckTexts checks a text in several languages and returns all problems: a language that is not one of the installation is
// UNKNOWN_LOCALE, and each text follows the rules of CheckBody.
func CheckTexts(field string, texts []LocalizedTextInput, limit int) error {
	var problems Problems
	for i, text := range texts {
		problems.Join(checkLocale(Indexed(field, i)+".locale", text.Locale))
		problems.Join(CheckBody(Indexed(field, i)+".text", text.Text, limit))
	}
	return problems.Err()
}

// HasControl reports whether a text has a character that can hide something: a control character, or one that changes the direction of
// reading and is never closed (Unicode UAX 9). Line breaks are allowed, also those of Word (U+000B) and PDF (U+000C). Joiners and
// variation selectors are allowed, because emoji and several scripts need them.
func HasControl(text string) bool { return controlAt(text) >= 0 }

// controlAt is the index in bytes of the first character that HasControl means, -1 if there is none.
func controlAt(text string) int {
	var open []int // the indexes of the directions that have not ended
	for at, r := range text {
		switch {
		case r == '\u202D' || r == '\u202E', unicode.IsControl(r) && !strings.ContainsRune("\n\r\t\v\f", r):
			return at
		case r == '\u202A' || r == '\u202B', r >= '\u2066' && r <= '\u2068':
			open = append(open, at)
		case r == '\u202C' || r == '\u2069':
			open = open[:max(0, len(open)-1)]
		}
	}
	if len(open) > 0 {
		return open[0]
	}
	return -1
}

// ControlFacts say where the first forbidden character of a text is, and which it is.
func ControlFacts(text string) []Fact {
	at := controlAt(text)
	before, after := text[:at], text[at:]
	found, _ := utf8.DecodeRuneInString(after)
	line := strings.Count(before, "\n") + 1
	column := utf8.RuneCountInString(before[strings.LastIndex(before, "\n")+1:]) + 1
	return []Fact{{"line", line}, {"column", column}, Found(fmt.Sprintf("U+%04X", found))}
}

// IsWritten reports whether a text has at least one visible character.
func IsWritten(text string) bool { return strings.IndexFunc(text, IsSeen) >= 0 }

// IsSeen reports whether a character is visible. Unicode classes the Hangul fillers as letters and the empty Braille cell
// as a symbol, but they are blank.
func IsSeen(r rune) bool {
	blank := r == '\u2800' || unicode.In(r, unicode.White_Space, unicode.Mn, unicode.Other_Default_Ignorable_Code_Point)
	return unicode.IsGraphic(r) && !blank
}

// shortEnough counts characters as people do. It stops as soon as there are too many.
func shortEnough(body string, limit int) bool {
	if len(body) > limit*longestCluster*utf8.UTFMax {
		return false
	}
	if strings.IndexFunc(body, mayCombine) < 0 {
		return utf8.RuneCountInString(body) <= limit
	}
	clusters := uniseg.NewGraphemes(body)
	for count := 0; clusters.Next(); {
		if count++; count > limit || len(clusters.Runes()) > longestCluster {
			return false
		}
	}
	return true
}

// mayCombine reports whether a code point may form one character together with others. Most texts have no such code
// points. Then the number of code points is the number of characters, and the text need not be split into clusters.
func mayCombine(r rune) bool {
	switch {
	case r == '\n', r >= ' ' && r <= '~', r >= '\u3001' && r <= '\u301F', r >= '\u4E00' && r <= '\u9FFF', r >= '\uFF01' && r <= '\uFF5E':
		return false
	}
	return true
}
