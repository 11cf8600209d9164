package middleware

import (
	"context"
	"net/http"
	"sync"
	"time"

	"minyi/domain/civic"
	"minyi/server/reply"
)

// turns let each client run so many requests at once. Its others wait for their turn.
type turns struct {
	share int
	mu    sync.Mutex
	of    map[string]*turn // by client
}

// turn is the queue of one client.
type turn struct {
	slots chan struct{}
	users int // requests that run or wait
}

// TakeTurns lets each client run at most so many requests at once. Further ones wait, for the given time at most, and are then OVERLOADED. So a
// client that sends hundreds at once, as one connection of HTTP/2 can, waits for itself, and the others do not wait for it.
func TakeTurns(share int, patience time.Duration, proxies Proxies) Middleware {
	all := &turns{share: share, of: map[string]*turn{}}
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			client := proxies.NetworkOf(r)
			own := all.join(client)
			defer all.leave(client, own)
			switch {
			case own.begin(r.Context(), patience):
				defer func() { <-own.slots }()
				next.ServeHTTP(w, r)
			case r.Context().Err() == nil: // else nobody waits for the reply
				w.Header().Set("Retry-After", "1")
				reply.Refuse(w, r, civic.Refuse(civic.Overloaded, ""))
			}
		})
	}
}

// begin takes a slot, at once where one is free, and tells whether it got one in time.
func (t *turn) begin(ctx context.Context, patience time.Duration) bool {
	select {
	case t.slots <- struct{}{}:
		return true
	default:
	}
	tired := time.NewTimer(patience)
	defer tired.Stop()
	select {
	case t.slots <- struct{}{}:
		return true
	case <-ctx.Done():
	case <-tired.C:
	}
	return false
}

func (t *turns) join(client string) *turn {
	t.mu.Lock()
	defer t.mu.Unlock()
	own := t.of[client]
	if own == nil {
		own = &turn{slots: make(chan struct{}, t.share)}
		t.of[client] = own
	}
	own.users++
	return own
}

func (t *turns) leave(client string, own *turn) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if own.users--; own.users == 0 {
		delete(t.of, client)
	}
}
