package legaltext

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// parseDecimal parses a line that starts with a number such as 1.2.3, or with 1 and a blank. Technical standards and contracts number
// their clauses so, but 1.5 may also be a measure: the numbers around it decide.
func parseDecimal(text string) (p parsedLine, found bool) {
	var parts []int
	rest := text
	for {
		end := strings.IndexFunc(rest[:min(len(rest), 12)], func(r rune) bool { return !isArabicDigit(r) })
		number, ok := arabicNumber(rest[:max(end, 0)])
		if end <= 0 || !ok || number > 9999 || len(parts) == 6 {
			return p, false
		}
		parts, rest = append(parts, number), rest[end:]
		after, dotted := cutAny(rest, ".", "．")
		if next, _ := utf8.DecodeRuneInString(after); !dotted || !isArabicDigit(next) {
			if dotted && len(parts) > 1 {
				rest = after
			}
			break
		}
		rest = after
	}
	suffix, minor := 0, 0
	if len(parts) == 1 {
		if parts[0] > 999 {
			return p, false
		}
		suffix, minor, rest = scanLetter(rest)
	}
	after, spaced := trimBlank(rest)
	next, _ := utf8.DecodeRuneInString(after)
	if after == "" || !spaced && (len(parts) < 2 || !unicode.Is(unicode.Han, next)) || unicode.IsLower(next) || len(parts) == 1 && !unicode.IsLetter(next) && !strings.ContainsRune("*“‘\"[(«", next) {
		return p, false
	}
	p = plainLine(text)
	p.decimals, p.suffix, p.minor, p.width = parts, suffix, minor, len(strings.TrimRightFunc(text[:len(text)-len(after)], isBlank))
	return p, true
}

// refineDecimals turns the lines whose decimal numbers are a sequence into clauses: 1 is an article, 1.1 an item and 1.1.1 a point. A
// text with a single 1.1 has a measure, not a number.
func refineDecimals(parsed []parsedLine) {
	chain, deep := decimalChain(parsed)
	if deep < 2 {
		chain = nil
	}
	for i := range parsed {
		p := &parsed[i]
		if _, in := slices.BinarySearch(chain, i); in {
			*p = decimalLine(*p)
		}
	}
}

// decimalChain finds the lines whose decimal numbers follow each other, and how many of them have more than one part.
func decimalChain(parsed []parsedLine) (chain []int, deep int) {
	var last []int
	for i, p := range parsed {
		parts := p.decimals
		if p.kind == Article && p.number != nil {
			last = []int{*p.number}
			continue
		}
		if parts == nil {
			parts = topDecimal(p)
		}
		if parts == nil || !decimalFollows(parts, last) {
			continue
		}
		last, chain = parts, append(chain, i)
		if len(parts) > 1 {
			deep++
		}
	}
	return chain, deep
}

// isCodeNumber tells whether a number such as 301.01 or 9.04.010 is one of a section of an American code: its chapter has three digits, or
// its parts are filled with zeros.
func isCodeNumber(written string) bool {
	parts := strings.Split(strings.TrimRight(written, "."), ".")
	return len(parts) == 2 && len(parts[0]) > 2 || len(parts) == 3 && len(parts[2]) == 3
}

// codeSection is a section of an American code. It has the words behind its number as its title if they can be one.
func codeSection(p parsedLine) parsedLine {
	written, words := p.text[:p.width], strings.TrimLeftFunc(p.text[p.width:], isBlank)
	section := labelledLine(Article, written, p.decimals[0], p.decimals[1])
	section.at = p.at
	if len(p.decimals) > 2 {
		section.minor = p.decimals[2]
	}
	if section.heading, section.text = cutTitle(words); isStoppedTitle(words) {
		section.heading, section.text = words, ""
	}
	return section
}

// refineCodeSections turns lines such as "9.04.010 Definitions." into articles, where at least two have a title and the same chapter. It
// tells whether there are any.
func refineCodeSections(segment []parsedLine) bool {
	titled := map[int]int{}
	isSection := func(p parsedLine) bool {
		return p.isPlain() && len(p.decimals) > 1 && len(p.decimals) < 4 && isCodeNumber(p.text[:p.width]) && codeSection(p).heading != ""
	}
	for _, p := range segment {
		if isSection(p) {
			titled[p.decimals[0]]++
		}
	}
	found := false
	for i, p := range segment {
		if isSection(p) && titled[p.decimals[0]] > 1 {
			segment[i], found = codeSection(p), true
		}
	}
	return found
}

// topDecimal reads "1.", "1、" or "一、" as the number of a clause that contains 1.1.
func topDecimal(p parsedLine) []int {
	switch {
	case (p.style == "1." || p.style == "一、") && p.number != nil:
		return []int{*p.number}
	case len(p.readings) > 0 && p.readings[0].style == "1.":
		return []int{p.readings[0].number}
	}
	return nil
}

// decimalFollows tells whether a decimal number can come right after another one.
func decimalFollows(parts, last []int) bool {
	depth := len(parts) - 1
	if depth > len(last) {
		return len(last) == 0 && depth == 1 && parts[0] == 1 && parts[1] == 1
	}
	if depth == len(last) {
		return slices.Equal(parts[:depth], last) && parts[depth] == 1
	}
	return slices.Equal(parts[:depth], last[:depth]) && parts[depth] == last[depth]+1
}

// decimalLine is the clause of a decimal number.
func decimalLine(p parsedLine) parsedLine {
	parts := p.decimals
	if parts == nil {
		parts = topDecimal(p)
	} else {
		p.label, p.text = p.text[:p.width], strings.TrimLeftFunc(p.text[p.width:], isBlank)
	}
	kind := [...]ClauseKind{Article, Item, Point}[min(len(parts)-1, 2)]
	d := labelledLine(kind, p.label, parts[len(parts)-1], 0)
	d.at, d.text, d.rank = p.at, p.text, articleRank+min(len(parts)-1, 4)
	d.style = strings.Repeat("1.", len(parts)) + "1"
	if kind == Article && isTitle(d.text) {
		d.heading, d.text = d.text, ""
	}
	return d
}

// isTitle tells whether words can be a title in Chinese and in English.
func isTitle(s string) bool { return isChineseHeading(s) && isEnglishHeading(s) }

// scanLetter reads the letters of an inserted section, such as the A of 2A and the BA of 2BA. The second letter of BA is its minor part.
func scanLetter(s string) (suffix, minor int, rest string) {
	end := strings.IndexFunc(s[:min(len(s), 4)], func(r rune) bool { return r < 'A' || r > 'Z' })
	switch end {
	case 1:
		return int(s[0]-'A') + 1, 0, s[1:]
	case 2:
		return int(s[0]-'A') + 1, int(s[1]-'A') + 1, s[2:]
	}
	return 0, 0, s
}
