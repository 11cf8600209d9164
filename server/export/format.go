// Package export writes tables of the domain as files: CSV, NDJSON and Excel workbooks. It translates values into words for people.
// Package consult decides what a table holds and who may read it.
package export

import (
	"io"

	"minyi/domain/civic"
)

// Format is the format of an export.
type Format string

// The formats. CSV and XLSX are for people and have words for values. NDJSON is for programs: it has the API's names for values, and
// texts in all languages.
const (
	CSV    Format = "csv"
	NDJSON Format = "ndjson"
	XLSX   Format = "xlsx"
)

// mediaTypes are the media types of the known formats.
var mediaTypes = map[Format]string{
	CSV:    "text/csv; charset=utf-8; header=present",
	NDJSON: "application/x-ndjson",
	XLSX:   "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

// MediaType is the format's name in HTTP. It is empty for an unknown format.
func (f Format) MediaType() string { return mediaTypes[f] }

// Sheet writes an export row by row. The export is complete only after Close.
type Sheet interface {
	Write(row []civic.Cell) error
	Close() error
}

// NewSheet starts an export in this format, in the reader's language. If appending is true, the output continues an earlier export,
// so that CSV has no headings; a workbook cannot be continued and is always whole. The error is TOO_WIDE if a workbook cannot hold
// so many columns.
func (f Format) NewSheet(to io.Writer, t civic.Table, l civic.Locale, appending bool) (Sheet, error) {
	switch f {
	case CSV:
		return newCSVSheet(to, t.Columns, l, appending)
	case NDJSON:
		return newNDJSONSheet(to, t.Columns), nil
	}
	return newXLSXSheet(to, t.Columns, l, maxSheetRows)
}
