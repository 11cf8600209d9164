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
}

// isBlank tells what counts as white space in this package: Unicode's white space, control characters, and the invisible characters
// that editors and web pages leave behind. Joiners do not count, because they change how a text is read.
func isBlank(r rune) bool {
	switch r {
	case '\u200B', '\u2060', '\uFEFF', '\u00AD', '\u200E', '\u200F':
		return true
	}
	return unicode.IsSpace(r) || unicode.IsControl(r)
}

// breaksLine tells whether a rune ends a line.
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
func compact(s string) string {
	return strings.Map(func(r rune) rune {
		if isBlank(r) {
			return -1
		}
		return r
	}, s)
}

// storable makes a text valid UTF-8 without NUL, because PostgreSQL stores no others.
func storable(text string) string {
	if !utf8.ValidString(text) {
		text = string([]rune(text))
	}
	return strings.ReplaceAll(text, "\x00", "")
}

// splitLines returns the lines that are not blank.
func splitLines(text string) []line {
	var lines []line
	for number := 1; text != ""; number++ {
		end := strings.IndexFunc(text, breaksLine)
		if end < 0 {
			end = len(text)
		}
		raw := text[:end]
		text = text[end:]
		text = text[lineBreakWidth(text):]
		if kept := strings.TrimFunc(raw, isBlank); kept != "" {
			lines = append(lines, line{number, indentOf(raw), kept})
		}
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
