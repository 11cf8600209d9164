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

// chineseLevels are the units of Chinese, Japanese and Korean labels.
var chineseLevels = []chineseUnit{
	{"分编", Subdivision}, {"分編", Subdivision}, {"编", Book}, {"編", Book}, {"篇", Book}, {"部分", Book}, {"편", Book},
	{"章", Chapter}, {"장", Chapter}, {"节", Section}, {"節", Section}, {"절", Section}, {"条", Article}, {"條", Article}, {"조", Article},
}

// chineseCitedUnits are the units that only citations name: no clause has them in its label.
var chineseCitedUnits = []chineseUnit{{"款", Paragraph}, {"项", Item}, {"項", Item}, {"目", Point}, {"항", Paragraph}, {"호", Item}}

// parseChinese parses a line of a Chinese, Japanese or Korean text.
func parseChinese(text string) parsedLine {
	first, width := utf8.DecodeRuneInString(text)
	switch {
	case first == '第', first == '제':
		return parseChineseLevel(text)
	case first == '（' || first == '(':
		return parseBracketed(text, width)
	case isEnclosedNumber(first):
		return parseEnclosed(text, first, width)
	case isChineseNumeral(first):
		return parseChineseList(text)
	case isArabicDigit(first):
		return parseChinesePoint(text)
	case first < utf8.RuneSelf:
		return parseEnglishList(text)
	}
	return plainLine(text)
}

// scanChinese reads 第, a number and a unit from the start of a text, as in 第 8-1 條. Their length is in bytes; it is 0 if the text
// starts otherwise.
func scanChinese(text string, units []chineseUnit) (kind ClauseKind, o ordinal, length int) {
	rest, found := strings.CutPrefix(text, "第")
	if !found {
		if rest, found = strings.CutPrefix(text, "제"); !found {
			return "", o, 0
		}
	}
	written, rest := scanNumeral(rest)
	var ok bool
	if o.number, ok = numberOf(written); !ok {
		return "", o, 0
	}
	if after, dashed := cutAny(rest, "-", "－", "–"); dashed {
		written, rest = scanNumeral(after)
		if o.suffix, ok = numberOf(written); !ok {
			return "", o, 0
		}
	}
	for _, unit := range units {
		if after, has := strings.CutPrefix(rest, unit.word); has {
			return unit.kind, o, len(text) - len(after)
		}
	}
	return "", o, 0
}

// numberOf reads Arabic or Chinese digits.
func numberOf(written string) (int, bool) {
	if number, ok := arabicNumber(written); ok {
		return number, true
	}
	return chineseNumber(written)
}

// cutAny removes the first of some prefixes that a text has.
func cutAny(s string, prefixes ...string) (rest string, found bool) {
	for _, prefix := range prefixes {
		if rest, found = strings.CutPrefix(s, prefix); found {
			return rest, true
		}
	}
	return s, false
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
	return Compact(s[:end]), s[end:]
}

// parseChineseLevel parses the start of a heading or an article. A line that only cites one is a citationLine; an article whose words
// may cite it is doubtful.
func parseChineseLevel(text string) parsedLine {
	kind, o, length := scanChinese(text, chineseLevels)
	if length == 0 {
		return plainLine(text)
	}
	suffix, more := scanSuffix(text[length:])
	length += more
	p := labelledLine(kind, text[:length], o.number, max(o.suffix, suffix))
	rest, spaced := trimBlank(text[length:])
	if after, colon := cutAny(rest, "：", ":"); colon {
		p.label = text[:len(text)-len(after)]
		rest, spaced = strings.TrimLeftFunc(after, isBlank), true
	}
	switch {
	case kind == Article && citesPart(rest), kind != Article && !isChineseHeading(rest):
		c := citationLine(text)
		c.warned = kind != Article && spaced && isShort(rest, 60)
		return c
	case kind == Article:
		p.doubtful = !spaced && continuesCitation(rest)
		p.weak = !spaced && rest != ""
		p.heading, p.text = cutBracketHeading(rest)
	default:
		p.heading = rest
	}
	return p
}

// scanSuffix reads the suffix of an inserted article, such as 之一, 之1, の二 or 의2, and its length in bytes.
func scanSuffix(s string) (suffix, length int) {
	rest, found := cutAny(s, "之", "の", "의")
	if !found {
		return 0, 0
	}
	rest, _ = trimBlank(rest)
	end := strings.IndexFunc(rest, func(r rune) bool { return !isChineseNumeral(r) && !isArabicDigit(r) })
	if end < 0 {
		end = len(rest)
	}
	if suffix, ok := numberOf(rest[:min(end, 12)]); ok {
		return suffix, len(s) - len(rest) + min(end, 12)
	}
	return 0, 0
}

// titleBrackets are the brackets that drafters put around an article's title.
var titleBrackets = [][2]string{{"【", "】"}, {"（", "）"}, {"(", ")"}, {"〔", "〕"}}

// noTitles are words in brackets that stand for the whole text of an article.
var noTitles = []string{"删去", "删除", "刪除", "略", "废止", "廢止", "保留", "삭제"}

// cutBracketHeading cuts off a title in brackets, 【…】 or （…）, that some drafters put before an article's text.
func cutBracketHeading(s string) (heading, text string) {
	for _, pair := range titleBrackets {
		inside, found := strings.CutPrefix(s, pair[0])
		if !found {
			continue
		}
		words, rest, closed := strings.Cut(inside[:min(len(inside), 200)], pair[1])
		if _, isNumber := numberOf(Compact(words)); !closed || isNumber || !isShort(words, 40) || strings.ContainsAny(words, "。；") {
			return "", s
		}
		for _, word := range noTitles {
			if strings.HasPrefix(words, word) {
				return "", s
			}
		}
		end := len(pair[0]) + len(words) + len(pair[1])
		next, _ := utf8.DecodeRuneInString(rest)
		if strings.ContainsRune("，。、；和及", next) && rest != "" {
			return "", s
		}
		return s[:end], strings.TrimLeftFunc(s[end:], isBlank)
	}
	return "", s
}

// citesPart tells whether the words after 第…条 cite a part of it, or go on with a list of citations. No article starts so.
func citesPart(rest string) bool {
	if _, _, length := scanChinese(rest, chineseCitedUnits); length > 0 {
		return true
	}
	if _, punctuated := cutAny(rest, "、", "，", "。", "；", "）", ")", "》", "”"); punctuated {
		return true
	}
	for _, word := range []string{"", "和", "或者", "或", "及", "以及", "与", "與", "至", "到"} {
		if after, has := strings.CutPrefix(rest, word); has && startsChineseLabel(after) {
			return true
		}
	}
	return false
}

// citationWords are the words with which a sentence goes on after it cited an article.
var citationWords = []string{"规定", "規定", "的", "之", "所", "以外", "以下", "中", "但书", "但書", "至前", "及前", "或前", "前", "情形", "の", "に", "から", "を", "까지", "에", "의"}

// continuesCitation tells whether the words after a label may continue a sentence that cites it.
func continuesCitation(rest string) bool {
	_, found := cutAny(rest, citationWords...)
	return found
}

// startsChineseLabel tells whether a text starts with the number of a clause.
func startsChineseLabel(s string) bool {
	_, _, level := scanChinese(s, chineseLevels)
	_, _, cited := scanChinese(s, chineseCitedUnits)
	return level+cited > 0
}

// isChineseHeading tells whether the words after 第…章 can be its title: they are short, no sentence and no citation.
func isChineseHeading(rest string) bool {
	return rest == "" || isShort(rest, 60) && !strings.ContainsRune("。；：，、;:,", lastRune(rest)) &&
		!strings.Contains(rest, "。") && !citesPart(rest) && !citesHeading(rest)
}

// citesHeading tells whether the words after 第…章 continue a sentence that cites it. A title may start with 所有权 or 中介合同.
func citesHeading(rest string) bool {
	_, found := cutAny(rest, "规定", "規定", "的", "之", "所列", "所称", "所稱", "所规定", "所規定", "所定", "所指", "以外", "以下", "中的", "中规定", "中規定")
	return found
}
