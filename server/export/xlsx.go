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

// The most that Excel takes.
const (
	mostSheetRows    = 1_048_576
	mostSheetColumns = 16_384
	longestCell      = 32_767 // in UTF-16
)

// xlsxSheet writes an Excel workbook from its first byte to its last, a row at a time: a workbook is a zip file, which is read from
// its end, so that one that broke off cannot be opened. Where a sheet is full the rows go on in the next one.
type xlsxSheet struct {
	zip     *zip.Writer
	part    io.Writer // the sheet's
	columns []civic.Column
	names   []string // A, B, C …
	locale  civic.Locale
	most    int // rows of a sheet, its headings included
	sheets  int
	rows    int // of this sheet
	line    bytes.Buffer
}

func newXLSXSheet(to io.Writer, columns []civic.Column, l civic.Locale, most int) (*xlsxSheet, error) {
	if len(columns) > mostSheetColumns {
		return nil, civic.Refuse(consult.TooWide, "", mostSheetColumns)
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

// columnName is the name of a column, counted from 0: A to Z, AA to ZZ, AAA and so on.
func columnName(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}

// add writes a whole part.
func (s *xlsxSheet) add(name, text string) error {
	part, err := s.zip.Create(name)
	if err == nil {
		_, err = io.WriteString(part, xml.Header+text)
	}
	return err
}

// begin begins the next sheet with the headings.
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
	return s.row(func(i int) { s.cell(i, read(row[i], s.locale)) })
}

// row writes a row, whose cells another function appends to the line.
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

// The styles of cells, by their place in the part of styles.
const (
	plainStyle   = ""
	headingStyle = ` s="1"`
	quotedStyle  = ` s="2"` // stays a text when somebody edits it
)

// cell appends a cell; one with nothing in it is left out.
func (s *xlsxSheet) cell(i int, value any) {
	switch v := value.(type) {
	case string:
		style := plainStyle
		if risky(v) {
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

// value appends a cell that is no text.
func (s *xlsxSheet) value(i int, kind, value string) {
	fmt.Fprintf(&s.line, `<c r="%s%d"%s><v>%s</v></c>`, s.names[i], s.rows, kind, value)
}

// text appends a text, which is never a formula.
func (s *xlsxSheet) text(i int, text, style string) {
	fmt.Fprintf(&s.line, `<c r="%s%d"%s t="inlineStr"><is><t xml:space="preserve">`, s.names[i], s.rows, style)
	_ = xml.EscapeText(&s.line, []byte(xlsxText(text))) // a buffer takes everything
	s.line.WriteString("</t></is></c>")
}

// xlsxEscape looks like a character in Excel's own way of writing it.
var xlsxEscape = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// xlsxText is a text as a cell holds it. What is longer than Excel takes is cut and says so: only a text with many thousand
// characters of several parts, such as emoji, is.
func xlsxText(text string) string {
	if strings.Contains(text, "_x") {
		text = xlsxEscape.ReplaceAllStringFunc(text, func(found string) string { return "_x005F" + found })
	}
	if len(text) <= longestCell {
		return text
	}
	units := utf16.Encode([]rune(text))
	if len(units) <= longestCell {
		return text
	}
	const mark = "……（过长，全文见 CSV / cut, whole in CSV）"
	units = units[:longestCell-utf8.RuneCountInString(mark)]
	return strings.TrimSuffix(string(utf16.Decode(units)), string(utf8.RuneError)) + mark
}

// end ends a sheet.
func (s *xlsxSheet) end() error {
	_, err := io.WriteString(s.part, "</sheetData></worksheet>")
	return err
}

// Close ends the workbook, which now knows how many sheets it has.
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
