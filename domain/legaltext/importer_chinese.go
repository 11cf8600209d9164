package legaltext

import (
	"strings"
	"unicode/utf8"
)

// chineseUnit is the character that follows a number in a label, and the kind that it names.
type chineseUnit struct {
	word string
	kind ClauseKind
}

var chineseLevels = []chineseUnit{
	{"分编", Subdivision}, {"分編", Subdivision}, {"编", Book}, {"編", Book}, {"篇", Book}, {"部分", Book},
	{"章", Chapter}, {"节", Section}, {"節", Section}, {"条", Article}, {"條", Article},
}

// chineseLesser are the units that are only ever cited.
var chineseLesser = []chineseUnit{{"款", Paragraph}, {"项", Item}, {"項", Item}, {"目", Point}}

// readChinese reads the mark of a line in a Chinese text.
func readChinese(text string) mark {
	first, width := utf8.DecodeRuneInString(text)
	switch {
	case first == '第':
		return readChineseLevel(text)
	case first == '（' || first == '(':
		return readBracketed(text, width)
	case '①' <= first && first <= '⑳':
		return chinesePoint(text, width, int(first-'①')+1, "①", pointRank+4)
	case isChineseNumeral(first):
		return readChineseList(text)
	}
	if _, digit := arabicDigit(first); digit {
		return readChinesePoint(text)
	}
	return plain(text)
}

// scanChinese reads 第, a number and a unit; length is 0 where the text does not start so.
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

// scanNumeral takes a numeral off a text, with the blanks around and within it, as in 第 十 条.
func scanNumeral(s string) (numeral, rest string) {
	most := 24 // longer is no number, and a huge run must not be read again at every line
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

// readChineseLevel reads a heading or an article's start, or sees that the line only cites one.
func readChineseLevel(text string) mark {
	kind, number, length := scanChinese(text, chineseLevels)
	if length == 0 {
		return plain(text)
	}
	suffix, more := scanSuffix(text[length:])
	length += more
	m := labelled(kind, text[:length], number, suffix)
	rest, spaced := cutBlank(text[length:])
	if after, colon := strings.CutPrefix(rest, "："); colon {
		m.label = text[:len(text)-len(after)]
		rest, spaced = strings.TrimLeftFunc(after, isBlank), true
	}
	switch {
	case kind == Article && citesAfterArticle(rest, spaced), kind != Article && !isChineseHeading(rest):
		return citing(text)
	case kind == Article:
		m.heading, m.text = cutBracketHeading(rest)
	default:
		m.heading = rest
	}
	return m
}

// scanSuffix reads the 之一 of an inserted article and its length in bytes.
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

// cutBracketHeading takes the 【…】 that drafters set before an article's text as its title.
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

// citesAfterArticle tells whether what follows 第…条 makes it a citation. A blank after the number starts an article
// unless a paragraph or item of it is named.
func citesAfterArticle(rest string, spaced bool) bool {
	if _, _, length := scanChinese(rest, chineseLesser); length > 0 {
		return true
	}
	return !spaced && citesFurther(rest)
}

// citesFurther tells whether the words after a label go on with a sentence that cites it.
func citesFurther(rest string) bool {
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

// startsChineseLabel tells whether a text starts with the number of some clause.
func startsChineseLabel(s string) bool {
	_, _, level := scanChinese(s, chineseLevels)
	_, _, lesser := scanChinese(s, chineseLesser)
	return level+lesser > 0
}

// isChineseHeading tells whether what follows 第…章 can be its title: short, no sentence, no further citation.
func isChineseHeading(rest string) bool {
	if rest == "" {
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(rest)
	return runesUpTo(rest, 61) <= 60 && !strings.ContainsRune("。；：，、;:,", last) &&
		!strings.Contains(rest, "。") && !citesFurther(rest)
}
