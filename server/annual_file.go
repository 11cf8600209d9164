package main

import (
	"bytes"
	"fmt"
	"net/http"

	"github.com/xuri/excelize/v2"

	"minyi/domain/disclose"
	"minyi/server/docx"
)

// title is the official title of a report.
func (v annualView) title() string {
	return fmt.Sprintf("%s%d年政府信息公开工作年度报告", v.Department, v.Report.Year())
}

// notes say what a reader must know of a correction.
func (v annualView) notes() (notes []string) {
	if v.Report.Version > 1 {
		notes = append(notes, fmt.Sprintf("本报告为第 %d 版（更正）。", v.Report.Version))
	}
	if v.Report.ReplacedAt != nil {
		notes = append(notes, "本版已被更正版替代。")
	}
	return notes
}

// annualFormats are the forms of an annual report besides the page.
var annualFormats = map[string]struct {
	kind  string
	write func(annualView) ([]byte, error)
}{
	".docx": {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", annualWord},
	".xlsx": {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", annualSheets},
}

// serveAnnualFile writes a report as a file.
func serveAnnualFile(w http.ResponseWriter, view annualView, ending string) error {
	format := annualFormats[ending]
	raw, err := format.write(view)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", format.kind)
	w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="annual-report-%d%s"`, view.Report.Year(), ending))
	w.Header().Set("Cache-Control", "public, max-age=300")
	_, _ = w.Write(raw) // the reader may be gone
	return nil
}

// annualWord writes a report as a Word file: the sections, then the tables.
func annualWord(v annualView) ([]byte, error) {
	doc := docx.Document{Title: v.title(), Language: "zh-CN", Landscape: true}
	add := func(style, text string) {
		doc.Blocks = append(doc.Blocks, docx.Block{Style: style, Runs: []docx.Run{{Text: text}}})
	}
	add("Title", v.title())
	for _, note := range v.notes() {
		add("", note)
	}
	for _, section := range v.Report.Sections() {
		add("Heading1", section.Title)
		add("", section.Text)
	}
	for _, table := range v.Report.Tables() {
		add("Heading1", table.Title)
		doc.Blocks = append(doc.Blocks, docx.Block{Rows: annualRows(table), Header: true})
	}
	var out bytes.Buffer
	err := docx.Write(&out, doc)
	return out.Bytes(), err
}

// annualRows is a table of a Word file with its heading. The heading is repeated on each page.
func annualRows(table disclose.AnnualTable) (rows [][]docx.Cell) {
	cell := func(text string, bold bool) docx.Cell {
		return docx.Cell{{Runs: []docx.Run{{Text: text, Bold: bold}}}}
	}
	heading := []docx.Cell{cell("", true)}
	for _, column := range table.Columns {
		heading = append(heading, cell(column.Label, true))
	}
	rows = append(rows, heading)
	for _, row := range table.Rows {
		line := []docx.Cell{cell(row.Label, false)}
		for _, column := range table.Columns {
			line = append(line, cell(cellText(row, column.Code), false))
		}
		rows = append(rows, line)
	}
	return rows
}

// annualSheets writes a report as a workbook: a sheet of the sections and a sheet for each table. Numbers are numbers.
func annualSheets(v annualView) ([]byte, error) {
	book := excelize.NewFile()
	defer book.Close()
	const words = "正文"
	if err := book.SetSheetName("Sheet1", words); err != nil {
		return nil, err
	}
	lines := [][]any{{v.title()}}
	for _, note := range v.notes() {
		lines = append(lines, []any{note})
	}
	for _, section := range v.Report.Sections() {
		lines = append(lines, []any{section.Title}, []any{section.Text})
	}
	if err := writeSheet(book, words, lines); err != nil {
		return nil, err
	}
	for _, table := range v.Report.Tables() {
		if _, err := book.NewSheet(table.Code); err != nil {
			return nil, err
		}
		if err := writeSheet(book, table.Code, annualCells(table)); err != nil {
			return nil, err
		}
	}
	var out bytes.Buffer
	err := book.Write(&out)
	return out.Bytes(), err
}

// annualCells are the cells of a sheet: the table's title, its heading and its rows.
func annualCells(table disclose.AnnualTable) [][]any {
	heading := []any{""}
	for _, column := range table.Columns {
		heading = append(heading, column.Label)
	}
	lines := [][]any{{table.Title}, heading}
	for _, row := range table.Rows {
		line := make([]any, 1+len(table.Columns))
		line[0] = row.Label
		for at, column := range table.Columns {
			for _, cell := range row.Cells {
				if cell.Column == column.Code && cell.Value != nil {
					line[at+1] = *cell.Value
				}
			}
		}
		lines = append(lines, line)
	}
	return lines
}

// writeSheet writes lines from the first row on.
func writeSheet(book *excelize.File, sheet string, lines [][]any) error {
	for i, line := range lines {
		if err := book.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &line); err != nil {
			return err
		}
	}
	return book.SetColWidth(sheet, "A", "A", 48)
}
