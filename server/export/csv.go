package export

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"minyi/domain/civic"
)

// byteOrderMark tells Excel that a text is UTF-8.
const byteOrderMark = "\ufeff"

// csvSheet writes CSV as RFC 4180 has it, with the line break of the texts.
type csvSheet struct {
	to     *csv.Writer
	locale civic.Locale
	record []string
}

func newCSVSheet(to io.Writer, columns []civic.Column, l civic.Locale, goesOn bool) (*csvSheet, error) {
	s := &csvSheet{to: csv.NewWriter(to), locale: l, record: make([]string, len(columns))}
	if goesOn {
		return s, nil
	}
	if _, err := io.WriteString(to, byteOrderMark); err != nil {
		return nil, err
	}
	for i, c := range columns {
		s.record[i] = defused(heading(c, l))
	}
	return s, s.end()
}

// Write adds a row.
func (s *csvSheet) Write(row []civic.Cell) error {
	for i, c := range row {
		s.record[i] = csvText(read(c, s.locale))
	}
	return s.end()
}

// end sends the record. The library's buffer is emptied each time, so that what arrived ends with a whole row.
func (s *csvSheet) end() error {
	_ = s.to.Write(s.record) // its error is that of the writer, which Error tells
	s.to.Flush()
	return s.to.Error()
}

// Close has nothing to add.
func (s *csvSheet) Close() error { return nil }

// csvText is a value in CSV. A truth is 1 or 0, so that sums count.
func csvText(value any) string {
	switch v := value.(type) {
	case string:
		return defused(v)
	case int:
		return strconv.Itoa(v)
	case float64:
		return decimal(v)
	case bool:
		return map[bool]string{true: "1", false: "0"}[v]
	}
	return ""
}

// decimal is a number without an exponent, as spreadsheets and the API write it; adding 0 drops the sign of a negative zero.
func decimal(x float64) string { return strconv.FormatFloat(x+0, 'f', -1, 64) }

// formulaSigns begin what a spreadsheet may take for a formula, the wide ones where the keyboard is Chinese or Japanese.
const formulaSigns = "=+-@\t\r\n＝＋－＠"

// risky tells whether a spreadsheet may take a text for a formula.
func risky(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return text != "" && strings.ContainsRune(formulaSigns, first)
}

// defused puts an apostrophe before what a spreadsheet would otherwise reckon or run.
func defused(text string) string {
	if risky(text) {
		return "'" + text
	}
	return text
}
