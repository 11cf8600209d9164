package pg

import (
	"context"
	"reflect"
	"sync/atomic"

	"github.com/jmoiron/sqlx"

	"minyi/domain/civic"
)

// heavy is a row whose texts may be long. Weight is about how many bytes it has.
type heavy interface{ Weight() int }

// roomFor is how many bytes the operation may still read of rows like these; nil where it does not matter.
func roomFor(ctx context.Context, to any) *atomic.Int64 {
	list := reflect.TypeOf(to).Elem()
	if list.Kind() != reflect.Slice || !list.Elem().Implements(reflect.TypeFor[heavy]()) {
		return nil
	}
	return civic.RequestOf(ctx).Room
}

// listWithin reads rows until there is no room for them. What a reply cannot hold is refused as REPLY_TOO_LARGE before it takes memory.
func listWithin(ctx context.Context, stmt *sqlx.Stmt, room *atomic.Int64, to any, args []any) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	rows, err := stmt.QueryxContext(ctx, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	list := reflect.ValueOf(to).Elem()
	for rows.Next() {
		row := reflect.New(list.Type().Elem())
		if err := rows.StructScan(row.Interface()); err != nil {
			return err
		}
		if err := weigh(ctx, room, row.Interface().(heavy).Weight()); err != nil {
			cancel() // the rest is not read
			return err
		}
		list.Set(reflect.Append(list, row.Elem()))
	}
	return rows.Err()
}

// weigh takes the room and the memory of a row.
func weigh(ctx context.Context, room *atomic.Int64, bytes int) error {
	if room.Add(-int64(bytes)) < 0 {
		return civic.Refuse(civic.ReplyTooLarge, "")
	}
	return civic.RequestOf(ctx).Take(bytes)
}
