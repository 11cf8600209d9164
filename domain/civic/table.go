package civic

import (
	"time"

	"github.com/google/uuid"
)

// Column is one column of an export. Its key is the same in every language.
type Column struct {
	Key    string
	Titles []Localized // the titles of the question and then of its option or row; empty for a column that every such export has
}

// Cell is the value of one row in one column.
type Cell struct {
	Value any       // nil, string, int, float64, bool, Localized, or a value of an enum
	Words Localized // the title of the option, if the value is an option's key
}

// ExportField is a column and the function that reads its value from a row. A list of fields defines an export. The file
// writer translates keys and enums and encodes the bytes.
type ExportField[T any] struct {
	Column
	Read func(T) Cell
}

// Table describes an export without its rows. The first column is the row's id. An interrupted export continues after the
// last id.
type Table struct {
	Titles  Localized // the title of the consultation or survey
	Open    bool      // everybody may download it
	Columns []Column
}

// ColumnsOf returns the columns of the fields.
func ColumnsOf[T any](fields []ExportField[T]) []Column {
	columns := make([]Column, len(fields))
	for i, f := range fields {
		columns[i] = f.Column
	}
	return columns
}

// NewExportField returns a field without titles.
func NewExportField[T any](key string, read func(T) Cell) ExportField[T] {
	return ExportField[T]{Column{Key: key}, read}
}

// Whole returns a cell with a value.
func Whole(value any) Cell { return Cell{Value: value} }

// Maybe returns a cell with a value that may be nil.
func Maybe[T any](value *T) Cell {
	if value == nil {
		return Cell{}
	}
	return Whole(*value)
}

// TimeCell returns a cell with an instant in RFC 3339, in the given time zone.
func TimeCell(at *time.Time, zone *time.Location) Cell {
	if at == nil {
		return Cell{}
	}
	return Whole(at.In(zone).Format(time.RFC3339))
}

// RowKey returns the key of the last row that an earlier export wrote, or the zero key for a new export. It refuses as
// BAD_CURSOR an id that does not fit.
func RowKey(after *string, fits func(ID) bool) (uuid.UUID, error) {
	if after == nil {
		return uuid.Nil, nil
	}
	id, err := ParseID(*after)
	if err != nil || !fits(id) {
		return uuid.Nil, Refuse(BadCursor, "after")
	}
	return id.Key, nil
}

// Since returns the instant from which an export gives what changed, or nil for an export of everything. It is the Export-Cursor of an earlier export.
// It refuses any other text as BAD_CURSOR.
func Since(cursor *string) (*time.Time, error) {
	if cursor == nil {
		return nil, nil
	}
	at, err := time.Parse(time.RFC3339, *cursor)
	if err != nil {
		return nil, Refuse(BadCursor, "since")
	}
	return &at, nil
}
