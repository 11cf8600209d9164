package pg

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"minyi/domain/civic"
)

// Listing says how a connection is read: which rows, and by what they stand in order.
type Listing[T any] struct {
	Name       string // the list's name in its cursors: the field, the parent's key, the order
	Columns    string // what a row holds
	From       string // the tables, "x JOIN y …"
	Where      string // the condition, with $1… for args
	Args       []any
	Key        string // the column that tells rows apart; rows stand in its order
	Rank       string // a column by which rows stand in order before the key; empty where there is none
	RankValue  func(rank int64) any
	Descending bool
	Place      func(T) civic.Place
	Unlike     bool                               // its statement is unlike those of other requests and is not kept prepared
	Count      func(context.Context) (int, error) // counts the list from tallies; nil counts the rows
	NearbyAlso string                             // more columns that the condition needs of the rows nearby
	Nearby     string                             // reads only what the condition lets through of the rows under this one that lie nearest to the page's begin
}

// mostNearby is how many rows are nearby.
const mostNearby = 4000

// A cursor that somebody altered may hold any rank. One beyond what a column can hold stands for the column's end.
var (
	firstDay = time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)
	lastDay  = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)
)

// ByTime is the rankValue of a column of instants; the place then ranks by microseconds.
func ByTime(rank int64) any {
	return time.UnixMicro(min(max(rank, firstDay.UnixMicro()), lastDay.UnixMicro()))
}

// ByDay is the rankValue of a column of days.
func ByDay(rank int64) any {
	const secondsOfDay = 24 * 60 * 60
	return civic.DateOfNumber(min(max(rank, firstDay.Unix()/secondsOfDay), lastDay.Unix()/secondsOfDay))
}

// ByNumber is the rankValue of a column of integers.
func ByNumber(rank int64) any { return min(max(rank, math.MinInt32), math.MaxInt32) }

// PageOf reads one page by its keys, so that rows which come in meanwhile neither repeat others nor hide them.
func PageOf[T any](ctx context.Context, db *DB, args civic.PageArgs, l Listing[T]) (civic.Page[T], error) {
	w, err := args.Window(l.Name)
	if err != nil {
		return civic.Page[T]{}, err
	}
	rows, err := l.Read(ctx, db, w)
	if err != nil {
		return civic.Page[T]{}, err
	}
	return l.Paged(db, w, rows), nil
}

// Read reads the rows of a page and one more, where there is one.
func (l Listing[T]) Read(ctx context.Context, db *DB, w civic.Window) (rows []T, err error) {
	query, values := l.statement(w)
	return rows, l.ask(db)(ctx, &rows, query, values...)
}

// Paged makes a page of its rows.
func (l Listing[T]) Paged(db *DB, w civic.Window, rows []T) civic.Page[T] {
	page := l.fill(w, rows)
	page.CountListing = l.counter(db)
	return page
}

// statement writes the page's query. It asks for one row more than the page, to know whether more follows.
func (l Listing[T]) statement(w civic.Window) (string, []any) {
	var edges strings.Builder
	values := slices.Clone(l.Args)
	for _, edge := range []struct {
		place *civic.Place
		after bool
	}{{w.After, true}, {w.Before, false}} {
		if edge.place != nil {
			values = l.bound(&edges, values, *edge.place, edge.after)
		}
	}
	direction := "ASC"
	if l.Descending != w.Backward {
		direction = "DESC"
	}
	order := " ORDER BY " + l.Key + " " + direction
	if l.Rank != "" {
		order = " ORDER BY " + l.Rank + " " + direction + ", " + l.Key + " " + direction
	}
	from, where := l.From, l.Where+edges.String()
	if l.Nearby != "" {
		from, where = fmt.Sprintf("(SELECT %s%s FROM %s WHERE %s%s%s LIMIT %d) m", l.Columns, l.NearbyAlso, l.From, l.Nearby, edges.String(), order, mostNearby), l.Where
	}
	values = append(values, w.Limit+1)
	return fmt.Sprintf("SELECT %s FROM %s WHERE %s%s LIMIT $%d", l.Columns, from, where, order, len(values)), values
}

// bound adds the condition that rows lie after, or before, a place.
func (l Listing[T]) bound(q *strings.Builder, values []any, p civic.Place, after bool) []any {
	comparison := "<"
	if after != l.Descending {
		comparison = ">"
	}
	if l.Rank == "" {
		values = append(values, p.Key)
		fmt.Fprintf(q, " AND %s %s $%d", l.Key, comparison, len(values))
		return values
	}
	values = append(values, l.RankValue(p.Rank), p.Key)
	fmt.Fprintf(q, " AND (%s, %s) %s ($%d, $%d)", l.Rank, l.Key, comparison, len(values)-1, len(values))
	return values
}

// fill cuts the extra row off and puts the rows in the list's order.
func (l Listing[T]) fill(w civic.Window, rows []T) civic.Page[T] {
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
		page.Places = append(page.Places, l.Place(row))
	}
	return page
}

// counter counts the list when somebody asks for its total.
func (l Listing[T]) counter(db *DB) func(context.Context) (int, error) {
	if l.Count != nil {
		return l.Count
	}
	return func(ctx context.Context) (int, error) {
		var totals []int
		if err := l.ask(db)(ctx, &totals, "SELECT count(*) FROM "+l.From+" WHERE "+l.Where, l.Args...); err != nil {
			return 0, err
		}
		return totals[0], nil
	}
}

// ask is the way in which the list's statements are run.
func (l Listing[T]) ask(db *DB) func(ctx context.Context, to any, query string, args ...any) error {
	if l.Unlike {
		return db.listOnce
	}
	return db.List
}
