package legaltext

import "slices"

// settleEnglish decides what only the whole text can tell: what a Section is, and whether "1." starts an article.
func settleEnglish(marks []mark) {
	articles := count(marks, func(m mark) bool { return m.kind == Article })
	sections := count(marks, isSection)
	switch {
	case articles == 0 && sections == 0:
		settleNumberedArticles(marks)
	case articles == 0:
		rankSections(marks, isSection, Article, articleRank)
	case sectionsAreLow(marks):
		rankSections(marks, isSection, Section, lowSectionRank)
	default: // a Section that says something itself gathers no articles: it is one, as beside a § 12
		rankSections(marks, func(m mark) bool { return isSection(m) && m.text != "" }, Article, articleRank)
	}
}

// isSection tells whether the word Section opened the line, not a ###.
func isSection(m mark) bool { return m.kind == Section && m.number != nil }

// count is the number of marks that are so.
func count(marks []mark, is func(mark) bool) (found int) {
	for _, m := range marks {
		if is(m) {
			found++
		}
	}
	return found
}

// sectionsAreLow tells whether sections divide articles, as in constitutions: then the first of them stands right under an
// article, its title between them at most.
func sectionsAreLow(marks []mark) bool {
	first := slices.IndexFunc(marks, isSection)
	if first > 1 && marks[first-1].bare() && isEnglishHeading(marks[first-1].text) {
		first--
	}
	return first > 0 && marks[first-1].kind == Article && marks[first-1].text == ""
}

// rankSections gives some sections another place.
func rankSections(marks []mark, which func(mark) bool, kind ClauseKind, rank int) {
	for i := range marks {
		if m := &marks[i]; which(*m) {
			m.kind, m.rank, m.style = kind, rank, string(kind)
		}
	}
}

// settleNumberedArticles makes articles of "1." in a text that has no other, as British Acts number their sections.
func settleNumberedArticles(marks []mark) {
	for i := range marks {
		m := &marks[i]
		if len(m.readings) == 0 || m.readings[0].style != "1." {
			continue
		}
		article := labelled(Article, m.label, m.readings[0].number, 0)
		article.text = m.text
		if m.text != "" && isEnglishHeading(m.text) {
			article.heading, article.text = m.text, ""
		}
		*m = article
	}
}
