package live

import (
	"context"
	"sync/atomic"

	"minyi/domain/civic"
)

// connection counts what one stream carries.
type connection struct{ subscriptions atomic.Int32 }

type connectionKey struct{}

// mostAtOnce is how many subscriptions one connection carries at most.
const mostAtOnce = 50

// withConnection says that what the context belongs to came on a stream.
func WithConnection(ctx context.Context) context.Context {
	return context.WithValue(ctx, connectionKey{}, &connection{})
}

// allow takes a place among the subscriptions of the connection, which disallow gives back: RATE_LIMITED where there is none,
// BAD_REQUEST where the answer cannot last.
func allow(ctx context.Context) error {
	c, is := ctx.Value(connectionKey{}).(*connection)
	switch {
	case !is:
		return civic.Refuse(civic.BadRequest, "")
	case c.subscriptions.Add(1) > mostAtOnce:
		disallow(ctx)
		return civic.Refuse(civic.RateLimited, "")
	}
	return nil
}

func disallow(ctx context.Context) { ctx.Value(connectionKey{}).(*connection).subscriptions.Add(-1) }

// onStream tells whether an operation came on a stream.
func OnStream(ctx context.Context) bool {
	_, is := ctx.Value(connectionKey{}).(*connection)
	return is
}
