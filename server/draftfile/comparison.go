package draftfile

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"html/template"
	"io"
	"strconv"
	"strings"

	"minyi/domain/civic"
	"minyi/domain/legaltext"
	"minyi/domain/lineage"
	"minyi/domain/policy"
	"minyi/server/docx"
)

//go:embed comparison.html
var pages embed.FS

var comparisonPage = template.Must(template.ParseFS(pages, "comparison.html"))

// ComparisonPolicy is the Content-Security-Policy of the page: nothing but its own style.
var ComparisonPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; style-src 'sha256-" + styleHash() + "'"

// styleHash is the hash of the page's style sheet.
func styleHash() string {
	page, _ := pages.ReadFile("comparison.html") // it is embedded
	_, style, _ := strings.Cut(string(page), "<style>")
	style, _, _ = strings.Cut(style, "</style>")
	sum := sha256.Sum256([]byte(style))
	return base64.StdEncoding.EncodeToString(sum[:])
}

// tableRow is a row of the comparison table: a clause beside what it was.
type tableRow struct {
	Change       lineage.ComparedChange
	Note         string // the change in the reader's language; empty for a clause that did not change
	Level        string // heading, article or part
	Before       []legaltext.MarkedText
	After        []legaltext.MarkedText
	BeforeLabel  string
	AfterLabel   string
	BeforeHead   []legaltext.MarkedText
	AfterHead    []legaltext.MarkedText
	BeforeIndent int
	AfterIndent  int
}

// tableData is what the page shows.
type tableData struct {
	policy.VersionComparison
	Locale  civic.Locale
	Heading string
	Lines   []tableRow
}

// changeNotes are the changes in words.
var changeNotes = map[lineage.ComparedChange]civic.Localized{
	lineage.ComparedChange(legaltext.Changed): civic.Bilingual("修改", "Changed"), lineage.ComparedChange(legaltext.Moved): civic.Bilingual("移动", "Moved"),
	lineage.ComparedChange(legaltext.New): civic.Bilingual("新增", "New"), lineage.ComparedChange(legaltext.Split): civic.Bilingual("拆分", "Split"),
	lineage.ComparedChange(legaltext.Merged): civic.Bilingual("合并", "Merged"), lineage.Gone: civic.Bilingual("删除", "Removed"),
}

// rowsOf are the rows of the table; only those with a change, and the headings and articles above them, if asked.
func rowsOf(v policy.VersionComparison, locale civic.Locale, changedOnly bool) (rows []tableRow) {
	for _, c := range v.Rows {
		if changedOnly && c.Change == lineage.ComparedChange(legaltext.Unchanged) {
			continue
		}
		rows = append(rows, rowOf(c, locale))
	}
	return rows
}

// rowOf marks what is gone on the side of the older version, and what is new on the other side.
func rowOf(c lineage.ComparedClause, locale civic.Locale) tableRow {
	row := tableRow{Change: c.Change, Note: changeNotes[c.Change].In(locale), Level: levelOf(c)}
	before, after := c.Before, c.After
	if before == nil && len(c.Sources) > 0 {
		before = &c.Sources[0]
	}
	heading, text := c.Heading(), c.Text()
	if before != nil {
		row.BeforeLabel, row.BeforeIndent = before.Label, indents[before.Kind]
		row.BeforeHead, row.Before = without(heading, legaltext.Inserted), without(text, legaltext.Inserted)
	}
	if after != nil {
		row.AfterLabel, row.AfterIndent = after.Label, indents[after.Kind]
		row.AfterHead, row.After = without(heading, legaltext.Deleted), without(text, legaltext.Deleted)
	}
	return row
}

func levelOf(c lineage.ComparedClause) string {
	clause := c.After
	if clause == nil {
		clause = c.Before
	}
	switch {
	case headingStyles[clause.Kind] != "":
		return "heading"
	case clause.Kind == legaltext.Article:
		return "article"
	}
	return "part"
}

func without(marks []legaltext.MarkedText, kind legaltext.MarkKind) (kept []legaltext.MarkedText) {
	for _, m := range marks {
		if m.Kind != kind {
			kept = append(kept, m)
		}
	}
	return kept
}

// Headings are the words of the table in both languages.
var (
	comparisonTitle = civic.Bilingual("修改对照表", "Comparison table")
	versionName     = civic.Bilingual("第 {n} 稿", "Version {n}")
)

// WriteComparisonPage writes the comparison as a page of HTML to read and to print. It has no scripts.
func WriteComparisonPage(w io.Writer, v policy.VersionComparison, locale civic.Locale, changedOnly bool) error {
	return comparisonPage.Execute(w, tableData{v, locale.BuiltIn(), comparisonTitle.In(locale.BuiltIn()), rowsOf(v, locale.BuiltIn(), changedOnly)})
}

// WriteComparisonWord writes the comparison as .docx: a table of two columns on landscape pages.
func WriteComparisonWord(w io.Writer, v policy.VersionComparison, locale civic.Locale, changedOnly bool) error {
	locale = locale.BuiltIn()
	table := docx.Block{Header: true, Rows: [][]docx.Cell{{versionCell(v.From, "旧", "Old"), versionCell(v.To, "新", "New")}}}
	for _, row := range rowsOf(v, locale, changedOnly) {
		after := wordCell(row.AfterLabel, row.AfterHead, row.After, row.AfterIndent)
		if row.Note != "" {
			after[0].Runs = append([]docx.Run{{Text: "【" + row.Note + "】", Bold: true}}, after[0].Runs...)
		}
		table.Rows = append(table.Rows, []docx.Cell{wordCell(row.BeforeLabel, row.BeforeHead, row.Before, row.BeforeIndent), after})
	}
	title := v.To.Title + " " + comparisonTitle.In(civic.Chinese) + " / " + comparisonTitle.In(civic.English)
	return docx.Write(w, docx.Document{Title: title, Language: map[civic.Locale]string{civic.Chinese: "zh-CN", civic.English: "en-GB"}[locale], Landscape: true,
		Blocks: []docx.Block{{Style: "Title", Runs: []docx.Run{{Text: title}}}, table}})
}

// versionCell is the head of a column, in both languages.
func versionCell(d policy.Draft, zh, en string) docx.Cell {
	return docx.Cell{{Runs: []docx.Run{{Text: zh + " / " + en + "：" + versionIn(d, civic.Chinese) + " / " + versionIn(d, civic.English), Bold: true}}}}
}

func versionIn(d policy.Draft, locale civic.Locale) string {
	return strings.ReplaceAll(versionName.In(locale), "{n}", strconv.Itoa(d.Version))
}

// wordCell is one side of a row.
func wordCell(label string, heading, text []legaltext.MarkedText, indent int) docx.Cell {
	block := docx.Block{Indent: indent}
	if label != "" {
		block.Runs = append(block.Runs, docx.Run{Text: label + " ", Bold: true})
	}
	for i, marks := range [][]legaltext.MarkedText{heading, text} {
		if i == 1 && len(heading) > 0 && len(text) > 0 {
			block.Runs = append(block.Runs, docx.Run{Text: " "})
		}
		for _, m := range marks {
			block.Runs = append(block.Runs, docx.Run{Text: m.Text, Bold: i == 0, Deleted: m.Kind == legaltext.Deleted, Inserted: m.Kind == legaltext.Inserted})
		}
	}
	return docx.Cell{block}
}
