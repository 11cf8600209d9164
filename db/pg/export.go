package pg

import (
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/google/uuid"

	"minyi/domain/civic"
)

// Export is a table to take away, of any length. Rows reads it page by page by its keys, so that nothing is held in the database, nor any
// connection, while a slow reader takes a page in; each page may take as long as the limit. When a page is read, may tells whether its
// reader may still have it. It ends after the last row or with an error, after which nothing more comes. A row's cells are good until the next row.
type Export struct {
	civic.Table
	Cursor string // an export of changes since here continues this one; empty if there is none
	Rows   func(ctx context.Context, limit time.Duration, may func(context.Context) error) iter.Seq2[[]civic.Cell, error]
}

// The most that a page holds. One person's words may be as long as those of a thousand others.
const (
	exportAtOnce = 500
	heaviestPage = 1 << 20 // in bytes, and one row more
)

// ExportPage ends the statement of a page. Were the number a parameter PostgreSQL would plan without knowing that pages are
// small, and join whole tables for each.
var ExportPage = fmt.Sprintf(`LIMIT %d`, exportAtOnce)

// pager reads the page after a key, and tells whether more may follow.
type pager[T any] func(ctx context.Context, after uuid.UUID) (page []T, more bool, err error)

// ExportOf makes an export of rows that are read in the order of their keys, from after one on.
func ExportOf[T any](t civic.Table, fields []civic.ExportField[T], after uuid.UUID, key func(T) uuid.UUID, read pager[T]) *Export {
	t.Columns = civic.ColumnsOf(fields)
	return &Export{Table: t, Rows: func(ctx context.Context, limit time.Duration, may func(context.Context) error) iter.Seq2[[]civic.Cell, error] {
		return func(yield func([]civic.Cell, error) bool) {
			cells := make([]civic.Cell, len(fields))
			for last, more := after, true; more; {
				var page []T
				var err error
				if page, more, err = read.within(ctx, limit, may, last); err != nil {
					yield(nil, err)
					return
				}
				for _, row := range page {
					if !yield(CellsOf(cells, fields, row), nil) {
						return
					}
					last = key(row)
				}
			}
		}
	}}
}

// within reads a page in the time that it has. Who may have it is asked afterwards: a right that ended meanwhile covers nothing newer.
func (read pager[T]) within(ctx context.Context, limit time.Duration, may func(context.Context) error, after uuid.UUID) ([]T, bool, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	page, more, err := read(ctx, after)
	if err == nil {
		err = may(ctx)
	}
	return page, more, err
}

// CellsOf reads a row into cells.
func CellsOf[T any](cells []civic.Cell, fields []civic.ExportField[T], row T) []civic.Cell {
	for i, f := range fields {
		cells[i] = f.Read(row)
	}
	return cells
}

// PageRows reads the rows of a page one by one until they are too heavy together.
func PageRows[T any](ctx context.Context, db *DB, weigh func(T) int, query string, args ...any) (page []T, more bool, err error) {
	stmt, err := db.stmt(ctx, query)
	if err != nil {
		return nil, false, err
	}
	rows, err := stmt.QueryxContext(ctx, args...)
	if err != nil {
		return nil, false, err
	}
	defer rows.Close()
	for weight := 0; rows.Next(); {
		var row T
		if err := rows.StructScan(&row); err != nil {
			return nil, false, err
		}
		page = append(page, row)
		if weight += weigh(row); weight > heaviestPage {
			return page, true, nil
		}
	}
	return page, len(page) == exportAtOnce, rows.Err()
}

// longestWrite is longer than any transaction of those who write: what commits after the instant of a cursor has begun before it at most by this.
const longestWrite = time.Minute

// Cursor returns the instant from which the next export of changes has to begin. What was written in the last minute comes twice, so that nothing is missing.
func (db *DB) Cursor(ctx context.Context) (string, error) {
	clock, err := db.Clock(ctx)
	return clock.Now.Add(-longestWrite).UTC().Format(time.RFC3339), err
}

// NoteExport adds to the audit log that a staff member takes away more than everybody may, by the right to do so.
func (db *DB) NoteExport(ctx context.Context, by civic.Actor, do civic.Action, in any, department string, subject civic.ID) error {
	return db.Write(ctx, by, in, func(t *Tx) error { return t.Allow(do, department, subject) })
}
