package live

import (
	"context"
	"sync/atomic"

	"minyi/domain/civic"
)

// connection counts what one stream carries.
type connection struct{ subscriptions atomic.Int32 }

type connectionKey struct{}

// The most subscriptions that one connection carries, and that one process does.
const (
	mostAtOnce        = 50
	mostSubscriptions = 20_000
)

// WithConnection says that what the context belongs to came on a stream.
func WithConnection(ctx context.Context) context.Context {
	return context.WithValue(ctx, connectionKey{}, &connection{})
}

// Allow takes a place among the subscriptions of the connection and of the process until the context ends. It refuses as RATE_LIMITED where
// there is none.
func (h *Hub) Allow(ctx context.Context) error {
	c := ctx.Value(connectionKey{}).(*connection)
	free := func() { c.subscriptions.Add(-1); h.subscriptions.Add(-1) }
	if onConnection, onAll := c.subscriptions.Add(1), h.subscriptions.Add(1); onConnection > mostAtOnce || onAll > mostSubscriptions {
		free()
		return civic.Refuse(civic.RateLimited, "")
	}
	context.AfterFunc(ctx, free)
	return nil
}

// Subscriptions is how many there are now.
func (h *Hub) Subscriptions() int { return int(h.subscriptions.Load()) }

// OnStream tells whether an operation came on a stream.
func OnStream(ctx context.Context) bool {
	_, is := ctx.Value(connectionKey{}).(*connection)
	return is
}
