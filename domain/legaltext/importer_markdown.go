package legaltext

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// markdownKinds are the kinds of the headings # to ######. Those below #### are articles inside articles.
var markdownKinds = [...]ClauseKind{Book, Chapter, Section, Article, Article, Article}

// markdownRanks are the ranks of the headings # to ######.
var markdownRanks = [...]int{bookRank, chapterRank, sectionRank, articleRank, articleRank + 1, articleRank + 2}

// readLines splits the text into lines. In Markdown only an empty line ends a paragraph.
func (im *importer) readLines(text string) {
	im.lines = splitLines(text)
	if im.markdown = isMarkdown(im.lines); im.markdown {
		im.joinWrapped()
	}
}

// atxLevel is the number of # before a Markdown (ATX) heading, 0 if the line is no heading.
func atxLevel(text string) int {
	level := len(text) - len(strings.TrimLeft(text, "#"))
	if level > 6 || level == len(text) || text[level] != ' ' && text[level] != '\t' {
		return 0
	}
	return level
}

// isMarkdown tells whether any line is a Markdown heading, or front matter is above the text.
func isMarkdown(lines []line) bool {
	if frontMatter(lines) > 0 {
		return true
	}
	for _, l := range lines {
		if atxLevel(l.text) > 0 {
			return true
		}
	}
	return false
}

// frontMatter is the number of lines of the front matter, which stands between two --- above the text.
func frontMatter(lines []line) int {
	if len(lines) == 0 || lines[0].text != "---" {
		return 0
	}
	for end := 1; end < min(len(lines), 100); end++ {
		if lines[end].text == "---" {
			return end + 1
		}
	}
	return 0
}

// markVerbatim finds the front matter, and the code between two ```.
func markVerbatim(lines []line, roles []role) {
	for i := range frontMatter(lines) {
		roles[i] = verbatim
	}
	fenced := false
	for i, l := range lines {
		fence := strings.HasPrefix(l.text, "```") || strings.HasPrefix(l.text, "~~~")
		if fence || fenced {
			roles[i] = verbatim
		}
		fenced = fenced != fence
	}
}

// joinWrapped joins the lines of each paragraph and of each item.
func (im *importer) joinWrapped() {
	roles := make([]role, len(im.lines))
	markVerbatim(im.lines, roles)
	joined := im.lines[:0:0]
	for i := 0; i < len(im.lines); {
		first := im.lines[i]
		parts := []string{first.text}
		last, goesOn := first, roles[i] == ordinary && im.canWrap(first)
		for i++; i < len(im.lines) && goesOn && roles[i] == ordinary && im.isWrapped(last, im.lines[i]); i++ {
			last = im.lines[i]
			parts = append(parts, last.text)
		}
		first.text = joinWords(parts)
		joined = append(joined, first)
	}
	im.lines = joined
}

// canWrap tells whether the words of a line may go on in the next one.
func (im *importer) canWrap(l line) bool {
	return atxLevel(l.text) == 0 && !strings.HasPrefix(l.text, "|") && !strings.HasPrefix(l.text, "<") && !im.parse(l.text).isStructure()
}

// isWrapped tells whether a line goes on with the paragraph above it.
func (im *importer) isWrapped(above, l line) bool {
	if l.apart || above.broken || im.chinese() && endsSentence(above.text) || atxLevel(l.text) > 0 || bulletOf(l.text) != "" || strings.ContainsAny(l.text[:1], "|<>*") {
		return false
	}
	p := im.parse(l.text)
	return p.label == "" && p.decimals == nil && !p.isStructure()
}

// joinWords joins lines with a space, except between Chinese characters.
func joinWords(parts []string) string {
	if len(parts) == 1 {
		return parts[0]
	}
	var text strings.Builder
	last := 'a'
	for i, part := range parts {
		first, _ := utf8.DecodeRuneInString(part)
		if i > 0 && (last < 0x2E80 || first < 0x2E80 || unicode.In(first, unicode.Hangul)) {
			text.WriteByte(' ')
		}
		text.WriteString(part)
		last = lastRune(part)
	}
	return text.String()
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
	if len(p.readings) == 1 && isMarkdownItem(p.label) {
		p.readings[0].style += fmt.Sprint(" at ", l.indent)
	}
	return p
}

// parseAtxHeading parses a Markdown heading. A label such as 第一章 or Chapter 1 decides its kind; without one the number of #
// decides.
func parseAtxHeading(text string, level int, parse func(string) parsedLine) parsedLine {
	words, _ := trimBlank(text[level:])
	sign := text[:len(text)-len(words)]
	if p := parse(words); p.IsHeading() || p.kind == Article && p.number != nil {
		p.label, p.level = sign+p.label, level
		return p
	}
	h := parsedLine{kind: markdownKinds[level-1], rank: markdownRanks[level-1], level: level, style: fmt.Sprint("#", level), label: sign, heading: words}
	switch p := parse(words); {
	case len(p.decimals) > 1 && len(p.decimals) < 4 && isCodeNumber(words[:p.width]):
		section := codeSection(p)
		section.label, section.level, section.rank = sign+section.label, level, h.rank
		section.heading, section.text = strings.TrimLeftFunc(words[p.width:], isBlank), ""
		return section
	case len(p.decimals) > 0:
		h.number, h.suffix, h.minor = &p.decimals[len(p.decimals)-1], p.suffix, p.minor
		h.label, h.heading = sign+words[:p.width], strings.TrimLeftFunc(words[p.width:], isBlank)
	case len(p.readings) > 0 && p.readings[0].style == "1." && p.text != "":
		h.number, h.suffix = &p.readings[0].number, p.readings[0].suffix
		h.label, h.heading = sign+p.label, p.text
	}
	if h.number != nil {
		h.style += " numbered"
	}
	return h
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

// isMarkdownItem tells whether a label is a bullet or a number such as 1. or 1), whose indent decides how a Markdown list nests.
func isMarkdownItem(label string) bool {
	return bulletOf(label+"x") != "" || label != "" && isArabicDigit(rune(label[0])) && strings.ContainsRune(".)", lastRune(label))
}

// refineRepeatedNumbers makes a number plain that only repeats the one of the heading above it: "##### 5 Fees" and then "5.—(1) No fee".
func (im *importer) refineRepeatedNumbers() {
	for i := 1; i < len(im.parsed); i++ {
		p, above := &im.parsed[i], im.parsed[i-1]
		if above.level > 0 && above.number != nil && !above.named() && len(p.readings) > 0 && p.readings[0].style[0] == '1' && p.readings[0].number == *above.number && p.readings[0].suffix == above.suffix &&
			strings.HasSuffix(p.label, ".") {
			*p = plainAs(ordinary, *p, im.lines[p.at].text)
		}
	}
}

// named tells whether the number of a Markdown heading stands behind a word, as in "## PART I", and is of no article.
func (p parsedLine) named() bool {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(p.label, "# "))
	return p.kind != Article && unicode.IsLetter(first)
}

// refineMarkdownTitle turns a # heading on the first line into the title, if the text has no other # heading.
func (im *importer) refineMarkdownTitle() {
	first := 0
	for first < len(im.parsed)-1 && im.parsed[first].role == verbatim {
		first++
	}
	p := &im.parsed[first]
	if p.style == "#1" && countLines(im.parsed, func(p parsedLine) bool { return p.style == "#1" }) == 1 {
		*p = parsedLine{at: p.at, kind: Paragraph, rank: paragraphRank, label: p.label, text: p.heading}
	}
}

// countLines is the number of lines for which a condition holds.
func countLines(parsed []parsedLine, is func(parsedLine) bool) (found int) {
	for _, p := range parsed {
		if is(p) {
			found++
		}
	}
	return found
}

// refineMarkdownRanks ranks the headings of a Markdown text by their #, unless headings of one # are of several kinds, such as chapters
// and sections: then the words say more.
func (im *importer) refineMarkdownRanks() {
	kinds := map[int]ClauseKind{}
	for _, p := range im.parsed {
		if p.level == 0 || p.number == nil {
			continue
		}
		if kind, known := kinds[p.level]; known && kind != p.kind {
			return
		}
		kinds[p.level] = p.kind
	}
	for i := range im.parsed {
		if p := &im.parsed[i]; p.level > 0 && p.rank != annexRank {
			p.rank = bookRank + 6*(p.level-1)
		}
	}
}
