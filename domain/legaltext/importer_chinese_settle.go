package legaltext

import (
	"strings"
	"unicode"
)

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
