package legaltext

import (
	"strings"
	"unicode/utf8"
)

// chineseUnit is the word that follows the number in a label, and the kind of clause that it names.
type chineseUnit struct {
	word string
	kind ClauseKind
}

var chineseLevels = []chineseUnit{
	{"分编", Subdivision}, {"分編", Subdivision}, {"编", Book}, {"編", Book}, {"篇", Book}, {"部分", Book},
	{"章", Chapter}, {"节", Section}, {"節", Section}, {"条", Article}, {"條", Article},
}

// chineseCitedUnits are the units that only citations name: no clause has them in its label.
var chineseCitedUnits = []chineseUnit{{"款", Paragraph}, {"项", Item}, {"項", Item}, {"目", Point}}

// parseChinese parses a line of a Chinese text.
func parseChinese(text string) parsedLine {
	first, width := utf8.DecodeRuneInString(text)
	switch {
	case first == '第':
		return parseChineseLevel(text)
	case first == '（' || first == '(':
		return parseBracketed(text, width)
	case '①' <= first && first <= '⑳':
		return chinesePoint(text, width, int(first-'①')+1, "①", pointRank+4)
	case isChineseNumeral(first):
		return parseChineseList(text)
	}
	if _, digit := arabicDigit(first); digit {
		return parseChinesePoint(text)
	}
	return plainLine(text)
}

// scanChinese reads 第, a number and a unit from the start of a text. Their length is in bytes; it is 0 if the text starts otherwise.
func scanChinese(text string, units []chineseUnit) (kind ClauseKind, number, length int) {
	rest, found := strings.CutPrefix(text, "第")
	if !found {
		return "", 0, 0
	}
	written, rest := scanNumeral(rest)
	number, ok := arabicNumber(written)
	if !ok {
		number, ok = chineseNumber(written)
	}
	for _, unit := range units {
		if after, has := strings.CutPrefix(rest, unit.word); ok && has {
			return unit.kind, number, len(text) - len(after)
		}
	}
	return "", 0, 0
}

// scanNumeral cuts a numeral from the start of a text, with the blanks around and inside it, as in 第 十 条.
func scanNumeral(s string) (numeral, rest string) {
	most := 24 // a longer run is no number, and the limit keeps huge runs cheap
	end := strings.IndexFunc(s, func(r rune) bool {
		most--
		_, digit := arabicDigit(r)
		return most < 0 || !digit && !isChineseNumeral(r) && !isBlank(r)
	})
	if end < 0 {
		end = len(s)
	}
	return compact(s[:end]), s[end:]
}

// parseChineseLevel parses the start of a heading or an article. A line that only cites one is a citationLine.
func parseChineseLevel(text string) parsedLine {
	kind, number, length := scanChinese(text, chineseLevels)
	if length == 0 {
		return plainLine(text)
	}
	suffix, more := scanSuffix(text[length:])
	length += more
	p := labelledLine(kind, text[:length], number, suffix)
	rest, spaced := trimBlank(text[length:])
	if after, colon := strings.CutPrefix(rest, "："); colon {
		p.label = text[:len(text)-len(after)]
		rest, spaced = strings.TrimLeftFunc(after, isBlank), true
	}
	switch {
	case kind == Article && isArticleCitation(rest, spaced), kind != Article && !isChineseHeading(rest):
		return citationLine(text)
	case kind == Article:
		p.heading, p.text = cutBracketHeading(rest)
	default:
		p.heading = rest
	}
	return p
}

// scanSuffix reads the suffix of an inserted article, such as 之一, and its length in bytes.
func scanSuffix(s string) (suffix, length int) {
	rest, found := strings.CutPrefix(s, "之")
	if !found {
		return 0, 0
	}
	end := strings.IndexFunc(rest, func(r rune) bool { return !isChineseNumeral(r) })
	if end < 0 {
		end = len(rest)
	}
	if suffix, ok := chineseNumber(rest[:min(end, 12)]); ok {
		return suffix, len("之") + min(end, 12)
	}
	return 0, 0
}

// cutBracketHeading cuts off a title in brackets, 【…】, that some drafters put before an article's text.
func cutBracketHeading(s string) (heading, text string) {
	if !strings.HasPrefix(s, "【") {
		return "", s
	}
	end := strings.Index(s, "】")
	if end < 0 || runesUpTo(s[:end], 40) == 40 {
		return "", s
	}
	end += len("】")
	return s[:end], strings.TrimLeftFunc(s[end:], isBlank)
}

// isArticleCitation tells whether the words after 第…条 make it a citation. A blank after the number means that an article starts,
// unless the words name a paragraph or an item.
func isArticleCitation(rest string, spaced bool) bool {
	if _, _, length := scanChinese(rest, chineseCitedUnits); length > 0 {
		return true
	}
	return !spaced && continuesCitation(rest)
}

// continuesCitation tells whether the words after a label continue a sentence that cites it.
func continuesCitation(rest string) bool {
	for _, word := range []string{"、", "，", "。", "；", "）", ")", "》", "”", "规定", "的", "之", "所列", "所称", "所规定", "所指",
		"以外", "以下", "中的", "中规定", "但书", "項", "款"} {
		if strings.HasPrefix(rest, word) {
			return true
		}
	}
	for _, word := range []string{"", "和", "或者", "或", "及", "以及", "与", "至", "到"} {
		after, has := strings.CutPrefix(rest, word)
		if has && startsChineseLabel(after) {
			return true
		}
	}
	return false
}

// startsChineseLabel tells whether a text starts with the number of a clause.
func startsChineseLabel(s string) bool {
	_, _, level := scanChinese(s, chineseLevels)
	_, _, cited := scanChinese(s, chineseCitedUnits)
	return level+cited > 0
}

// isChineseHeading tells whether the words after 第…章 can be its title: they are short, no sentence and no citation.
func isChineseHeading(rest string) bool {
	if rest == "" {
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(rest)
	return runesUpTo(rest, 61) <= 60 && !strings.ContainsRune("。；：，、;:,", last) &&
		!strings.Contains(rest, "。") && !continuesCitation(rest)
}
