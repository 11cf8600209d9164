package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"minyi/domain/civic"
	"minyi/graph/live"
)

// feeds are the subscriptions that run. Readers who ask for the same and see the same share one run, so that each event is read and made once.
type feeds struct {
	mu  sync.Mutex
	all map[feedKey]*feed
}

// feedKey is all that the events of a subscription depend on.
type feedKey struct {
	sharedKey
	actor string // JSON
}

func feedKeyOf(ctx context.Context) feedKey {
	op := graphql.GetOperationContext(ctx)
	variables, _ := json.Marshal(op.Variables) // of JSON alone
	actor, _ := json.Marshal(civic.ActorOf(ctx))
	return feedKey{sharedKey{op.RawQuery, op.OperationName, string(variables), civic.LocaleOf(ctx)}, string(actor)}
}

// What events a feed keeps for readers who are slower than others. Where events are states it keeps the newest.
const (
	keptEvents     = 64
	keptEventBytes = 1 << 20
)

// feed is one run of a subscription.
type feed struct {
	key    feedKey
	source live.Source
	ctx    context.Context
	stop   context.CancelFunc

	mu      sync.Mutex
	events  []event
	bytes   int
	next    int           // the number of the event that comes next
	ended   bool          // nothing comes any more
	moved   chan struct{} // closed when something has come, or the end
	readers int           // guarded by the lock of all feeds
}

// event is an answer of a subscription.
type event struct {
	*graphql.Response
	made time.Time
}

// join joins the feed of an operation. first tells whether its reader has to begin it. They leave when the context ends.
func (fs *feeds) join(ctx context.Context) (r *reader, first bool) {
	key := feedKeyOf(ctx)
	fs.mu.Lock()
	defer fs.mu.Unlock()
	f, runs := fs.all[key]
	if !runs {
		f = &feed{key: key, moved: make(chan struct{})}
		f.ctx, f.stop = context.WithCancel(live.WithSource(context.WithoutCancel(ctx), &f.source))
		fs.all[key] = f
	}
	f.readers++
	context.AfterFunc(ctx, func() { fs.leave(f) })
	r = &reader{feed: f, ctx: ctx, at: f.position()}
	f.source.Refresh()
	return r, !runs
}

// leave lets a reader go, and ends the feed with the last one.
func (fs *feeds) leave(f *feed) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	if f.readers--; f.readers == 0 {
		f.stop()
		fs.drop(f)
	}
}

// drop lets the next reader begin a feed anew.
func (fs *feeds) drop(f *feed) {
	if fs.all[f.key] == f {
		delete(fs.all, f.key)
	}
}

// begin begins a feed. The operation is begun before it returns, as gqlgen asks.
func (fs *feeds) begin(f *feed, run graphql.OperationHandler) {
	begun := false
	defer func() {
		if !begun {
			fs.end(f)
		}
	}()
	next := run(f.ctx)
	begun = true
	go func() {
		defer fs.end(f)
		defer func() {
			if thrown := recover(); thrown != nil {
				_ = recovered(f.ctx, thrown)
			}
		}()
		for answer := next(f.ctx); answer != nil; answer = next(f.ctx) {
			answer.Data = bytes.Clone(answer.Data) // gqlgen writes the next event where this one lies
			f.publish(event{answer, time.Now()})
		}
	}()
}

// end ends a feed of which nothing comes any more.
func (fs *feeds) end(f *feed) {
	fs.mu.Lock()
	fs.drop(f)
	fs.mu.Unlock()
	f.stop()
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ended = true
	f.wake()
}

func (f *feed) position() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.next
}

// publish adds an event, and forgets the oldest ones that there is no room for.
func (f *feed) publish(e event) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.events, f.next, f.bytes = append(f.events, e), f.next+1, f.bytes+len(e.Data)
	for len(f.events) > 1 && (f.source.State() || len(f.events) > keptEvents || f.bytes > keptEventBytes) {
		f.bytes -= len(f.events[0].Data)
		f.events[0] = event{}
		f.events = f.events[1:]
	}
	f.wake()
}

func (f *feed) wake() {
	close(f.moved)
	f.moved = make(chan struct{})
}
