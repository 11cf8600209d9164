package civic

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// Refusals of a text that people write.
var (
	Empty             = NewCode("EMPTY", "内容不能为空。", "There is nothing to read here.")
	ControlCharacters = NewCode("CONTROL_CHARACTERS", "内容含有不可见的控制字符。", "The text holds control characters.")
	InvalidText       = NewCode("INVALID_TEXT", "内容不是有效的文本。", "This is not a valid text.")
)

// longestCluster is the maximum number of code points in one character (a grapheme cluster). The longest clusters in use,
// a family of emoji or a stack of Indic marks, are much shorter. Without this limit one character could hold a whole book.
const longestCluster = 32

// CheckBody checks a text that people write. The text has 1 to limit characters as people count them (grapheme clusters).
// At least one character is visible. No character is a control character, except line breaks and tabs. The rest of the
// text is kept as it is. The refusal is EMPTY, TOO_LONG, CONTROL_CHARACTERS or INVALID_TEXT at the field.
func CheckBody(field, body string, limit int) error {
	switch {
	case !utf8.ValidString(body):
		return Refuse(InvalidText, field)
	case strings.IndexFunc(body, IsControl) >= 0:
		return Refuse(ControlCharacters, field)
	case !IsWritten(body):
		return Refuse(Empty, field)
	case !shortEnough(body, limit):
		return Refuse(TooLong, field, Max(limit))
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

// IsControl reports whether a character can hide something: control characters, and those that change the direction of
// reading. Joiners and variation selectors are allowed, because emoji and several scripts need them.
func IsControl(r rune) bool {
	switch {
	case r == '\n', r == '\r', r == '\t':
		return false
	case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
		return true
	}
	return unicode.IsControl(r)
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
