package live

import (
	"context"
	"log/slog"
	"time"
)

// pace is the shortest time between two events of one subscription to something that changes all the time.
const Pace = time.Second

// follow sends what read finds at first and after each piece of news, until the context ends, when it frees everything.
// A reader that is slow gets what is newest when it is ready again.
func Follow[V any](ctx context.Context, hub *Hub, t Topic, pace time.Duration, read func(context.Context, News) ([]V, error)) (<-chan *V, error) {
	if err := allow(ctx); err != nil {
		return nil, err
	}
	in, err := hub.join(t)
	if err != nil {
		disallow(ctx)
		return nil, err
	}
	in.putAll()
	out := make(chan *V)
	go func() {
		defer close(out)
		defer disallow(ctx)
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
