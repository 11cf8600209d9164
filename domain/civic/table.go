package civic

import (
	"time"

	"github.com/google/uuid"
)

// Column is one column of an export. Its key is the same in every language.
type Column struct {
	Key    string
	Titles []Localized // the titles of the question, then of its option or row; empty for a column that every export of the subject has
}

// Cell is what one row says in one column.
type Cell struct {
	Value any       // nil, string, int, float64, bool, Localized, or a value of an enum of this package
	Words Localized // the title of the option that the value is the key of
}

// ExportField is a column and how it is read from a row: the one place where an export's shape is told. The words for keys and
// enums, and the bytes, are the concern of who writes a file.
type ExportField[T any] struct {
	Column
	Read func(T) Cell
}

// Table is what an export shows beside its rows. The first column is the row's id, after which an export that broke off goes on.
type Table struct {
	Titles  Localized // what it is about
	Open    bool      // everybody may have it
	Columns []Column
}

// ColumnsOf are the columns of fields.
func ColumnsOf[T any](fields []ExportField[T]) []Column {
	columns := make([]Column, len(fields))
	for i, f := range fields {
		columns[i] = f.Column
	}
	return columns
}

// NewExportField makes a column of its key and the way to read it.
func NewExportField[T any](key string, read func(T) Cell) ExportField[T] {
	return ExportField[T]{Column{Key: key}, read}
}

// Whole is a cell with a value that people read as it is.
func Whole(value any) Cell { return Cell{Value: value} }

// Maybe is a cell with a value that may be missing.
func Maybe[T any](value *T) Cell {
	if value == nil {
		return Cell{}
	}
	return Whole(*value)
}

// TimeCell is a cell with a time, in the time zone of those who were asked.
func TimeCell(at *time.Time, zone *time.Location) Cell {
	if at == nil {
		return Cell{}
	}
	return Whole(at.In(zone).Format(time.RFC3339))
}

// rowKey is the key of a row that an export goes on after; the zero key is before all.
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
