package live

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"
)

// Pace is the shortest time between two events of one subscription to something that changes all the time.
const Pace = time.Second

// Source is where the events of a subscription come from. It says whether each event is the whole state, which it can read again.
type Source struct{ state atomic.Pointer[inbox] }

type sourceKey struct{}

// WithSource lets a subscription that begins in the context tell of its source.
func WithSource(ctx context.Context, s *Source) context.Context {
	return context.WithValue(ctx, sourceKey{}, s)
}

// State tells whether each event is the whole state.
func (s *Source) State() bool { return s.state.Load() != nil }

// Refresh lets the state be read again, for one who comes later.
func (s *Source) Refresh() {
	if in := s.state.Load(); in != nil {
		in.putAll()
	}
}

// Follow sends what read finds at first and after each piece of news, until the context ends, when it frees everything. With a pace each event
// is the whole state, so that only the newest counts.
func Follow[V any](ctx context.Context, hub *Hub, t Topic, pace time.Duration, read func(context.Context, News) ([]V, error)) (<-chan *V, error) {
	in := hub.join(t)
	in.putAll()
	if source, is := ctx.Value(sourceKey{}).(*Source); is && pace > 0 {
		source.state.Store(in)
	}
	out := make(chan *V)
	go func() {
		defer close(out)
		defer in.leave()
		for ctx.Err() == nil { // select alone would choose between an ended context and news by chance
			select {
			case <-ctx.Done():
				return
			case <-in.ready:
			}
			found, err := read(ctx, in.take())
			if err != nil {
				slog.WarnContext(ctx, "a subscription could not be read; it is tried again", "error", err)
				in.putAll()
			}
			for i := range found {
				select {
				case out <- &found[i]:
				case <-ctx.Done():
					return
				}
			}
			pauseAfter(ctx, pace, err)
		}
	}()
	return out, nil
}

// pauseAfter keeps the pace, and after a failure that of a second at least.
func pauseAfter(ctx context.Context, pace time.Duration, err error) {
	if err != nil {
		pace = max(pace, time.Second)
	}
	pause(ctx, pace, nil)
}
