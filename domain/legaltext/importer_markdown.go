package legaltext

import (
	"fmt"
	"strings"
)

// markdownKinds are the kinds of the headings # to ######. Those below #### are articles inside articles.
var markdownKinds = [...]ClauseKind{Book, Chapter, Section, Article, Article, Article}

// markdownRanks are the ranks of the headings # to ######.
var markdownRanks = [...]int{bookRank, chapterRank, sectionRank, articleRank, articleRank + 1, articleRank + 2}

// atxLevel is the number of # before a Markdown (ATX) heading, 0 if the line is no heading.
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

// parseMarkdown parses a line of a Markdown text. A heading or bold words may contain a label in the text's language, which parse
// finds.
func parseMarkdown(l line, parse func(string) parsedLine) parsedLine {
	if level := atxLevel(l.text); level > 0 {
		return parseAtxHeading(l.text, level, parse)
	}
	if bold, has := strings.CutPrefix(l.text, "**"); has {
		return parseBoldLabel(l.text, parse(bold))
	}
	if bullet := bulletOf(l.text); bullet != "" {
		text, _ := trimBlank(l.text[1:])
		return parsedLine{kind: Item, rank: bulletRank + l.indent, style: "bullet", label: bullet, text: text}
	}
	p := parse(l.text)
	for i := range p.readings {
		p.readings[i].style += fmt.Sprint(" at ", l.indent)
	}
	return p
}

// parseAtxHeading parses a Markdown heading. A label such as 第一章 or Chapter 1 decides its kind; without one the number of #
// decides.
func parseAtxHeading(text string, level int, parse func(string) parsedLine) parsedLine {
	words, _ := trimBlank(text[level:])
	sign := text[:len(text)-len(words)]
	if p := parse(words); p.isHeading() || p.kind == Article && p.number != nil {
		p.label = sign + p.label
		return p
	}
	kind := markdownKinds[level-1]
	return parsedLine{kind: kind, rank: markdownRanks[level-1], style: fmt.Sprint("#", level), label: sign, heading: words}
}

// parseBoldLabel adds the stars around a bold label to the label, so that no character is lost.
func parseBoldLabel(text string, p parsedLine) parsedLine {
	after, closed := strings.CutPrefix(p.text, "**")
	if p.kind != Article || !closed {
		return plainLine(text)
	}
	p.label = text[:len(text)-len(after)]
	p.text, _ = trimBlank(after)
	return p
}

// bulletOf is the bullet at the start of a line and the space after it; empty if there is none.
func bulletOf(text string) string {
	if len(text) > 2 && strings.ContainsRune("-*+", rune(text[0])) && text[1] == ' ' {
		return text[:2]
	}
	return ""
}

// refineMarkdown turns a # heading on the first line into the title, if the text has no other # heading.
func refineMarkdown(parsed []parsedLine) {
	if countLines(parsed, func(p parsedLine) bool { return p.style == "#1" }) != 1 || parsed[0].style != "#1" {
		return
	}
	parsed[0] = parsedLine{kind: Paragraph, rank: paragraphRank, label: parsed[0].label, text: parsed[0].heading}
}
