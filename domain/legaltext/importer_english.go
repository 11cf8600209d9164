package legaltext

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// latinLevel is a word that starts a heading or an article, in the languages with Latin letters.
type latinLevel struct {
	word string
	kind ClauseKind
}

// latinLevels are the words by their first letter.
var latinLevels = levelsOf(map[ClauseKind]string{
	Book:        "partie part book titled title livre libro livro titre título titulo titolo parte teil buch",
	Subdivision: "subpart division subtitle",
	Chapter:     "chapter chapitre capítulo capitulo kapitel capo",
	Section:     "section sec. sección seccion seção secção abschnitt sezione",
	Article:     "article artículo articulo artigo articolo artikel art. rule §",
})

// annexWords start an annex.
var annexWords = strings.Fields("annexe annex appendix schedule anexo anhang anlage allegato")

func levelsOf(words map[ClauseKind]string) map[rune][]latinLevel {
	levels := map[rune][]latinLevel{}
	for kind, list := range words {
		for _, word := range strings.Fields(list) {
			first, _ := utf8.DecodeRuneInString(word)
			levels[first] = append(levels[first], latinLevel{word, kind})
		}
	}
	return levels
}

// hasWord tells whether a text starts with a word that ends there.
func hasWord(text, word string) bool {
	if len(text) < len(word) || !strings.EqualFold(text[:len(word)], word) {
		return false
	}
	next, _ := utf8.DecodeRuneInString(text[len(word):])
	return strings.HasPrefix(word, "§") || len(text) == len(word) || !unicode.IsLetter(next)
}

// parseEnglish parses a line of a text in Latin letters.
func parseEnglish(text string) parsedLine {
	if p, found := parseRepealed(text); found {
		return p
	}
	if first, _ := utf8.DecodeRuneInString(text); unicode.IsLetter(first) || first == '§' {
		if p, found := parseLatinAnnex(text); found {
			return p
		}
		for _, level := range latinLevels[unicode.ToLower(first)] {
			if hasWord(text, level.word) {
				return parseEnglishLevel(text, len(level.word), level.kind, strings.ContainsAny(level.word, "§."))
			}
		}
	}
	if p := parseEnglishList(text); p.label != "" {
		return p
	}
	if p, found := parseDecimal(text); found {
		return p
	}
	return plainLine(text)
}

// parseRepealed parses the place of a section that is no more, as American codes keep it: "[§ 12. Repealed.]" or "§§ 12 to 15. Reserved."
func parseRepealed(text string) (p parsedLine, found bool) {
	inside, bracketed := cutAny(text, "[", `\[`)
	if !bracketed && !strings.HasPrefix(text, "§§") || !strings.ContainsAny(inside[:min(len(inside), 2)], "§S") {
		return p, false
	}
	start := strings.ToLower(inside[:min(len(inside), 200)])
	if !slices.ContainsFunc(goneWords, func(word string) bool { return strings.Contains(start, word) }) {
		return p, false
	}
	for _, word := range []string{"§§", "§", "Sections", "Section", "Secs.", "Sec."} {
		if !hasWord(inside, word) {
			continue
		}
		number, _ := trimBlank(inside[len(word):])
		o, length := scanEnglishNumber(number)
		if length == 0 {
			return p, false
		}
		rest := strings.TrimLeft(number[length:], ".: ")
		p = labelledLine(Article, strings.TrimRightFunc(text[:len(text)-len(rest)], isBlank), o.number, o.suffix)
		p.minor = o.minor
		p.heading, p.text = cutTitle(rest)
		return p, true
	}
	return p, false
}

// goneWords say why a section has no words.
var goneWords = strings.Fields("repealed reserved omitted transferred renumbered deleted vacant expired eliminated")

// parseEnglishLevel parses the start of a heading or an article. A line that only cites one is a citationLine. Tight means that the
// number may follow the word without a blank, as in §12.
func parseEnglishLevel(text string, word int, kind ClauseKind, tight bool) parsedLine {
	rest, spaced := trimBlank(text[word:])
	if kind == Article {
		rest = rest[codePrefix(rest):]
	}
	o, length := scanEnglishNumber(rest)
	if length == 0 || !spaced && !tight {
		return plainLine(text)
	}
	rest = rest[length:]
	after := strings.TrimLeft(rest, ".:)—–- \t")
	sign := strings.ContainsAny(rest[:len(rest)-len(after)], ".:)—–-")
	p := labelledLine(kind, strings.TrimRightFunc(text[:len(text)-len(after)], isBlank), o.number, o.suffix)
	p.minor = o.minor
	first, _ := utf8.DecodeRuneInString(text)
	switch {
	case !sign && isEnglishCitation(rest), unicode.IsLower(first) && kind != Article, p.IsHeading() && kind != Section && !isEnglishHeading(after):
		return citationLine(text)
	case isEnglishHeading(after):
		p.heading = after
	default:
		p.heading, p.text = cutTitle(after)
	}
	return p
}

// codePrefix is the length of the letter before the number of a French code's article: L. 12-1, R12-3, D. 4.
func codePrefix(s string) int {
	if s == "" || !strings.ContainsAny(s[:1], "LRDA") {
		return 0
	}
	number := strings.TrimLeft(s[1:], ".* \u00a0\u202f")
	if first, _ := utf8.DecodeRuneInString(number); !isArabicDigit(first) {
		return 0
	}
	return len(s) - len(number)
}

// scanEnglishNumber reads a number such as 12, 12A, 5 bis, 12.3, 2-503a, 1er, 1º, IV, B or Two, and its length in bytes.
func scanEnglishNumber(s string) (o ordinal, length int) {
	end := strings.IndexFunc(s[:min(len(s), 24)], func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if end < 0 {
		end = min(len(s), 24)
	}
	if first, _ := utf8.DecodeRuneInString(s); !isArabicDigit(first) {
		o.number = scanEnglishWord(s[:end])
		return o, lengthIf(o.number > 0, end)
	}
	parts := []*int{&o.number, &o.suffix, &o.minor}
	for i, part := range parts {
		digits := len(s[length:]) - len(strings.TrimLeftFunc(s[length:min(len(s), length+9)], isArabicDigit)) - max(0, len(s)-length-9)
		number, ok := arabicNumber(s[length : length+digits])
		if !ok {
			return o, 0
		}
		*part = number
		length += digits
		if rest, more := cutAny(s[length:], ".", "-", "–"); more && i < 2 && rest != "" && isArabicDigit(rune(rest[0])) {
			length = len(s) - len(rest)
			continue
		}
		if i == 2 {
			break
		}
		letters, ok := scanNumberEnd(s[length:], parts[i+1])
		if !ok {
			return o, 0
		}
		length += letters
		break
	}
	return o, length
}

// ordinalEnds are the endings of ordinal numbers: 1er, 1re, 1º.
var ordinalEnds = map[string]bool{"er": true, "re": true, "º": true, "ª": true, "°": true, "o": true, "st": true}

// latinSuffixes number the inserted articles of continental Europe: bis is the first.
var latinSuffixes = map[string]int{"bis": 1, "ter": 2, "quater": 3, "quinquies": 4, "sexies": 5, "septies": 6, "octies": 7, "novies": 8, "decies": 9}

// scanNumberEnd reads the A, bis or º after digits, and its length in bytes. False means that the letters belong to no number.
func scanNumberEnd(s string, suffix *int) (length int, ok bool) {
	end := strings.IndexFunc(s[:min(len(s), 16)], func(r rune) bool { return !unicode.IsLetter(r) && r != '°' })
	if end < 0 {
		end = min(len(s), 16)
	}
	if end == 0 {
		word, spaced := trimBlank(s)
		stop := strings.IndexFunc(word[:min(len(word), 12)], func(r rune) bool { return !unicode.IsLetter(r) })
		if stop < 0 {
			stop = min(len(word), 12)
		}
		if number, known := latinSuffixes[strings.ToLower(word[:stop])]; spaced && known {
			*suffix = number
			return len(s) - len(word) + stop, true
		}
		if rest, has := cutAny(s, ".º", ".°"); has {
			return len(s) - len(rest), true
		}
		return 0, true
	}
	written := strings.ToLower(s[:end])
	if number, known := latinSuffixes[written]; known {
		*suffix = number
		return end, true
	}
	if ordinalEnds[written] {
		bis, _ := scanNumberEnd(s[end:], suffix)
		return end + bis, true
	}
	number, isLetter := letterNumber(written)
	*suffix = number
	return end, isLetter && len(written) <= 2
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
	if rest, first := strings.CutSuffix(s, "er"); first && rest == "I" { // Chapitre Ier
		return 1
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

// isEnglishCitation tells whether the words after a number without a stop are the rest of a sentence, as in "Section 12 of".
func isEnglishCitation(rest string) bool {
	after, spaced := trimBlank(rest)
	first, _ := utf8.DecodeRuneInString(after)
	return after != "" && (!spaced || unicode.IsLower(first) || strings.ContainsRune(",;", first))
}

// isEnglishHeading tells whether the words after a label are a title: they are short, start with a capital and are no sentence.
func isEnglishHeading(s string) bool {
	if s == "" || !isShort(s, 100) {
		return s == ""
	}
	first, _ := utf8.DecodeRuneInString(s)
	return !unicode.IsLower(first) && !strings.ContainsRune("(—–", first) && !strings.ContainsRune(".;:,?!—–", lastRune(strings.TrimRight(s, "\"”"))) && !strings.Contains(s, ". ")
}

// cutTitle cuts off the title of an article: "Definitions.—In this Act", or the whole of it if it is no sentence.
func cutTitle(s string) (heading, text string) {
	if isEnglishHeading(s) {
		return s, ""
	}
	head := s[:min(len(s), 160)]
	for _, sign := range []string{".—", ".–", ". — ", ". – ", ".--", ".-"} {
		if at := strings.Index(head, sign); at > 0 && !strings.Contains(head[:at], ". ") {
			at += len(sign)
			return strings.TrimRightFunc(s[:at], isBlank), strings.TrimLeftFunc(s[at:], isBlank)
		}
	}
	return "", s
}

// verbs are words of sentences. A title that ends with a stop has none of them.
var verbs = wordSet(`is are was were be been shall may must will can has have had do does apply applies means includes comes come
	takes extends open opens enter enters establishes repeals sets lays provides`)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(words) {
		set[word] = true
	}
	return set
}

// isStoppedTitle tells whether a text can be a title that ends with a stop, such as "Scope and purpose.".
func isStoppedTitle(s string) bool {
	bare, stopped := strings.CutSuffix(s, ".")
	if !stopped || bare == "" || !isEnglishHeading(bare) {
		return false
	}
	words := strings.Fields(bare)
	for _, word := range words {
		if verbs[strings.ToLower(word)] {
			return false
		}
	}
	return len(words) <= 14
}
