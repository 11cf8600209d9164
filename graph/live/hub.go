package live

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/consult"
)

// Hub passes on what changed, in this server process or another, to those who subscribed to it. It never waits for any of them.
type Hub struct {
	db      *pg.DB
	mu      sync.Mutex
	inboxes map[Topic]map[*inbox]bool
	Changes Changes
	moved   chan struct{} // a consultation may open or close at another time now

	subscriptions atomic.Int32
}

// Topic is the subject of a subscription: a consultation, a survey, or the comments on a consultation.
type Topic struct {
	kind civic.Kind
	key  uuid.UUID
}

// CommentsOn is the topic of the comments on a consultation.
func CommentsOn(consultation civic.ID) Topic { return Topic{consult.CommentKind, consultation.Key} }

// TopicOf returns the topic of a changed object.
func TopicOf(changed civic.ID) Topic {
	if changed.Kind == consult.CommentKind {
		return Topic{changed.Kind, changed.Consultation}
	}
	return Topic{changed.Kind, changed.Key}
}

// NewHub makes a hub. It works while Run runs.
func NewHub(db *pg.DB) *Hub {
	return &Hub{db: db, inboxes: map[Topic]map[*inbox]bool{}, moved: make(chan struct{}, 1)}
}

// Run listens for changes and watches the clock, until the context ends.
func (h *Hub) Run(ctx context.Context) {
	var running sync.WaitGroup
	running.Go(func() { h.db.Listen(ctx, h.Tell) })
	running.Go(func() { h.watchClock(ctx) })
	running.Wait()
}

// Tell passes on the changed objects; nil means everything. It counts them first, so that a subscriber who reads again gets no older
// reply from the cache.
func (h *Hub) Tell(changed []civic.ID) {
	h.Changes.count(changed)
	h.mu.Lock()
	defer h.mu.Unlock()
	if changed == nil {
		for _, joined := range h.inboxes {
			for in := range joined {
				in.putAll()
			}
		}
		h.clockMoved()
	}
	for _, id := range changed {
		for in := range h.inboxes[TopicOf(id)] {
			in.put(id)
		}
		if id.Kind == civic.ConsultationKind {
			h.clockMoved()
		}
	}
}

// clockMoved makes the clock be read again.
func (h *Hub) clockMoved() {
	select {
	case h.moved <- struct{}{}:
	default:
	}
}

// join begins to hear of a topic, until the inbox leaves.
func (h *Hub) join(t Topic) *inbox {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.inboxes[t] == nil {
		h.inboxes[t] = map[*inbox]bool{}
	}
	in := &inbox{hub: h, topic: t, ready: make(chan struct{}, 1)}
	h.inboxes[t][in] = true
	return in
}

// Following is how many runs of subscriptions hear of changes now. A subscription of which nobody is told yet is not among them.
func (h *Hub) Following() (n int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, inboxes := range h.inboxes {
		n += len(inboxes)
	}
	return n
}

// leave frees all that an inbox held.
func (in *inbox) leave() {
	in.hub.mu.Lock()
	defer in.hub.mu.Unlock()
	joined := in.hub.inboxes[in.topic]
	delete(joined, in)
	if len(joined) == 0 {
		delete(in.hub.inboxes, in.topic)
	}
}

// The pace of the clock.
const (
	clockAtMost  = time.Minute            // after which the database's clock is read again in any case
	clockAtLeast = 100 * time.Millisecond // between two readings, however busy the city is
)

// watchClock tells of periods that open and close by the database's clock, until the context ends. Each process does so
// for its own subscribers.
func (h *Hub) watchClock(ctx context.Context) {
	var before time.Time
	for ctx.Err() == nil {
		clock, err := h.db.Clock(ctx)
		if err == nil && !before.IsZero() {
			var turned []civic.ID
			if turned, err = h.db.Turned(ctx, before, clock.Now); len(turned) > 0 {
				h.Tell(turned)
			}
		}
		next := clockAtMost
		switch {
		case err == nil:
			before = clock.Now
			if clock.Next != nil {
				next = min(next, *clock.Next+time.Millisecond)
			}
		case ctx.Err() == nil:
			slog.Warn("the clock cannot be read now; it is tried again", "error", err)
			next = time.Second
		}
		pause(ctx, clockAtLeast, nil)
		pause(ctx, next-clockAtLeast, h.moved)
	}
}

// pause waits for some time, for a signal, or for the context's end.
func pause(ctx context.Context, length time.Duration, signal <-chan struct{}) {
	timer := time.NewTimer(length)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-signal:
	case <-ctx.Done():
	}
}
