package export

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"minyi/domain/civic"
	"minyi/domain/consult"
)

// The limits of Excel.
const (
	maxSheetRows     = 1_048_576
	mostSheetColumns = 16_384
	maxCellLength    = 32_767 // UTF-16 units
)

// xlsxSheet writes an Excel workbook row by row. A workbook is a zip file, and programs read a zip file from its end: nobody can open
// a workbook that broke off. If a sheet is full, the rows continue in the next sheet.
type xlsxSheet struct {
	zip     *zip.Writer
	part    io.Writer // the file of the current sheet in the zip file
	columns []civic.Column
	names   []string // A, B, C …
	locale  civic.Locale
	most    int // rows in a sheet, with the headings
	sheets  int
	rows    int // in the current sheet
	line    bytes.Buffer
}

func newXLSXSheet(to io.Writer, columns []civic.Column, l civic.Locale, most int) (*xlsxSheet, error) {
	if len(columns) > mostSheetColumns {
		return nil, civic.Refuse(consult.TooWide, "", civic.Max(mostSheetColumns))
	}
	s := &xlsxSheet{zip: zip.NewWriter(to), columns: columns, locale: l, most: most}
	s.zip.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	for i := range columns {
		s.names = append(s.names, columnName(i))
	}
	for _, p := range xlsxParts {
		if err := s.add(p.name, p.text); err != nil {
			return nil, err
		}
	}
	return s, s.begin()
}

// columnName returns the name of a column, counted from 0: A to Z, AA to ZZ, AAA and so on.
func columnName(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}

// add writes a whole file into the zip file.
func (s *xlsxSheet) add(name, text string) error {
	part, err := s.zip.Create(name)
	if err == nil {
		_, err = io.WriteString(part, xml.Header+text)
	}
	return err
}

// begin starts the next sheet and writes the headings.
func (s *xlsxSheet) begin() (err error) {
	s.sheets, s.rows = s.sheets+1, 0
	if s.part, err = s.zip.Create(fmt.Sprintf("xl/worksheets/sheet%d.xml", s.sheets)); err != nil {
		return err
	}
	if _, err := io.WriteString(s.part, xml.Header+xlsxSheetHead); err != nil {
		return err
	}
	return s.row(func(i int) { s.text(i, heading(s.columns[i], s.locale), headingStyle) })
}

// Write adds a row.
func (s *xlsxSheet) Write(row []civic.Cell) error {
	if s.rows == s.most {
		if err := s.end(); err != nil {
			return err
		}
		if err := s.begin(); err != nil {
			return err
		}
	}
	return s.row(func(i int) { s.cell(i, display(row[i], s.locale)) })
}

// row writes a row. The function cell appends each cell to the line.
func (s *xlsxSheet) row(cell func(i int)) error {
	s.rows++
	s.line.Reset()
	fmt.Fprintf(&s.line, `<row r="%d">`, s.rows)
	for i := range s.columns {
		cell(i)
	}
	s.line.WriteString("</row>")
	_, err := s.part.Write(s.line.Bytes())
	return err
}

// The styles of cells: indexes in xl/styles.xml.
const (
	plainStyle   = ""
	headingStyle = ` s="1"`
	quotedStyle  = ` s="2"` // remains a text when somebody edits it
)

// cell appends a cell. An empty cell is left out.
func (s *xlsxSheet) cell(i int, value any) {
	switch v := value.(type) {
	case string:
		style := plainStyle
		if looksLikeFormula(v) {
			style = quotedStyle
		}
		s.text(i, v, style)
	case int:
		s.value(i, "", strconv.Itoa(v))
	case float64:
		s.value(i, "", decimal(v))
	case bool:
		s.value(i, ` t="b"`, csvText(v))
	}
}

// value appends a cell that is not a text.
func (s *xlsxSheet) value(i int, kind, value string) {
	fmt.Fprintf(&s.line, `<c r="%s%d"%s><v>%s</v></c>`, s.names[i], s.rows, kind, value)
}

// text appends a text, never a formula.
func (s *xlsxSheet) text(i int, text, style string) {
	fmt.Fprintf(&s.line, `<c r="%s%d"%s t="inlineStr"><is><t xml:space="preserve">`, s.names[i], s.rows, style)
	_ = xml.EscapeText(&s.line, []byte(xlsxText(text))) // a buffer returns no error
	s.line.WriteString("</t></is></c>")
}

// xlsxEscape matches a text that Excel would read as an escaped character.
var xlsxEscape = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// xlsxText returns a text as a cell may hold it. It cuts a text that is too long for Excel and marks the cut. The domain limits
// texts, so that this happens only with many thousand characters of several code points, such as emoji.
func xlsxText(text string) string {
	if strings.Contains(text, "_x") {
		text = xlsxEscape.ReplaceAllStringFunc(text, func(found string) string { return "_x005F" + found })
	}
	if len(text) <= maxCellLength {
		return text
	}
	units := utf16.Encode([]rune(text))
	if len(units) <= maxCellLength {
		return text
	}
	const mark = "……（过长，全文见 CSV / cut, whole in CSV）"
	units = units[:maxCellLength-utf8.RuneCountInString(mark)]
	return strings.TrimSuffix(string(utf16.Decode(units)), string(utf8.RuneError)) + mark
}

// end ends a sheet.
func (s *xlsxSheet) end() error {
	_, err := io.WriteString(s.part, "</sheetData></worksheet>")
	return err
}

// Close writes the list of the sheets and ends the workbook.
func (s *xlsxSheet) Close() error {
	if err := s.end(); err != nil {
		return err
	}
	var sheets, relations strings.Builder
	for n := range s.sheets {
		fmt.Fprintf(&sheets, `<sheet name="Sheet%d" sheetId="%[1]d" r:id="rId%[1]d"/>`, n+1)
		fmt.Fprintf(&relations, `<Relationship Id="rId%d" Type="`+relationsType+`/worksheet" Target="worksheets/sheet%[1]d.xml"/>`, n+1)
	}
	fmt.Fprintf(&relations, `<Relationship Id="rId%d" Type="`+relationsType+`/styles" Target="styles.xml"/>`, s.sheets+1)
	if err := s.add("xl/workbook.xml", `<workbook xmlns="`+mainSpace+`" xmlns:r="`+relationsType+`"><bookViews><workbookView/></bookViews><sheets>`+
		sheets.String()+`</sheets></workbook>`); err != nil {
		return err
	}
	if err := s.add("xl/_rels/workbook.xml.rels", `<Relationships xmlns="`+relationsSpace+`">`+relations.String()+`</Relationships>`); err != nil {
		return err
	}
	return s.zip.Close()
}
