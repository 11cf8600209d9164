package consultgraph

import (
	"context"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	consultdb "minyi/db/consult"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/graph"
	"minyi/graph/live"
)

func (r *SubscriptionResolver) CommentPublished(ctx context.Context, consultationID civic.ID) (<-chan *consult.Comment, error) {
	if _, err := graph.MustFind(graph.LoadNode(ctx, Consultations, consultationID)); err != nil {
		return nil, err
	}
	clock, err := r.DB.Clock(ctx)
	if err != nil {
		return nil, err
	}
	sent, err := lru.New[civic.ID, bool](mostSent)
	if err != nil {
		return nil, err
	}
	f := &commentFeed{Resolver: r.Resolver, of: consultationID, began: clock.Now, reached: clock.Now, sent: sent}
	return live.Follow(ctx, r.Hub, live.CommentsOn(consultationID), 0, f.read)
}

// commentFeed is the state of one subscription to the comments on a consultation.
type commentFeed struct {
	*graph.Resolver
	of      civic.ID
	began   time.Time // by the database's clock
	reached time.Time // when the newest comment that was sent was created
	sent    *lru.Cache[civic.ID, bool]
}

// The limits of a feed that has to read everything again.
const (
	mostSent = 1000
	lookBack = 10 * time.Second // a comment can become visible after a comment that was created later
)

// read returns the comments that are new to the subscriber and that the subscriber may see.
func (f *commentFeed) read(ctx context.Context, n live.News) ([]consult.Comment, error) {
	var fresh []consult.Comment
	found, err := f.find(ctx, n)
	for _, c := range found {
		if seen, _ := f.sent.ContainsOrAdd(c.ID(), true); seen || c.WithdrawnAt != nil {
			continue
		}
		if c.CreatedAt.After(f.reached) {
			f.reached = c.CreatedAt
		}
		fresh = append(fresh, c)
	}
	return fresh, err
}

func (f *commentFeed) find(ctx context.Context, n live.News) ([]consult.Comment, error) {
	if !n.All {
		return consultdb.CommentsByID(ctx, f.DB, civic.ActorOf(ctx), n.Ids)
	}
	since := f.reached.Add(-lookBack)
	if since.Before(f.began) {
		since = f.began
	}
	return consultdb.CommentsSince(ctx, f.DB, civic.ActorOf(ctx), f.of, since)
}
