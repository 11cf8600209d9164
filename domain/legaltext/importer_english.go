package legaltext

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// englishLevels are the words that start a heading or an article.
var englishLevels = []struct {
	word string
	kind ClauseKind
}{
	{"part", Book}, {"book", Book}, {"title", Book}, {"annex", Book}, {"appendix", Book}, {"schedule", Book},
	{"subpart", Subdivision}, {"division", Subdivision}, {"chapter", Chapter},
	{"section", Section}, {"sec.", Section}, {"article", Article}, {"art.", Article}, {"rule", Article}, {"§", Article},
}

// parseEnglish parses a line of an English text.
func parseEnglish(text string) parsedLine {
	for _, level := range englishLevels {
		if len(text) > len(level.word) && strings.EqualFold(text[:len(level.word)], level.word) {
			return parseEnglishLevel(text, len(level.word), level.kind, level.word == "§")
		}
	}
	return parseEnglishList(text)
}

// parseEnglishLevel parses the start of a heading or an article. A line that only cites one is a citationLine. Tight means that the
// number may follow the word without a blank, as in §12.
func parseEnglishLevel(text string, word int, kind ClauseKind, tight bool) parsedLine {
	rest, spaced := trimBlank(text[word:])
	number, suffix, length := scanEnglishNumber(rest)
	if length == 0 || !spaced && !tight {
		return plainLine(text)
	}
	rest = rest[length:]
	after := strings.TrimLeft(rest, ".:)—–- \t\u00a0")
	sign := strings.ContainsAny(rest[:len(rest)-len(after)], ".:)—–-")
	label := strings.TrimRightFunc(text[:len(text)-len(after)], isBlank)
	p := labelledLine(kind, label, number, suffix)
	switch {
	case !sign && isEnglishCitation(rest), p.isHeading() && kind != Section && !isEnglishHeading(after):
		return citationLine(text)
	case isEnglishHeading(after):
		p.heading = after
	default:
		p.heading, p.text = cutDashHeading(after)
	}
	return p
}

// scanEnglishNumber reads a number such as 12, 12A, 12bis, 12.3, IV, B or Two, and its length in bytes.
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

// scanEnglishWord reads a number without digits, in upper-case letters or as a word. It is 0 if there is none.
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

// latinSuffixes number the inserted articles of continental Europe: bis is the first.
var latinSuffixes = map[string]int{"bis": 1, "ter": 2, "quater": 3, "quinquies": 4, "sexies": 5}

// scanEnglishSuffix reads digits and the A, bis or .3 after them.
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

// dottedLength stores the 3 of 12.3 in suffix and returns the length of .3 in bytes; 0 if there is none.
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

// isEnglishCitation tells whether the words after a number without a stop are the rest of a sentence, as in "Section 12 of".
func isEnglishCitation(rest string) bool {
	after, spaced := trimBlank(rest)
	first, _ := utf8.DecodeRuneInString(after)
	return after != "" && (!spaced || unicode.IsLower(first) || strings.ContainsRune(",;", first))
}

// isEnglishHeading tells whether the words after a label are a title: they are short, start with a capital and are no sentence.
func isEnglishHeading(s string) bool {
	if s == "" || runesUpTo(s, 101) > 100 {
		return s == ""
	}
	first, _ := utf8.DecodeRuneInString(s)
	last, _ := utf8.DecodeLastRuneInString(s)
	return !unicode.IsLower(first) && first != '(' && !strings.ContainsRune(".;:,?!", last) && !strings.Contains(s, ". ")
}

// cutDashHeading cuts off the title of "Definitions.—In this Act".
func cutDashHeading(s string) (heading, text string) {
	at := strings.Index(s[:min(len(s), 120)], ".—")
	if at < 0 {
		return "", s
	}
	at += len(".—")
	return s[:at], strings.TrimLeftFunc(s[at:], isBlank)
}
