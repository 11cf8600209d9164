package legaltext

import (
	"strings"
	"unicode"
)

// parseEnglishList parses (a), (i), (A), (1), 1., 2A. and 1), and the weaker a), i. and A.. The lines around it decide later how these
// lists nest, and whether a weak label is one.
func parseEnglishList(text string) parsedLine {
	open := strings.HasPrefix(text, "(")
	start := lengthIf(open, 1)
	end := strings.IndexFunc(text[:min(len(text), 12)], func(r rune) bool { return r == ')' || r == '.' })
	if end <= start {
		return plainLine(text)
	}
	written, sign := strings.Trim(text[start:end], "*_ "), text[end]
	rest, spaced := trimBlank(text[end+1:])
	digits := isArabicDigit(rune(text[start]))
	tight := strings.HasPrefix(rest, "—") || strings.HasPrefix(rest, "(") && digits || strings.HasPrefix(rest, "“")
	if open && sign != ')' || !open && (len(written) > 5 || !spaced && rest != "" && !tight) {
		return plainLine(text)
	}
	readings := readingsOf(written)
	if len(readings) == 0 {
		return plainLine(text)
	}
	if open && citesItem(rest) {
		return citationLine(text)
	}
	for i := range readings {
		readings[i].style += text[:start] + string(sign)
	}
	return parsedLine{kind: Item, label: text[:end+1], text: rest, readings: readings, weak: !open && !digits}
}

// citesItem tells whether the words after (a) go on with a sentence that cites it, as in "(a) of section 5".
func citesItem(rest string) bool {
	_, found := cutAny(rest, "of section", "of sub-section", "of subsection", "of clause", "of this ", "of that ", "of paragraph", "of rule", "of article", "above", "below,", "or ", "and ", ", ", "; ")
	return found
}

// readingsOf are the possible meanings of a list's number. The likeliest comes first; it counts if the lines around it decide nothing.
func readingsOf(s string) []reading {
	digits := len(s) - len(strings.TrimLeftFunc(s, isArabicDigit))
	if number, ok := arabicNumber(s[:digits]); ok {
		suffix, isLetter := letterNumber(s[digits:])
		if s[digits:] != "" && (!isLetter || len(s)-digits > 2) || number > 999 {
			return nil
		}
		return []reading{{"1", number, suffix}}
	}
	upper := ""
	if s == strings.ToUpper(s) {
		upper = "upper "
	} else if s != strings.ToLower(s) {
		return nil
	}
	readings := make([]reading, 0, 2)
	roman, isRoman := romanNumber(s)
	letter, isLetter := letterNumber(s)
	if isRoman && roman < 50 { // a (c) is the third letter and never a hundred
		readings = append(readings, reading{upper + "roman", roman, 0})
	}
	if isLetter {
		readings = append(readings, reading{upper + "letter", letter, 0})
	}
	if len(readings) == 2 && letter < roman {
		readings[0], readings[1] = readings[1], readings[0]
	}
	if isLetter && len(s) > 1 { // (aa) may be inserted after (a)
		first, _ := letterNumber(s[:1])
		readings = append(readings, reading{upper + "letter", first, len(s) - 1})
	}
	if len(s) == 2 && s[0] != s[1] && unicode.IsLetter(rune(s[0])) && unicode.IsLetter(rune(s[1])) { // (ba) is inserted after (b)
		first, _ := letterNumber(s[:1])
		second, _ := letterNumber(s[1:])
		if first > 0 && second > 0 {
			readings = append(readings, reading{upper + "letter", first, second})
		}
	}
	return readings
}

// dropLonely makes the weak labels plain that are no sequence: "A. Smith" starts no list, but "a) one" above "b) two" does.
func (im *importer) dropLonely() {
	below := map[reading]bool{}
	starts := make([]bool, len(im.parsed))
	for i := len(im.parsed) - 1; i >= 0; i-- {
		for _, r := range im.parsed[i].readings {
			starts[i] = starts[i] || r.number == 1 && below[reading{r.style, 2, 0}]
			below[r] = true
		}
	}
	last := map[string]int{}
	for i, p := range im.parsed {
		kept := starts[i] || !p.weak
		for _, r := range p.readings {
			kept = kept || last[r.style]+1 == r.number && r.number > 1
		}
		if kept || len(p.readings) == 0 {
			for _, r := range p.readings {
				last[r.style] = r.number
			}
		} else {
			im.parsed[i] = plainAs(ordinary, p, im.lines[p.at].text)
		}
	}
}
