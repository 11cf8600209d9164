// Package export writes tables of the domain in the formats of files: CSV, NDJSON and Excel workbooks. What a table holds, and who
// may have it, is decided in consult; here are the bytes and the words for people.
package export

import (
	"io"

	"minyi/domain/civic"
)

// Format is the form of an export.
type Format string

// The formats. In CSV and XLSX people read values in words; NDJSON has the names that the API gives them, and texts in all languages.
const (
	CSV    Format = "csv"
	NDJSON Format = "ndjson"
	XLSX   Format = "xlsx"
)

// mediaTypes are the formats that there are.
var mediaTypes = map[Format]string{
	CSV:    "text/csv; charset=utf-8; header=present",
	NDJSON: "application/x-ndjson",
	XLSX:   "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

// MediaType names the format in HTTP; empty where there is no such format.
func (f Format) MediaType() string { return mediaTypes[f] }

// Sheet takes in the rows of an export, one after the other. Until Close what was written is no whole export.
type Sheet interface {
	Write(row []civic.Cell) error
	Close() error
}

// NewSheet begins an export in this format, in the reader's language. One that goes on after a row is to be appended to what there is, where
// the format allows that: its CSV has no headings. It refuses TOO_WIDE.
func (f Format) NewSheet(to io.Writer, t civic.Table, l civic.Locale, goesOn bool) (Sheet, error) {
	switch f {
	case CSV:
		return newCSVSheet(to, t.Columns, l, goesOn)
	case NDJSON:
		return newNDJSONSheet(to, t.Columns), nil
	}
	return newXLSXSheet(to, t.Columns, l, mostSheetRows)
}
