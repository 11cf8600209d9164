// Package deliver sends released contents to their channels. What it sends it has taken from the queue in the database, under a lease.
package deliver

import (
	"context"
	"net/http"
	"sync"
	"time"

	informdb "minyi/db/inform"
	"minyi/db/pg"
	"minyi/domain/inform"
)

// sendTimeout is how long one sending may take. It is shorter than the lease.
const sendTimeout = 10 * time.Second

// Sender sends releases to channels.
type Sender struct {
	db     *pg.DB
	site   string // the address of this server as the public knows it, without a slash at its end
	mail   Mail
	client *http.Client
}

// New returns a sender. Addresses in private networks are refused unless private is true.
func New(db *pg.DB, site string, mail Mail, private bool) *Sender {
	return &Sender{db, site, mail, newClient(private)}
}

// Run sends what waits, and looks up what connectors may know. It returns how many releases it handled.
func (s *Sender) Run(ctx context.Context) (int, error) {
	ended, err := informdb.EndLeases(ctx, s.db)
	if err != nil {
		return ended, err
	}
	sent, err := s.each(ctx, informdb.TakeSendings, s.send)
	if err != nil {
		return ended + sent, err
	}
	asked, err := s.each(ctx, informdb.TakeLookups, s.lookUp)
	return ended + sent + asked, err
}

// each handles what is taken, all at once: a slow receiver delays no other one.
func (s *Sender) each(ctx context.Context, take func(context.Context, *pg.DB) ([]informdb.Sending, error), handle func(context.Context, informdb.Sending) inform.Outcome) (int, error) {
	taken, err := take(ctx, s.db)
	if err != nil {
		return 0, err
	}
	var all sync.WaitGroup
	errs := make([]error, len(taken))
	for i, one := range taken {
		all.Go(func() {
			limited, cancel := context.WithTimeout(ctx, sendTimeout)
			defer cancel()
			errs[i] = informdb.Settle(context.WithoutCancel(ctx), s.db, one, handle(limited, one))
		})
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return len(taken), err
		}
	}
	return len(taken), nil
}

// send sends a release as the channel's kind asks.
func (s *Sender) send(ctx context.Context, one informdb.Sending) inform.Outcome {
	switch one.Channel.Kind {
	case inform.Website:
		return s.ping(ctx, one)
	case inform.EMail:
		return s.sendMail(ctx, one)
	default:
		return s.post(ctx, one)
	}
}

// failed says what follows from a failure.
func failed(one informdb.Sending, f inform.ReleaseFailure, detail string) inform.Outcome {
	return f.Settle(one.Attempts, one.Channel.HonoursKey, detail)
}
