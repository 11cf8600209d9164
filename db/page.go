package db

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"minyi/domain/civic"
)

// listing says how a connection is read: which rows, and by what they stand in order.
type listing[T any] struct {
	name       string // the list's name in its cursors: the field, the parent's key, the order
	columns    string // what a row holds
	from       string // the tables, "x JOIN y …"
	where      string // the condition, with $1… for args
	args       []any
	key        string // the column that tells rows apart; rows stand in its order
	rank       string // a column by which rows stand in order before the key; empty where there is none
	rankValue  func(rank int64) any
	descending bool
	place      func(T) civic.Place
	unlike     bool                               // its statement is unlike those of other requests and is not kept prepared
	count      func(context.Context) (int, error) // counts the list from tallies; nil counts the rows
	nearby     string                             // reads only what the condition lets through of the rows under this one that lie nearest to the page's begin
}

// mostNearby is how many rows are nearby.
const mostNearby = 4000

// A cursor that somebody altered may hold any rank. One beyond what a column can hold stands for the column's end.
var (
	firstDay = time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)
	lastDay  = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)
)

// byTime is the rankValue of a column of instants; the place then ranks by microseconds.
func byTime(rank int64) any {
	return time.UnixMicro(min(max(rank, firstDay.UnixMicro()), lastDay.UnixMicro()))
}

// byDay is the rankValue of a column of days.
func byDay(rank int64) any {
	const secondsOfDay = 24 * 60 * 60
	return civic.DateOfNumber(min(max(rank, firstDay.Unix()/secondsOfDay), lastDay.Unix()/secondsOfDay))
}

// byNumber is the rankValue of a column of integers.
func byNumber(rank int64) any { return min(max(rank, math.MinInt32), math.MaxInt32) }

// pageOf reads one page by its keys, so that rows which come in meanwhile neither repeat others nor hide them.
func pageOf[T any](ctx context.Context, db *DB, args civic.PageArgs, l listing[T]) (civic.Page[T], error) {
	w, err := args.Window(l.name)
	if err != nil {
		return civic.Page[T]{}, err
	}
	rows, err := l.read(ctx, db, w)
	if err != nil {
		return civic.Page[T]{}, err
	}
	return l.paged(db, w, rows), nil
}

// read reads the rows of a page and one more, where there is one.
func (l listing[T]) read(ctx context.Context, db *DB, w civic.Window) (rows []T, err error) {
	query, values := l.statement(w)
	return rows, l.ask(db)(ctx, &rows, query, values...)
}

// paged makes a page of its rows.
func (l listing[T]) paged(db *DB, w civic.Window, rows []T) civic.Page[T] {
	page := l.fill(w, rows)
	page.CountListing = l.counter(db)
	return page
}

// statement writes the page's query. It asks for one row more than the page, to know whether more follows.
func (l listing[T]) statement(w civic.Window) (string, []any) {
	var edges strings.Builder
	values := slices.Clone(l.args)
	for _, edge := range []struct {
		place *civic.Place
		after bool
	}{{w.After, true}, {w.Before, false}} {
		if edge.place != nil {
			values = l.bound(&edges, values, *edge.place, edge.after)
		}
	}
	direction := "ASC"
	if l.descending != w.Backward {
		direction = "DESC"
	}
	order := " ORDER BY " + l.key + " " + direction
	if l.rank != "" {
		order = " ORDER BY " + l.rank + " " + direction + ", " + l.key + " " + direction
	}
	from, where := l.from, l.where+edges.String()
	if l.nearby != "" {
		from, where = fmt.Sprintf("(SELECT %s FROM %s WHERE %s%s%s LIMIT %d) m", l.columns, l.from, l.nearby, edges.String(), order, mostNearby), l.where
	}
	values = append(values, w.Limit+1)
	return fmt.Sprintf("SELECT %s FROM %s WHERE %s%s LIMIT $%d", l.columns, from, where, order, len(values)), values
}

// bound adds the condition that rows lie after, or before, a place.
func (l listing[T]) bound(q *strings.Builder, values []any, p civic.Place, after bool) []any {
	comparison := "<"
	if after != l.descending {
		comparison = ">"
	}
	if l.rank == "" {
		values = append(values, p.Key)
		fmt.Fprintf(q, " AND %s %s $%d", l.key, comparison, len(values))
		return values
	}
	values = append(values, l.rankValue(p.Rank), p.Key)
	fmt.Fprintf(q, " AND (%s, %s) %s ($%d, $%d)", l.rank, l.key, comparison, len(values)-1, len(values))
	return values
}

// fill cuts the extra row off and puts the rows in the list's order.
func (l listing[T]) fill(w civic.Window, rows []T) civic.Page[T] {
	more := len(rows) > w.Limit
	if more {
		rows = rows[:w.Limit]
	}
	page := civic.Page[T]{Rows: rows, Window: w, MoreAfter: more, MoreBefore: w.After != nil}
	if w.Backward {
		slices.Reverse(rows)
		page.MoreAfter, page.MoreBefore = w.Before != nil, more
	}
	for _, row := range rows {
		page.Places = append(page.Places, l.place(row))
	}
	return page
}

// counter counts the list when somebody asks for its total.
func (l listing[T]) counter(db *DB) func(context.Context) (int, error) {
	if l.count != nil {
		return l.count
	}
	return func(ctx context.Context) (int, error) {
		var totals []int
		if err := l.ask(db)(ctx, &totals, "SELECT count(*) FROM "+l.from+" WHERE "+l.where, l.args...); err != nil {
			return 0, err
		}
		return totals[0], nil
	}
}

// ask is the way in which the list's statements are run.
func (l listing[T]) ask(db *DB) func(ctx context.Context, to any, query string, args ...any) error {
	if l.unlike {
		return db.pool.SelectContext
	}
	return db.list
}
