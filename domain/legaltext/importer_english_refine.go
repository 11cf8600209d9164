package legaltext

import "slices"

// refineEnglish decides what only the whole text shows: what level a Section is, and whether "1." starts an article.
func refineEnglish(parsed []parsedLine) {
	articles := countLines(parsed, func(p parsedLine) bool { return p.kind == Article })
	sections := countLines(parsed, isSection)
	switch {
	case articles == 0 && sections == 0:
		refineNumberedArticles(parsed)
	case articles == 0:
		reclassify(parsed, isSection, Article, articleRank)
	case sectionsDivideArticles(parsed):
		reclassify(parsed, isSection, Section, innerSectionRank)
	default: // a Section with a text of its own is no heading but an article, like a § 12
		reclassify(parsed, func(p parsedLine) bool { return isSection(p) && p.text != "" }, Article, articleRank)
	}
}

// isSection tells whether the line starts with the word Section. A Markdown ### has no number.
func isSection(p parsedLine) bool { return p.kind == Section && p.number != nil }

// countLines is the number of lines for which a condition holds.
func countLines(parsed []parsedLine, is func(parsedLine) bool) (found int) {
	for _, p := range parsed {
		if is(p) {
			found++
		}
	}
	return found
}

// sectionsDivideArticles tells whether sections are parts of articles, as in constitutions. Then the first section follows an
// article directly, or only the article's title is between them.
func sectionsDivideArticles(parsed []parsedLine) bool {
	first := slices.IndexFunc(parsed, isSection)
	if first > 1 && parsed[first-1].isPlain() && isEnglishHeading(parsed[first-1].text) {
		first--
	}
	return first > 0 && parsed[first-1].kind == Article && parsed[first-1].text == ""
}

// reclassify gives some lines another kind and rank.
func reclassify(parsed []parsedLine, which func(parsedLine) bool, kind ClauseKind, rank int) {
	for i := range parsed {
		if p := &parsed[i]; which(*p) {
			p.kind, p.rank, p.style = kind, rank, string(kind)
		}
	}
}

// refineNumberedArticles turns lines with "1." into articles, in a text without other articles. British Acts number their sections so.
func refineNumberedArticles(parsed []parsedLine) {
	for i := range parsed {
		p := &parsed[i]
		if len(p.readings) == 0 || p.readings[0].style != "1." {
			continue
		}
		article := labelledLine(Article, p.label, p.readings[0].number, 0)
		article.text = p.text
		if p.text != "" && isEnglishHeading(p.text) {
			article.heading, article.text = p.text, ""
		}
		*p = article
	}
}
