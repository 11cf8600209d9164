package graph_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/tidwall/gjson"

	"minyi/graph/graphtest"
)

// TestEventsAreMadeOnce counts the statements of events with one reader and with many who may see the same. A resident has their own events.
func TestEventsAreMadeOnce(t *testing.T) {
	t.Parallel()
	city, statements := graphtest.NewCounted(t)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { city.Hub.Run(ctx); close(ended) }()
	t.Cleanup(func() { cancel(); <-ended })
	asked := city.PutToPublic()
	fold := func() {
		if _, err := city.DB.FoldTallies(ctx); err != nil {
			t.Error(err)
		}
	}
	readers, said := []*graphtest.Stream{}, 0
	join := func(many int) {
		for range many {
			readers = append(readers, city.Anyone().Subscribe(liveStatus, "id", asked.Consultation), city.Anyone().Subscribe(liveComment, "id", asked.Consultation))
		}
		eventually(t, "they follow", func() bool { return city.Hub.Subscriptions() == len(readers) && city.Hub.Following() > 0 })
	}
	event := func() int64 {
		said++
		return statements.During(func() {
			id := liveSay(city.Resident("zhou"), asked.Consultation, fmt.Sprint("很好", said))
			fold()
			for i, reader := range readers {
				reader.Until(func(e gjson.Result) bool {
					if i%2 == 1 {
						return e.Get("data.commentPublished.id").String() == id
					}
					return e.Get("data.consultationChanged.commentTally.total").Int() == int64(said)
				})
			}
		})
	}
	join(1)
	one := event()
	join(50)
	if many := event(); many > one+10 {
		t.Errorf("the events of one reader take %d statements, those of many %d", one, many)
	}
	own := city.Resident("zhou").Subscribe(liveComment, "id", asked.Consultation)
	eventually(t, "the author follows", func() bool { return city.Hub.Subscriptions() == len(readers)+1 && city.Hub.Following() > 1 })
	event()
	if got := own.Next(); !got.Get("data.commentPublished.viewerIsAuthor").Bool() {
		t.Errorf("the author gets the event of others: %s", got)
	}
}
