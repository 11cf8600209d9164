package httpapi

import (
	"bytes"
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"minyi/domain/civic"
)

// reader is one who follows a feed on a stream.
type reader struct {
	feed *feed
	ctx  context.Context
	at   int    // the number of the event that they get next
	sent []byte // the data that they got last
	turn bool   // whether an event of theirs is on its way
	told bool   // whether they know that nothing comes any more
}

// answer is the next event. After the last one it is why the stream has ended, unless its WebSocket says so, and then nil. It is asked
// for when the event before it is on its way.
func (r *reader) answer(context.Context) *graphql.Response {
	r.giveTurn()
	for !r.told && r.await() {
		if e, got := r.take(); got && stillHolds(r.ctx, e.made) {
			return e.Response
		}
		r.giveTurn()
	}
	if r.told {
		return nil
	}
	r.told = true
	return lastWord(r.ctx)
}

// lastWord tells why we ended a stream, unless its WebSocket tells; nil where we did not.
func lastWord(ctx context.Context) *graphql.Response {
	why, ours := endOf(ctx)
	if !ours || streamOf(ctx).socket {
		return nil
	}
	return &graphql.Response{Errors: gqlerror.List{refusal(ctx, why)}}
}

// await waits for an event and for the turn of the subscription; false where none comes any more.
func (r *reader) await() bool {
	for r.ctx.Err() == nil {
		r.feed.mu.Lock()
		comes, ended, moved := r.at < r.feed.next, r.feed.ended, r.feed.moved
		r.feed.mu.Unlock()
		switch {
		case comes:
			select {
			case streamOf(r.ctx).turn <- struct{}{}:
				r.turn = true
				return r.ctx.Err() == nil
			case <-r.ctx.Done():
			}
		case ended:
			return false
		default:
			select {
			case <-moved:
			case <-r.ctx.Done():
			}
		}
	}
	return false
}

// take takes an event; none where it says what the reader knows. One who has lost events is dropped as FELL_BEHIND, for they must
// not believe that they have seen all.
func (r *reader) take() (e event, got bool) {
	f := r.feed
	f.mu.Lock()
	defer f.mu.Unlock()
	oldest := f.next - len(f.events)
	switch {
	case f.source.State():
		e, r.at = f.events[len(f.events)-1], f.next
		got = !bytes.Equal(e.Data, r.sent) || len(e.Errors) > 0
		r.sent = e.Data
	case r.at < oldest:
		streamOf(r.ctx).end(civic.Problems{{Code: civic.FellBehind}})
	default:
		e, got = f.events[r.at-oldest], true
		r.at++
	}
	return e, got
}

func (r *reader) giveTurn() {
	if r.turn {
		<-streamOf(r.ctx).turn
		r.turn = false
	}
}
