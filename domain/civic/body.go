package civic

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// Refusals of what people write.
var (
	Empty             = NewCode("EMPTY", "内容不能为空。", "There is nothing to read here.")
	ControlCharacters = NewCode("CONTROL_CHARACTERS", "内容含有不可见的控制字符。", "The text holds control characters.")
	InvalidText       = NewCode("INVALID_TEXT", "内容不是有效的文本。", "This is not a valid text.")
)

// longestCluster is how many code points one character, as people count them, may be made of. The longest in use, a family
// of emoji or a stack of Indic marks, stays far below; without a bound one character could hold a book.
const longestCluster = 32

// CheckBody holds a text that people write against its rules: 1 to most characters as people count them (grapheme
// clusters), something among them to be seen, and no control characters other than line breaks and tabs. Everything else
// is kept as it was written. The problem is EMPTY, TOO_LONG, CONTROL_CHARACTERS or INVALID_TEXT at the field.
func CheckBody(field, body string, most int) error {
	switch {
	case !utf8.ValidString(body):
		return Refuse(InvalidText, field)
	case strings.IndexFunc(body, IsControl) >= 0:
		return Refuse(ControlCharacters, field)
	case !IsWritten(body):
		return Refuse(Empty, field)
	case !shortEnough(body, most):
		return Refuse(TooLong, field, most)
	}
	return nil
}

// CheckOptionalBody is CheckBody of a text that may be missing or empty.
func CheckOptionalBody(field, body string, most int) error {
	if body == "" {
		return nil
	}
	return CheckBody(field, body, most)
}

// CheckTexts holds a text in several languages against CheckBody's rules and gives all problems.
func CheckTexts(field string, texts []LocalizedTextInput, most int) error {
	var problems Problems
	for i, text := range texts {
		problems.Join(CheckBody(Indexed(field, i)+".text", text.Text, most))
	}
	return problems.Err()
}

// isControl tells the characters that hide something: controls, and those that turn the direction of reading. Joiners and
// variation selectors stay, which emoji and several scripts need.
func IsControl(r rune) bool {
	switch {
	case r == '\n', r == '\r', r == '\t':
		return false
	case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
		return true
	}
	return unicode.IsControl(r)
}

// isWritten tells whether a text leaves anything to read.
func IsWritten(text string) bool { return strings.IndexFunc(text, IsSeen) >= 0 }

// isSeen tells the characters that leave ink. The fillers of Hangul count as letters and the empty Braille cell as a sign,
// though they leave none.
func IsSeen(r rune) bool {
	blank := r == '\u2800' || unicode.In(r, unicode.White_Space, unicode.Mn, unicode.Other_Default_Ignorable_Code_Point)
	return unicode.IsGraphic(r) && !blank
}

// shortEnough counts characters as people do, and stops counting when there are too many.
func shortEnough(body string, most int) bool {
	if len(body) > most*longestCluster*utf8.UTFMax {
		return false
	}
	if strings.IndexFunc(body, joins) < 0 {
		return utf8.RuneCountInString(body) <= most
	}
	clusters := uniseg.NewGraphemes(body)
	for count := 0; clusters.Next(); {
		if count++; count > most || len(clusters.Runes()) > longestCluster {
			return false
		}
	}
	return true
}

// joins tells the code points that may make one character with others from those that never do: of these are most texts
// made, and they need not be taken apart.
func joins(r rune) bool {
	switch {
	case r == '\n', r >= ' ' && r <= '~', r >= '\u3001' && r <= '\u301F', r >= '\u4E00' && r <= '\u9FFF', r >= '\uFF01' && r <= '\uFF5E':
		return false
	}
	return true
}
