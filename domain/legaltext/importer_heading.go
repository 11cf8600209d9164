package legaltext

import (
	"strings"
	"unicode"
)

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
		if i > 0 && parsed[i-1].IsHeading() && parsed[i-1].heading == "" {
			continue
		}
		switch {
		case isUnnumberedBook(parsed[i]):
			parsed[i] = unnumberedHeading(Book, parsed[i])
		case isGeneralPart(parsed[i]):
			parsed[i] = unnumberedHeading(kind, parsed[i])
		}
	}
}

// unnumberedHeading is a heading without a number.
func unnumberedHeading(kind ClauseKind, p parsedLine) parsedLine {
	return parsedLine{at: p.at, kind: kind, rank: rankOf[kind], style: string(kind), heading: p.text}
}

// isUnnumberedBook tells whether a line is only the name of a book, such as 物权编.
func isUnnumberedBook(p parsedLine) bool {
	if !p.isPlain() || p.role != ordinary || len(p.text) > 60 {
		return false
	}
	name := Compact(p.text)
	return strings.HasSuffix(name, "编") && len(name) >= len("物权编") && len(name) <= len("涉外民事关系编") &&
		strings.IndexFunc(name, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) < 0
}

// isGeneralPart tells whether a line is only 总则, 分则 or 附则.
func isGeneralPart(p parsedLine) bool {
	if !p.isPlain() || p.role != ordinary || len(p.text) > 20 {
		return false
	}
	switch Compact(p.text) {
	case "总则", "分则", "附则", "總則", "分則", "附則":
		return true
	}
	return false
}

// refinePartHeadings turns 一、 and （一） into headings where articles follow them: judicial interpretations gather their articles so.
func refinePartHeadings(segment []parsedLine) {
	part, section := 0, 0
	for i := range segment {
		p := &segment[i]
		switch {
		case p.isListed() && *orZero(p.number) == part+1 && p.style == "一、" && leadsToArticle(segment, i, true):
			part, section = part+1, 0
			*p = partHeading(*p, Chapter, "一、")
		case p.isListed() && *orZero(p.number) == section+1 && p.style == "（一）" && part > 0 && leadsToArticle(segment, i, false) && !goesOnAbove(segment, i):
			section++
			*p = partHeading(*p, Section, "（一）")
		}
	}
}

func orZero(number *int) *int {
	if number == nil {
		return new(int)
	}
	return number
}

// partHeading is a heading that is numbered like a list.
func partHeading(p parsedLine, kind ClauseKind, style string) parsedLine {
	p.kind, p.rank, p.style = kind, rankOf[kind], style+" heading"
	p.heading, p.text = p.text, ""
	return p
}

// leadsToArticle tells whether a line is a title right above an article, or above the title of a section that is.
func leadsToArticle(segment []parsedLine, at int, nested bool) bool {
	if p := segment[at]; p.text == "" || !isShort(p.text, 40) || !isChineseHeading(p.text) || at+1 == len(segment) {
		return false
	}
	below := segment[at+1]
	return below.kind == Article || nested && below.style == "（一）" && *orZero(below.number) == 1 && leadsToArticle(segment, at+1, false)
}

// goesOnAbove tells whether a line's number goes on with a list of the article above it.
func goesOnAbove(segment []parsedLine, at int) bool {
	for i := at - 1; i >= 0 && segment[i].kind != Article; i-- {
		if segment[i].style == segment[at].style && *orZero(segment[i].number)+1 == *orZero(segment[at].number) {
			return true
		}
	}
	return false
}

// refineLostHeadings finds the headings whose number was lost on the way from Word: a short line without any stop right above an
// article, in a text with other headings. It is of the kind of the heading above it.
func (im *importer) refineLostHeadings(segment []parsedLine) {
	var above *parsedLine
	for i := range segment {
		p := &segment[i]
		if p.IsHeading() && !p.inserted {
			above = p
		}
		if above == nil || i+1 == len(segment) || segment[i+1].kind != Article || !isLostHeading(*p) || p == above || segment[i-1].IsHeading() {
			continue
		}
		if endsSentence(segment[i-1].words()) {
			*p = unnumberedHeading(above.kind, *p)
			p.rank = above.rank
		}
	}
}

// isLostHeading tells whether a line can be a heading without a number.
func isLostHeading(p parsedLine) bool {
	return p.isPlain() && p.role == ordinary && isShort(p.text, 20) && strings.IndexFunc(p.text, unicode.IsPunct) < 0 && !isDate(p.text) && len(p.text) > 3
}

// refineSideNotes finds the titles above sections, which British Acts print at the side: a line without a stop, right above a section
// without a title, below a line that is complete.
func (im *importer) refineSideNotes(segment []parsedLine) {
	for i := 1; i+1 < len(segment); i++ {
		p, above, below := &segment[i], segment[i-1], segment[i+1]
		if !p.isPlain() || p.role != ordinary || below.kind != Article || below.heading != "" || above.IsHeading() && above.heading == "" {
			continue
		}
		complete := above.IsHeading() || above.rank == paragraphRank && i == 1 || endsSentence(above.words()) || above.role == sideNote
		if complete && above.kind != Article && isEnglishHeading(p.text) || complete && above.text != "" && isEnglishHeading(p.text) {
			p.role = sideNote
		}
	}
}

// refineTitlesAbove finds the titles in brackets above articles, as Japanese laws have them. One such line alone may be a remark.
func refineTitlesAbove(segment []parsedLine) {
	var titles []int
	for i := 0; i+1 < len(segment); i++ {
		p, below := segment[i], segment[i+1]
		if p.isPlain() && p.role == ordinary && isShort(p.text, 30) && strings.HasPrefix(p.text, "（") && strings.HasSuffix(p.text, "）") && below.kind == Article && below.heading == "" {
			titles = append(titles, i)
		}
	}
	if len(titles) < 2 {
		return
	}
	for _, i := range titles {
		segment[i].role = sideNote
	}
}

// refineArticleTitles finds the titles of articles that end with a stop, and those on the line below the number. Text follows both.
func (im *importer) refineArticleTitles(segment []parsedLine) {
	for i := 0; i+1 < len(segment); i++ {
		p, below := &segment[i], &segment[i+1]
		if p.kind != Article || p.heading != "" || p.number == nil {
			continue
		}
		lists := below.isListed() || below.role == quoted
		switch {
		case p.text != "" && !im.chinese() && isStoppedTitle(p.text) && (below.isPlain() || lists):
			p.heading, p.text = p.text, ""
		case p.text == "" && below.isPlain() && i+2 < len(segment) && (segment[i+2].isPlain() || segment[i+2].isListed()) && im.isTitleBelow(below.text):
			below.role = titleBelow
		}
	}
}

// isTitleBelow tells whether a line below the number of an article is the article's title.
func (im *importer) isTitleBelow(s string) bool {
	if !im.chinese() {
		return isEnglishHeading(s)
	}
	heading, text := cutBracketHeading(s)
	return heading != "" && text == ""
}
