package legaltext

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// line is one line of a pasted text that is not blank.
type line struct {
	number int    // from 1
	indent int    // in columns; a tab is four
	text   string // without white space at its ends
	apart  bool   // a blank line is above it
	broken bool   // it ends with two blanks, which break a line in Markdown
}

// isBlank tells what counts as white space in this package: Unicode's white space, control characters, and the invisible characters
// that editors and web pages leave behind. Joiners do not count, because they change how a text is read.
func isBlank(r rune) bool {
	if r < utf8.RuneSelf {
		return r <= ' ' || r == 0x7F
	}
	switch r {
	case '\u200B', '\u2060', '\uFEFF', '\u00AD', '\u200E', '\u200F':
		return true
	}
	return unicode.IsSpace(r) || unicode.IsControl(r)
}

// breaksLine tells whether a rune ends a line. Word writes \v for a line break within a paragraph, and PDF files \f between pages.
func breaksLine(r rune) bool {
	switch r {
	case '\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029':
		return true
	}
	return false
}

// SameText tells whether two texts differ in white space only. Bytes that are not UTF-8 equal the replacement character.
func SameText(a, b string) bool {
	for {
		a, b = strings.TrimLeftFunc(a, isBlank), strings.TrimLeftFunc(b, isBlank)
		if a == "" || b == "" {
			return a == b
		}
		first, width := utf8.DecodeRuneInString(a)
		second, breadth := utf8.DecodeRuneInString(b)
		if first != second {
			return false
		}
		a, b = a[width:], b[breadth:]
	}
}

// compact removes all white space from a text.
func Compact(s string) string {
	if strings.IndexFunc(s, isBlank) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if isBlank(r) {
			return -1
		}
		return r
	}, s)
}

// readable makes a text valid UTF-8 and reads the characters of Word, PDF and web pages as what they stand for: a no-break space is a
// space, and soft hyphens and zero-width spaces are nothing.
func readable(text string) string {
	if !utf8.ValidString(text) {
		text = string([]rune(text))
	}
	if strings.IndexFunc(text, isOddity) < 0 {
		return text
	}
	return strings.Map(func(r rune) rune {
		switch {
		case !isOddity(r):
			return r
		case r == '\u00A0', r == '\u202F', r == '\u2007':
			return ' '
		}
		return -1
	}, text)
}

// isOddity tells whether readable replaces a rune.
func isOddity(r rune) bool {
	switch r {
	case 0, '\u00A0', '\u202F', '\u2007', '\u00AD', '\u200B', '\u2060', '\uFEFF':
		return true
	}
	return false
}

// splitLines returns the lines that are not blank.
func splitLines(text string) []line {
	lines := make([]line, 0, strings.Count(text, "\n")+1)
	apart := false
	for number := 1; text != ""; number++ {
		end := strings.IndexFunc(text, breaksLine)
		if end < 0 {
			end = len(text)
		}
		raw := text[:end]
		text = text[end:]
		text = text[lineBreakWidth(text):]
		kept := strings.TrimFunc(raw, isBlank)
		if kept != "" {
			lines = append(lines, line{number, indentOf(raw), kept, apart, strings.HasSuffix(raw, "  ")})
		}
		apart = kept == ""
	}
	return lines
}

// lineBreakWidth is the length in bytes of the line break at the start of a text. CRLF is one break.
func lineBreakWidth(text string) int {
	if strings.HasPrefix(text, "\r\n") {
		return 2
	}
	_, width := utf8.DecodeRuneInString(text)
	return width
}

// indentOf counts the columns before the first visible character. It stops at 24, because no list is nested deeper.
func indentOf(raw string) int {
	columns := 0
	for _, r := range raw {
		switch {
		case r == '\t':
			columns += 4
		case r == ' ':
			columns++
		case !isBlank(r):
			return min(columns, 24)
		}
	}
	return 0
}

// runesUpTo counts the runes of a text up to a maximum, so that a huge line costs no more than a short one.
func runesUpTo(s string, most int) int {
	count := 0
	for range s {
		if count++; count == most {
			break
		}
	}
	return count
}

// isShort tells whether a text has at most so many runes.
func isShort(s string, most int) bool { return runesUpTo(s, most+1) <= most }

// lastRune is the last character of a text.
func lastRune(s string) rune {
	last, _ := utf8.DecodeLastRuneInString(s)
	return last
}

// endsSentence tells whether a line is complete: what is below it does not go on with its sentence.
func endsSentence(s string) bool {
	return strings.ContainsRune("。；：！？.;:!?”）)」』】》—…", lastRune(s))
}
