package graph

import (
	"context"
	"log/slog"
	"time"

	consultdb "minyi/db/consult"
	surveydb "minyi/db/survey"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/survey"

	lru "github.com/hashicorp/golang-lru/v2"
)

// pace is the shortest time between two events of one subscription to something that changes all the time.
const pace = time.Second

func (r *SubscriptionResolver) ConsultationChanged(ctx context.Context, id civic.ID) (<-chan *consult.Consultation, error) {
	if _, err := mustFind(loadNode(ctx, consultations, id)); err != nil {
		return nil, err
	}
	return follow(ctx, r.hub, topicOf(id), pace, func(ctx context.Context, _ news) ([]consult.Consultation, error) {
		return consultdb.ConsultationsByID(ctx, r.db, civic.ActorOf(ctx), []civic.ID{id})
	})
}

func (r *SubscriptionResolver) SurveyResultsChanged(ctx context.Context, surveyID civic.ID) (<-chan *survey.Survey, error) {
	if _, err := mustFind(loadNode(ctx, surveys, surveyID)); err != nil {
		return nil, err
	}
	return follow(ctx, r.hub, topicOf(surveyID), pace, func(ctx context.Context, _ news) ([]survey.Survey, error) {
		by := civic.ActorOf(ctx)
		found, err := surveydb.SurveysByID(ctx, r.db, by, []civic.ID{surveyID})
		if err != nil || len(found) == 0 {
			return nil, err
		}
		newest, err := found[0].At(nil)
		if err != nil {
			return nil, err
		}
		visible, err := surveydb.SurveyResults(ctx, r.db, by, []survey.SurveyVersion{newest})
		return found[:len(visible)], err
	})
}

func (r *SubscriptionResolver) CommentPublished(ctx context.Context, consultationID civic.ID) (<-chan *consult.Comment, error) {
	if _, err := mustFind(loadNode(ctx, consultations, consultationID)); err != nil {
		return nil, err
	}
	clock, err := r.db.Clock(ctx)
	if err != nil {
		return nil, err
	}
	sent, err := lru.New[civic.ID, bool](mostSent)
	if err != nil {
		return nil, err
	}
	f := &commentFeed{Resolver: r.Resolver, of: consultationID, began: clock.Now, reached: clock.Now, sent: sent}
	return follow(ctx, r.hub, topic{consult.CommentKind, consultationID.Key}, 0, f.read)
}

// commentFeed is how far a subscriber has read the comments on a consultation.
type commentFeed struct {
	*Resolver
	of      civic.ID
	began   time.Time // by the database's clock
	reached time.Time // when the newest that was sent was made
	sent    *lru.Cache[civic.ID, bool]
}

// What a feed looks back on when it has to read everything again.
const (
	mostSent = 1000
	lookBack = 10 * time.Second // a comment can become visible after one that was made later
)

// read finds the comments that are new to the subscriber and that they may see.
func (f *commentFeed) read(ctx context.Context, n news) ([]consult.Comment, error) {
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

func (f *commentFeed) find(ctx context.Context, n news) ([]consult.Comment, error) {
	if !n.all {
		return consultdb.CommentsByID(ctx, f.db, civic.ActorOf(ctx), n.ids)
	}
	since := f.reached.Add(-lookBack)
	if since.Before(f.began) {
		since = f.began
	}
	return consultdb.CommentsSince(ctx, f.db, civic.ActorOf(ctx), f.of, since)
}

// mustFind refuses what is not there as NOT_FOUND.
func mustFind[V any](found *V, err error) (*V, error) {
	if found == nil && err == nil {
		return nil, civic.Refuse(civic.NotFound, "id")
	}
	return found, err
}

// follow sends what read finds at first and after each piece of news, until the context ends, when it frees everything.
// A reader that is slow gets what is newest when it is ready again.
func follow[V any](ctx context.Context, hub *Hub, t topic, pace time.Duration, read func(context.Context, news) ([]V, error)) (<-chan *V, error) {
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
