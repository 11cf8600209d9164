package legaltext

import (
	"strings"

	"github.com/google/uuid"
)

// TextOf joins clauses in their order into a readable text. Each clause is one paragraph. CutText cuts the text into the same clauses
// again: words that would be read otherwise behind their label stand on a line below it, and the lists of a Markdown text are indented.
func TextOf(clauses []Clause) string {
	joined := joinedWords(clauses)
	w := writer{importer: importer{language: languageOf(joined)}, markdown: isMarkdownClauses(clauses), numbered: map[uuid.UUID]bool{}}
	var text strings.Builder
	text.Grow(len(joined) + 4*len(clauses))
	for i, c := range clauses {
		if i > 0 {
			text.WriteString("\n\n")
		}
		text.WriteString(w.write(c))
	}
	return text.String()
}

// joinedWords are all words of the clauses.
func joinedWords(clauses []Clause) string {
	var joined strings.Builder
	for _, c := range clauses {
		joined.WriteString(c.Label)
		joined.WriteString(c.Heading)
		joined.WriteString(c.Text)
	}
	return joined.String()
}

// writer writes the clauses of one text.
type writer struct {
	importer
	markdown bool
	lists    []Clause           // the open items
	numbered map[uuid.UUID]bool // the clauses that have a numbered Markdown list
}

// isMarkdownClauses tells whether the clauses come from a Markdown text.
func isMarkdownClauses(clauses []Clause) bool {
	for i, c := range clauses {
		if atxLevel(c.Label+"x") > 0 || i == 0 && c.Text == "---" {
			return true
		}
	}
	return false
}

// write writes one clause.
func (w *writer) write(c Clause) string {
	indent := ""
	if w.markdown {
		indent = w.indentOf(c)
	}
	if c.Label == "" || c.Heading+c.Text == "" {
		return indent + c.Content()
	}
	head, text := c.Heading, c.Text
	if head == "" {
		head, text = c.Text, ""
	}
	first := c.Label + gapAfterLabel(c.Label, head) + head
	if text != "" && strings.ContainsRune("】）—–-", lastRune(head)) {
		if line, found := w.onOneLine(c, first); found {
			return indent + line
		}
	}
	if p := w.parse(head); w.misreads(c, first) && (p.weak || !p.isListed()) {
		first = c.Label + "\n" + head
	}
	if text != "" {
		first += "\n\n" + text
	}
	return indent + first
}

// onOneLine writes the text behind the title on one line, if both are found in it again.
func (w *writer) onOneLine(c Clause, titled string) (line string, found bool) {
	for _, gap := range []string{"", " "} {
		line := titled + gap + c.Text
		if heading, text := w.titleOf(c, line); heading == c.Heading && text == c.Text {
			return line, true
		}
	}
	return "", false
}

// titleOf reads the title and the text behind the label of a clause.
func (w *writer) titleOf(c Clause, line string) (heading, text string) {
	p := w.read(line)
	words := p.text
	switch {
	case p.heading != "" || p.label != c.Label && p.width != len(c.Label):
		return p.heading, p.text
	case p.label == "":
		words, _ = trimBlank(line[p.width:])
	}
	if w.chinese() {
		return cutBracketHeading(words)
	}
	return cutTitle(words)
}

// misreads tells whether words would be read otherwise behind their label: as a part of it, or as a title.
func (w *writer) misreads(c Clause, line string) bool {
	p := w.read(line)
	titled := !w.chinese() && c.Kind == Article && c.Heading == "" && (p.heading != "" || isStoppedTitle(c.Text) || isEnglishHeading(c.Text))
	return titled || p.label != c.Label && p.width != len(c.Label)
}

// read parses a line alone, as CutText does.
func (w *writer) read(text string) parsedLine {
	if w.markdown {
		return parseMarkdown(line{text: text}, w.parse)
	}
	return w.parse(text)
}

// indentOf is the indent of an item within other items of a Markdown list. It counts all items that it lies in, also those such as (a) that have no indent themselves,
// and a stray line within a list, so that the items below it do not go on with that list.
func (w *writer) indentOf(c Clause) string {
	for len(w.lists) > 0 && (c.ParentKey == nil || w.lists[len(w.lists)-1].Key != *c.ParentKey) {
		w.lists = w.lists[:len(w.lists)-1]
	}
	stray := c.Label == "" && c.Kind == Paragraph && (len(w.lists) > 0 || c.ParentKey != nil && w.numbered[*c.ParentKey])
	if !stray && (c.Label == "" || c.Kind != Item && c.Kind != Point && c.Kind != Paragraph) {
		return ""
	}
	w.lists = append(w.lists, c)
	if stray || !isMarkdownItem(c.Label) {
		return ""
	}
	if c.Number != nil && c.ParentKey != nil {
		w.numbered[*c.ParentKey] = true
	}
	return strings.Repeat("  ", len(w.lists)-1)
}
