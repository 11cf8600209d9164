package draftfile

import (
	"fmt"
	"io"
	"strings"

	"minyi/domain/civic"
	"minyi/domain/legaltext"
	"minyi/domain/policy"
	"minyi/server/docx"
)

// WriteWord writes a draft as .docx: headings in Word's styles, each clause a paragraph with its number as text, tables as tables.
func WriteWord(w io.Writer, d policy.Draft, clauses []legaltext.Clause) error {
	doc := docx.Document{Title: d.Title, Language: languageOf(clauses)}
	if !hasTitle(clauses) {
		doc.Blocks = append(doc.Blocks, docx.Block{Style: "Title", Runs: []docx.Run{{Text: d.Title}}})
	}
	for at := 0; at < len(clauses); {
		if rows := tableRows(clauses[at:]); rows > 0 {
			doc.Blocks = append(doc.Blocks, tableOf(clauses[at:at+rows]))
			at += rows
			continue
		}
		doc.Blocks = append(doc.Blocks, blocksOf(clauses[at])...)
		at++
	}
	return docx.Write(w, doc)
}

// languageOf is the language of a draft's words.
func languageOf(clauses []legaltext.Clause) string {
	if legaltext.CutText(legaltext.TextOf(clauses[:min(len(clauses), 20)])).Language.BuiltIn() == civic.Chinese {
		return "zh-CN"
	}
	return "en-GB"
}

// hasTitle tells whether the text begins with its title.
func hasTitle(clauses []legaltext.Clause) bool {
	return len(clauses) > 0 && clauses[0].Kind == legaltext.Title
}

// headingStyles are the styles of the clauses that are headings.
var headingStyles = map[legaltext.ClauseKind]string{
	legaltext.Title: "Title", legaltext.Book: "Heading1", legaltext.Subdivision: "Heading2", legaltext.Chapter: "Heading3", legaltext.Section: "Heading4",
}

// indents are the steps by which the parts of an article are indented.
var indents = map[legaltext.ClauseKind]int{legaltext.Item: 1, legaltext.Point: 2}

// blocksOf are the paragraphs of a clause. The label and the heading of an article are bold.
func blocksOf(c legaltext.Clause) []docx.Block {
	style := headingStyles[c.Kind]
	if level := strings.Count(c.Label, "#"); level > 0 { // a heading of Markdown
		c.Label = strings.TrimLeft(c.Label, "# ")
		if style != "Title" {
			style = fmt.Sprint("Heading", min(level, 4))
		}
	}
	lines := strings.Split(c.Content(), "\n")
	first := docx.Block{Style: style, Indent: indents[c.Kind], Runs: []docx.Run{{Text: lines[0]}}}
	if label := strings.TrimSpace(c.Label); c.Kind == legaltext.Article && strings.HasPrefix(lines[0], label) && label != "" {
		bold := label
		if c.Heading != "" && len(lines) > 1 {
			bold = lines[0]
		}
		first.Runs = []docx.Run{{Text: bold, Bold: true}, {Text: strings.TrimPrefix(lines[0], bold)}}
	}
	blocks := []docx.Block{first}
	for _, line := range lines[1:] {
		blocks = append(blocks, docx.Block{Indent: indents[c.Kind], Runs: []docx.Run{{Text: line}}})
	}
	return blocks
}

// tableRows is the number of rows of a table at the start of some clauses: lines between bars.
func tableRows(clauses []legaltext.Clause) (rows int) {
	for rows < len(clauses) && isRow(clauses[rows]) {
		rows++
	}
	return rows
}

func isRow(c legaltext.Clause) bool {
	return c.Label == "" && c.Heading == "" && len(c.Text) > 2 && strings.HasPrefix(c.Text, "|") && strings.HasSuffix(c.Text, "|")
}

// tableOf makes a table of lines between bars. The line of dashes below the head of a Markdown table is no row.
func tableOf(clauses []legaltext.Clause) docx.Block {
	table := docx.Block{Rows: [][]docx.Cell{}}
	for _, c := range clauses {
		if strings.Trim(c.Text, "|-: ") == "" {
			continue
		}
		var row []docx.Cell
		for _, words := range strings.Split(strings.Trim(c.Text, "|"), "|") {
			row = append(row, docx.Cell{{Runs: []docx.Run{{Text: strings.TrimSpace(words)}}}})
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}
