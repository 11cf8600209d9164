package legaltext

import (
	"fmt"
	"strings"
)

// markdownKinds are the kinds of the headings # to ######; those below #### are articles within articles.
var markdownKinds = [...]ClauseKind{Book, Chapter, Section, Article, Article, Article}

// markdownRanks are the ranks of the headings # to ######.
var markdownRanks = [...]int{bookRank, chapterRank, sectionRank, articleRank, articleRank + 1, articleRank + 2}

// atxLevel is the number of # before a heading, 0 where the line is none.
func atxLevel(text string) int {
	level := len(text) - len(strings.TrimLeft(text, "#"))
	if level > 6 || level == len(text) || text[level] != ' ' && text[level] != '\t' {
		return 0
	}
	return level
}

// isMarkdown tells whether any line is a Markdown heading.
func isMarkdown(lines []line) bool {
	for _, l := range lines {
		if atxLevel(l.text) > 0 {
			return true
		}
	}
	return false
}

// readMarkdown reads a line of a Markdown text; headings and bold labels may hold the marks of the text's language.
func readMarkdown(l line, read func(string) mark) mark {
	if level := atxLevel(l.text); level > 0 {
		return readAtx(l.text, level, read)
	}
	if bold, has := strings.CutPrefix(l.text, "**"); has {
		return readBold(l.text, read(bold))
	}
	if bullet := bulletOf(l.text); bullet != "" {
		text, _ := cutBlank(l.text[1:])
		return mark{kind: Item, rank: bulletRank + l.indent, style: "bullet", label: bullet, text: text}
	}
	m := read(l.text)
	for i := range m.readings {
		m.readings[i].style += fmt.Sprint(" at ", l.indent)
	}
	return m
}

// readAtx reads a heading: 第一章 or Chapter 1 behind the # says more than how many there are.
func readAtx(text string, level int, read func(string) mark) mark {
	words, _ := cutBlank(text[level:])
	sign := text[:len(text)-len(words)]
	if m := read(words); m.heads() || m.kind == Article && m.number != nil {
		m.label = sign + m.label
		return m
	}
	kind := markdownKinds[level-1]
	return mark{kind: kind, rank: markdownRanks[level-1], style: fmt.Sprint("#", level), label: sign, heading: words}
}

// readBold moves the stars around a bold label into the label.
func readBold(text string, m mark) mark {
	after, closed := strings.CutPrefix(m.text, "**")
	if m.kind != Article || !closed {
		return plain(text)
	}
	m.label = text[:len(text)-len(after)]
	m.text, _ = cutBlank(after)
	return m
}

// bulletOf is the bullet that a line starts with, with the space after it.
func bulletOf(text string) string {
	if len(text) > 2 && strings.ContainsRune("-*+", rune(text[0])) && text[1] == ' ' {
		return text[:2]
	}
	return ""
}

// settleMarkdown makes the one # at a text's start its title.
func settleMarkdown(marks []mark) {
	if count(marks, func(m mark) bool { return m.style == "#1" }) != 1 || marks[0].style != "#1" {
		return
	}
	marks[0] = mark{kind: Paragraph, rank: paragraphRank, label: marks[0].label, text: marks[0].heading}
}
