package draftfile

import (
	"io"
	"strings"

	"minyi/domain/legaltext"
	"minyi/domain/policy"
)

// headingMarks are the marks of the clauses that are headings.
var headingMarks = map[legaltext.ClauseKind]string{
	legaltext.Title: "# ", legaltext.Book: "## ", legaltext.Subdivision: "## ", legaltext.Chapter: "## ", legaltext.Section: "### ",
}

// WriteMarkdown writes a draft as Markdown. A text that was Markdown is written as it was.
func WriteMarkdown(w io.Writer, d policy.Draft, clauses []legaltext.Clause) error {
	if isMarkdown(clauses) {
		_, err := io.WriteString(w, legaltext.TextOf(clauses)+"\n")
		return err
	}
	var text strings.Builder
	if !hasTitle(clauses) {
		text.WriteString("# " + d.Title + "\n\n")
	}
	for i, c := range clauses {
		text.WriteString(markdownOf(c))
		if i+1 == len(clauses) || !isRow(c) || !isRow(clauses[i+1]) {
			text.WriteString("\n")
		}
		text.WriteString("\n")
	}
	_, err := io.WriteString(w, strings.TrimRight(text.String(), "\n")+"\n")
	return err
}

// isMarkdown tells whether the labels of the clauses are those of Markdown.
func isMarkdown(clauses []legaltext.Clause) bool {
	for _, c := range clauses {
		if strings.HasPrefix(c.Label, "#") {
			return true
		}
	}
	return false
}

// markdownOf is a clause in Markdown.
func markdownOf(c legaltext.Clause) string {
	content := c.Content()
	if mark := headingMarks[c.Kind]; mark != "" {
		head, text, both := strings.Cut(content, "\n")
		if both {
			return mark + head + "\n\n" + text
		}
		return mark + head
	}
	if label := strings.TrimSpace(c.Label); c.Kind == legaltext.Article && label != "" && label[0] <= '9' { // else Markdown takes its number for that of a list
		return "#### " + label + " " + c.Heading + "\n\n" + c.Text
	}
	return strings.ReplaceAll(content, "\n", "\n\n")
}
