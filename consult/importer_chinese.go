package consult

import (
	"strings"
	"unicode"
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

// readBracketed reads （一）, an item, and （1） or （a）, points.
func readBracketed(text string, width int) mark {
	end := strings.IndexAny(text[:min(len(text), 40)], "）)")
	if end < 0 {
		return plain(text)
	}
	_, closing := utf8.DecodeRuneInString(text[end:])
	written, length := compact(text[width:end]), end+closing
	if number, ok := chineseNumber(written); ok {
		return chineseItem(text, length, number)
	}
	if number, ok := arabicNumber(written); ok && number < 1000 {
		return chinesePoint(text, length, number, "（1）", pointRank+1)
	}
	if number, ok := letterNumber(written); ok {
		return chinesePoint(text, length, number, "（a）", pointRank+3)
	}
	return plain(text)
}

// chineseItem makes the mark of （一） unless the line goes on citing it, as in （一）项规定的.
func chineseItem(text string, length, number int) mark {
	rest, _ := cutBlank(text[length:])
	if after, named := strings.CutPrefix(rest, "项"); named {
		next, _ := utf8.DecodeRuneInString(after)
		if after == "" || strings.ContainsRune("、，规和至的所或及中。；", next) {
			return citing(text)
		}
	}
	if strings.HasPrefix(rest, "、") || strings.HasPrefix(rest, "至（") || strings.HasPrefix(rest, "至第") {
		return citing(text)
	}
	m := labelled(Item, text[:length], number, 0)
	m.text = rest
	return m
}

// chinesePoint makes the mark of a point in one of its writings; those of a higher rank nest in the others.
func chinesePoint(text string, length, number int, style string, rank int) mark {
	m := labelled(Point, text[:length], number, 0)
	m.style, m.rank = style, rank
	m.text, _ = cutBlank(text[length:])
	return m
}

// readChinesePoint reads 1. and 1、 and 1）; a decimal such as 1.5 is none.
func readChinesePoint(text string) mark {
	end := strings.IndexFunc(text[:min(len(text), 12)], func(r rune) bool { _, digit := arabicDigit(r); return !digit })
	if end < 0 || utf8.RuneCountInString(text[:end]) > 3 {
		return plain(text)
	}
	number, _ := arabicNumber(text[:end])
	sign, width := utf8.DecodeRuneInString(text[end:])
	next, _ := utf8.DecodeRuneInString(text[end+width:])
	if _, decimal := arabicDigit(next); decimal {
		return plain(text)
	}
	switch sign {
	case '.', '．', '、':
		return chinesePoint(text, end+width, number, "1.", pointRank)
	case ')', '）':
		return chinesePoint(text, end+width, number, "1）", pointRank+2)
	}
	return plain(text)
}

// readChineseList reads 一、, which heads the parts of a notice; within an article it gathers items.
func readChineseList(text string) mark {
	written, rest := scanNumeral(text)
	after, listed := strings.CutPrefix(rest, "、")
	number, ok := chineseNumber(written)
	if !listed || !ok {
		return plain(text)
	}
	m := labelled(Item, text[:len(text)-len(after)], number, 0)
	m.style, m.rank = "一、", clauseListRank
	m.text, _ = cutBlank(after)
	return m
}

// settleChinese decides what only the whole text can tell: bare headings, and 一、 in a text without articles.
func settleChinese(marks []mark) {
	settleBareHeadings(marks)
	for i := range marks {
		if marks[i].kind == Article {
			return
		}
	}
	for i := range marks {
		m := &marks[i]
		if m.style != "一、" {
			continue
		}
		m.kind, m.rank = Article, articleRank
		if isChineseHeading(m.text) {
			m.heading, m.text = m.text, ""
		}
	}
}

// settleBareHeadings makes headings of lines such as 物权编 and 附则, which have no number. 总则 and 附则 are books beside
// other books and chapters elsewhere; right under a heading without words they are its words.
func settleBareHeadings(marks []mark) {
	kind := Chapter
	for i := range marks {
		if isBareBook(marks[i]) {
			kind = Book
		}
	}
	for i := range marks {
		if i > 0 && marks[i-1].heads() && marks[i-1].heading == "" {
			continue
		}
		switch {
		case isBareBook(marks[i]):
			marks[i] = bareHeading(Book, marks[i].text)
		case isGeneralPart(marks[i]):
			marks[i] = bareHeading(kind, marks[i].text)
		case isAnnex(marks[i]):
			marks[i] = bareHeading(Book, marks[i].text)
		}
	}
}

// bareHeading is the mark of a heading without a number.
func bareHeading(kind ClauseKind, words string) mark {
	return mark{kind: kind, rank: rankOf[kind], style: string(kind), heading: words}
}

// isBareBook tells whether a line is the name of a book alone, such as 物权编.
func isBareBook(m mark) bool {
	if !m.bare() || len(m.text) > 60 {
		return false
	}
	name := compact(m.text)
	return strings.HasSuffix(name, "编") && len(name) >= len("物权编") && len(name) <= len("涉外民事关系编") &&
		strings.IndexFunc(name, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) < 0
}

// isGeneralPart tells whether a line is 总则, 分则 or 附则 alone.
func isGeneralPart(m mark) bool {
	if !m.bare() || len(m.text) > 20 {
		return false
	}
	name := compact(m.text)
	return name == "总则" || name == "分则" || name == "附则"
}

// isAnnex tells whether a line opens an annex, such as 附件1 or 附表.
func isAnnex(m mark) bool {
	if !m.bare() || len(m.text) > 12*3 || !strings.HasPrefix(m.text, "附") {
		return false
	}
	for _, name := range []string{"附件", "附表", "附录"} {
		if rest, has := strings.CutPrefix(m.text, name); has {
			_, rest = scanNumeral(rest)
			return rest == "" || rest == "：" || rest == ":"
		}
	}
	return false
}
