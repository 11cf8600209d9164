package legaltext

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// englishLevels are the words that open a heading or an article, the longer of two alike first.
var englishLevels = []struct {
	word string
	kind ClauseKind
}{
	{"part", Book}, {"book", Book}, {"title", Book}, {"annex", Book}, {"appendix", Book}, {"schedule", Book},
	{"subpart", Subdivision}, {"division", Subdivision}, {"chapter", Chapter},
	{"section", Section}, {"sec.", Section}, {"article", Article}, {"art.", Article}, {"rule", Article}, {"§", Article},
}

// readEnglish reads the mark of a line in an English text.
func readEnglish(text string) mark {
	for _, level := range englishLevels {
		if len(text) > len(level.word) && strings.EqualFold(text[:len(level.word)], level.word) {
			return readEnglishLevel(text, len(level.word), level.kind, level.word == "§")
		}
	}
	return readEnglishList(text)
}

// readEnglishLevel reads a heading's or an article's start, or sees that the line only cites one.
func readEnglishLevel(text string, word int, kind ClauseKind, tight bool) mark {
	rest, spaced := cutBlank(text[word:])
	number, suffix, length := scanEnglishNumber(rest)
	if length == 0 || !spaced && !tight {
		return plain(text)
	}
	rest = rest[length:]
	after := strings.TrimLeft(rest, ".:)—–- \t\u00a0")
	sign := strings.ContainsAny(rest[:len(rest)-len(after)], ".:)—–-")
	label := strings.TrimRightFunc(text[:len(text)-len(after)], isBlank)
	m := labelled(kind, label, number, suffix)
	switch {
	case !sign && citesEnglish(rest), m.heads() && kind != Section && !isEnglishHeading(after):
		return citing(text)
	case isEnglishHeading(after):
		m.heading = after
	default:
		m.heading, m.text = cutDashHeading(after)
	}
	return m
}

// scanEnglishNumber reads 12, 12A, 12bis, 12.3, IV, B or Two, and its length in bytes.
func scanEnglishNumber(s string) (number, suffix, length int) {
	end := strings.IndexFunc(s[:min(len(s), 20)], func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if end < 0 {
		end = min(len(s), 20)
	}
	digits := len(s[:end]) - len(strings.TrimLeftFunc(s[:end], isArabicDigit))
	if digits > 0 {
		return scanEnglishSuffix(s, digits, end)
	}
	return scanEnglishWord(s[:end]), 0, lengthIf(scanEnglishWord(s[:end]) > 0, end)
}

func isArabicDigit(r rune) bool { _, digit := arabicDigit(r); return digit }

func lengthIf(found bool, length int) int {
	if found {
		return length
	}
	return 0
}

// scanEnglishWord reads a number without digits: upper-case letters or a word; 0 where there is none.
func scanEnglishWord(s string) int {
	if number, ok := wordNumber(s); ok {
		return number
	}
	if s != strings.ToUpper(s) {
		return 0
	}
	if number, ok := romanNumber(s); ok {
		return number
	}
	if number, ok := letterNumber(s); ok && len(s) == 1 {
		return number
	}
	return 0
}

// latinSuffixes are the inserted articles of continental Europe, the first inserted being bis.
var latinSuffixes = map[string]int{"bis": 1, "ter": 2, "quater": 3, "quinquies": 4, "sexies": 5}

// scanEnglishSuffix reads digits with the A, bis or .3 behind them.
func scanEnglishSuffix(s string, digits, end int) (number, suffix, length int) {
	number, ok := arabicNumber(s[:digits])
	if !ok {
		return 0, 0, 0
	}
	if digits == end {
		return number, 0, end + dottedLength(s[end:], &suffix)
	}
	written := strings.ToLower(s[digits:end])
	if suffix, ok = latinSuffixes[written]; ok {
		return number, suffix, end
	}
	if suffix, ok = letterNumber(written); ok && len(written) <= 2 {
		return number, suffix, end
	}
	return 0, 0, 0
}

// dottedLength is the length in bytes of the .3 of 12.3, whose number it stores; 0 where there is none.
func dottedLength(s string, suffix *int) int {
	if !strings.HasPrefix(s, ".") {
		return 0
	}
	digits := s[1:min(len(s), 7)]
	digits = digits[:len(digits)-len(strings.TrimLeft(digits, "0123456789"))]
	if digits == "" {
		return 0
	}
	*suffix, _ = arabicNumber(digits)
	return 1 + len(digits)
}

// citesEnglish tells whether what follows a number without a stop is the rest of a sentence, as in "Section 12 of".
func citesEnglish(rest string) bool {
	after, spaced := cutBlank(rest)
	first, _ := utf8.DecodeRuneInString(after)
	return after != "" && (!spaced || unicode.IsLower(first) || strings.ContainsRune(",;", first))
}

// isEnglishHeading tells whether words after a label are a title: short, capitalised, no sentence.
func isEnglishHeading(s string) bool {
	if s == "" || runesUpTo(s, 101) > 100 {
		return s == ""
	}
	first, _ := utf8.DecodeRuneInString(s)
	last, _ := utf8.DecodeLastRuneInString(s)
	return !unicode.IsLower(first) && first != '(' && !strings.ContainsRune(".;:,?!", last) && !strings.Contains(s, ". ")
}

// cutDashHeading takes the title off "Definitions.—In this Act".
func cutDashHeading(s string) (heading, text string) {
	at := strings.Index(s[:min(len(s), 120)], ".—")
	if at < 0 {
		return "", s
	}
	at += len(".—")
	return s[:at], strings.TrimLeftFunc(s[at:], isBlank)
}
