package legaltext

import "strings"

// parseEnglishList parses (a), (i), (A), (1), 1. and 1). The lines around it decide later how these lists nest.
func parseEnglishList(text string) parsedLine {
	open := strings.HasPrefix(text, "(")
	start := lengthIf(open, 1)
	end := strings.IndexFunc(text[:min(len(text), 12)], func(r rune) bool { return strings.ContainsRune(").", r) })
	if end <= start {
		return plainLine(text)
	}
	written, sign := text[start:end], text[end]
	rest, spaced := trimBlank(text[end+1:])
	digits := strings.Trim(written, "0123456789") == ""
	if open && sign != ')' || !open && (!digits || len(written) > 3 || !spaced && rest != "" && !strings.HasPrefix(rest, "—")) {
		return plainLine(text)
	}
	readings := readingsOf(written)
	if len(readings) == 0 {
		return plainLine(text)
	}
	for i := range readings {
		readings[i].style += text[:start] + string(sign)
	}
	return parsedLine{kind: Item, label: text[:end+1], text: rest, readings: readings}
}

// readingsOf are the possible meanings of a list's number. The likeliest comes first; it counts if the lines around it decide nothing.
func readingsOf(s string) []reading {
	if number, ok := arabicNumber(s); ok {
		return []reading{{"1", number}}
	}
	upper := ""
	if s == strings.ToUpper(s) {
		upper = "upper "
	} else if s != strings.ToLower(s) {
		return nil
	}
	roman, isRoman := romanNumber(s)
	letter, isLetter := letterNumber(s)
	readings := make([]reading, 0, 2)
	if isRoman {
		readings = append(readings, reading{upper + "roman", roman})
	}
	if isLetter {
		readings = append(readings, reading{upper + "letter", letter})
	}
	if len(readings) == 2 && letter < roman {
		readings[0], readings[1] = readings[1], readings[0]
	}
	return readings
}
