package export

import (
	"bytes"
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"minyi/domain/civic"
)

// byteOrderMark tells Excel that a text is UTF-8.
const byteOrderMark = "\ufeff"

// csvSheet writes CSV (RFC 4180). Rows end with CRLF. Line breaks inside texts stay as they are.
type csvSheet struct {
	to     io.Writer
	row    bytes.Buffer
	locale civic.Locale
	record []string
}

func newCSVSheet(to io.Writer, columns []civic.Column, l civic.Locale, appending bool) (*csvSheet, error) {
	s := &csvSheet{to: to, locale: l, record: make([]string, len(columns))}
	if appending {
		return s, nil
	}
	if _, err := io.WriteString(to, byteOrderMark); err != nil {
		return nil, err
	}
	for i, c := range columns {
		s.record[i] = EscapeFormula(heading(c, l))
	}
	return s, s.end()
}

// Write adds a row.
func (s *csvSheet) Write(row []civic.Cell) error {
	for i, c := range row {
		s.record[i] = csvText(display(c, s.locale))
	}
	return s.end()
}

// end writes the record, so that the output always ends with a whole row.
func (s *csvSheet) end() error {
	s.row.Reset()
	w := csv.NewWriter(&s.row)
	_ = w.Write(s.record) // a buffer takes everything
	w.Flush()
	s.row.Truncate(s.row.Len() - len("\n"))
	s.row.WriteString("\r\n")
	_, err := s.to.Write(s.row.Bytes())
	return err
}

// Close does nothing: CSV has no end mark.
func (s *csvSheet) Close() error { return nil }

// csvText writes a value in CSV. A bool is 1 or 0, so that a sum counts.
func csvText(value any) string {
	switch v := value.(type) {
	case string:
		return EscapeFormula(v)
	case int:
		return strconv.Itoa(v)
	case float64:
		return decimal(v)
	case bool:
		return map[bool]string{true: "1", false: "0"}[v]
	}
	return ""
}

// decimal writes a number without an exponent, as spreadsheets and the API do. The addition of 0 removes the sign of a negative zero.
func decimal(x float64) string { return strconv.FormatFloat(x+0, 'f', -1, 64) }

// A spreadsheet may read a text as a formula if it begins with one of formulaSigns. Chinese and Japanese keyboards type the wide signs.
const formulaSigns = "=+-@\t\r\n＝＋－＠"

// looksLikeFormula tells whether a spreadsheet may read a text as a formula.
func looksLikeFormula(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return text != "" && strings.ContainsRune(formulaSigns, first)
}

// EscapeFormula puts an apostrophe before a text that a spreadsheet would run as a formula, and before one that begins with an apostrophe. So
// who reads the file takes one apostrophe away from each text that begins with one, and has what was written.
func EscapeFormula(text string) string {
	if looksLikeFormula(text) || strings.HasPrefix(text, "'") {
		return "'" + text
	}
	return text
}
