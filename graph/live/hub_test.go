package live

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"minyi/domain/civic"
	"minyi/domain/consult"
)

func hubID() civic.ID { return civic.IDOf(civic.ConsultationKind, civic.NewKey()) }

func TestHubTellsOnlyWhoAsked(t *testing.T) {
	t.Parallel()
	hub, mine, other := NewHub(nil), hubID(), hubID()
	comment := civic.IDWithin(consult.CommentKind, mine.Key, civic.NewKey())
	status := hub.join(TopicOf(mine))
	comments := hub.join(TopicOf(comment))
	hub.Tell([]civic.ID{mine, other, mine, comment})
	if got := status.take(); !slices.Equal(got.Ids, []civic.ID{mine}) && !slices.Equal(got.Ids, []civic.ID{mine, mine}) || got.All {
		t.Errorf("who asked for the consultation hears %v", got)
	}
	if got := comments.take(); !slices.Equal(got.Ids, []civic.ID{comment}) {
		t.Errorf("who asked for the comments hears %v", got)
	}
	hub.Tell(nil)
	for _, in := range []*inbox{status, comments} {
		if got := in.take(); !got.All || len(got.Ids) > 0 {
			t.Errorf("after a lost connection one hears %v", got)
		}
		in.leave()
	}
	if len(hub.inboxes) > 0 {
		t.Errorf("the hub keeps %v", hub.inboxes)
	}
}

// One who does not read costs no more than a bounded list, and never a wait.
func TestSlowSubscriber(t *testing.T) {
	t.Parallel()
	hub, consultation := NewHub(nil), hubID()
	slow := hub.join(Topic{consult.CommentKind, consultation.Key})
	quick := hub.join(Topic{consult.CommentKind, consultation.Key})
	heard := 0
	for range 10 * mostNews {
		hub.Tell([]civic.ID{civic.IDWithin(consult.CommentKind, consultation.Key, civic.NewKey())})
		heard += len(quick.take().Ids)
	}
	if heard != 10*mostNews {
		t.Errorf("the quick one heard %d of %d", heard, 10*mostNews)
	}
	if got := slow.take(); !got.All || got.Ids != nil {
		t.Errorf("the slow one has %d ids and all is %v", len(got.Ids), got.All)
	}
	if got := slow.take(); got.All || got.Ids != nil {
		t.Errorf("what was taken is still there: %v", got)
	}
}

// TestFollowPaces counts the readings of a subscriber while changes come all the time, and what it does after a failure.
func TestFollowPaces(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		hub, id := NewHub(nil), hubID()
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		began := time.Now()
		var at []time.Duration
		events, err := Follow(ctx, hub, TopicOf(id), time.Second, func(context.Context, News) ([]int, error) {
			at = append(at, time.Since(began).Round(100*time.Millisecond))
			if len(at) == 3 {
				return nil, errors.New("down")
			}
			return []int{len(at)}, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		var telling sync.WaitGroup
		telling.Go(func() {
			for ctx.Err() == nil {
				hub.Tell([]civic.ID{id})
				time.Sleep(100 * time.Millisecond)
			}
		})
		var got []int
		for event := range events {
			if got = append(got, *event); len(got) == 4 {
				cancel()
			}
		}
		telling.Wait()
		if want := []int{1, 2, 4, 5}; !slices.Equal(got, want) {
			t.Errorf("events %v, want %v", got, want)
		}
		if want := []time.Duration{0, 1e9, 2e9, 3e9, 4e9}; !slices.Equal(at, want) {
			t.Errorf("read at %v, want %v", at, want)
		}
		synctest.Wait()
		if len(hub.inboxes) != 0 {
			t.Error("the subscription was not freed")
		}
	})
}

// A stalled reader holds up neither the teller nor the others, gets what is newest in the end, and goes with its context.
func TestFollowStalled(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		hub, id := NewHub(nil), hubID()
		ctx, cancel := context.WithCancel(t.Context())
		newest := 0
		read := func(context.Context, News) ([]int, error) { return []int{newest}, nil }
		stalled, _ := Follow(ctx, hub, TopicOf(id), 0, read)
		synctest.Wait() // its first event waits for a reader
		for newest = 1; newest < 1000; newest++ {
			hub.Tell([]civic.ID{id})
		}
		if first := *<-stalled; first != 0 {
			t.Errorf("first %d", first)
		}
		if last := *<-stalled; last != 1000 {
			t.Errorf("then %d", last)
		}
		hub.Tell([]civic.ID{id})
		synctest.Wait() // stalled again
		cancel()
		synctest.Wait()
		if _, open := <-stalled; open || len(hub.inboxes) != 0 {
			t.Error("it goes on after its end")
		}
	})
}

func TestConnectionsAreLimited(t *testing.T) {
	t.Parallel()
	hub := NewHub(nil)
	connection := WithConnection(context.Background())
	ctx, cancel := context.WithCancel(connection)
	for range mostAtOnce {
		if err := hub.Allow(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if err := hub.Allow(ctx); err == nil || err.(civic.Problems)[0].Code != civic.RateLimited {
		t.Errorf("one more: %v", err)
	}
	if err := hub.Allow(WithConnection(ctx)); err != nil || hub.Subscriptions() != mostAtOnce+1 {
		t.Errorf("on another connection: %v, %d in all", err, hub.Subscriptions())
	}
	cancel()
	for hub.Subscriptions() > 0 {
		runtime.Gosched()
	}
	if err := hub.Allow(connection); err != nil {
		t.Errorf("after all have left: %v", err)
	}
}

// TestHubAtOnce lets everybody do everything at the same time, for the race detector.
func TestHubAtOnce(t *testing.T) {
	t.Parallel()
	hub := NewHub(nil)
	ids := []civic.ID{hubID(), hubID(), hubID()}
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for n := range 200 {
				in := hub.join(TopicOf(ids[(i+n)%len(ids)]))
				hub.Tell(ids)
				hub.Tell(nil)
				if !in.take().All {
					t.Error("it did not hear that everything may have changed")
				}
				in.leave()
			}
		})
	}
	all.Wait()
	if len(hub.inboxes) != 0 {
		t.Errorf("left behind: %v", hub.inboxes)
	}
}
