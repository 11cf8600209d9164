package legaltext

import (
	"strings"
	"unicode"
)

// refineChinese decides what only the whole text shows: which lines are headings without a number, and whether 一、 starts an article.
func refineChinese(parsed []parsedLine) {
	refineUnnumberedHeadings(parsed)
	for i := range parsed {
		if parsed[i].kind == Article {
			return
		}
	}
	for i := range parsed {
		p := &parsed[i]
		if p.style != "一、" {
			continue
		}
		p.kind, p.rank = Article, articleRank
		if isChineseHeading(p.text) {
			p.heading, p.text = p.text, ""
		}
	}
}

// refineUnnumberedHeadings turns lines such as 物权编 and 附则 into headings. 总则 and 附则 are books in a text with books, and
// chapters in other texts. Right below a heading that has only a number, such a line is the heading's title.
func refineUnnumberedHeadings(parsed []parsedLine) {
	kind := Chapter
	for i := range parsed {
		if isUnnumberedBook(parsed[i]) {
			kind = Book
		}
	}
	for i := range parsed {
		if i > 0 && parsed[i-1].isHeading() && parsed[i-1].heading == "" {
			continue
		}
		switch {
		case isUnnumberedBook(parsed[i]):
			parsed[i] = unnumberedHeading(Book, parsed[i].text)
		case isGeneralPart(parsed[i]):
			parsed[i] = unnumberedHeading(kind, parsed[i].text)
		case isAnnex(parsed[i]):
			parsed[i] = unnumberedHeading(Book, parsed[i].text)
		}
	}
}

// unnumberedHeading is a heading without a number.
func unnumberedHeading(kind ClauseKind, words string) parsedLine {
	return parsedLine{kind: kind, rank: rankOf[kind], style: string(kind), heading: words}
}

// isUnnumberedBook tells whether a line is only the name of a book, such as 物权编.
func isUnnumberedBook(p parsedLine) bool {
	if !p.isPlain() || len(p.text) > 60 {
		return false
	}
	name := compact(p.text)
	return strings.HasSuffix(name, "编") && len(name) >= len("物权编") && len(name) <= len("涉外民事关系编") &&
		strings.IndexFunc(name, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) < 0
}

// isGeneralPart tells whether a line is only 总则, 分则 or 附则.
func isGeneralPart(p parsedLine) bool {
	if !p.isPlain() || len(p.text) > 20 {
		return false
	}
	name := compact(p.text)
	return name == "总则" || name == "分则" || name == "附则"
}

// isAnnex tells whether a line starts an annex, such as 附件1 or 附表.
func isAnnex(p parsedLine) bool {
	if !p.isPlain() || len(p.text) > 12*3 || !strings.HasPrefix(p.text, "附") {
		return false
	}
	for _, name := range []string{"附件", "附表", "附录"} {
		if rest, has := strings.CutPrefix(p.text, name); has {
			_, rest = scanNumeral(rest)
			return rest == "" || rest == "：" || rest == ":"
		}
	}
	return false
}
