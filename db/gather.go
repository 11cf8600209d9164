package db

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/lib/pq"

	"minyi/consult"
)

// mostTogether is how many go in one transaction: as many as operations run at once where nothing else is set, since the next have to wait
// for its commit, which takes a while where a standby has to take it too.
const mostTogether = 256

// gathering takes to the database together what many people write, or look for, at the same moment: for PostgreSQL and for the driver it is
// then a fraction of the work. Whoever comes while others are on their way waits until these are through and then goes with all that
// came meanwhile; nobody waits for company. Each learns its own outcome, after the commit.
type gathering[T any] struct {
	// send writes what can be written or, with an error, nothing.
	send func(ctx context.Context, all []*T) error

	mu      sync.Mutex
	waiting []*parcel[T]
	busy    bool // some are on their way
}

// parcel is one thing to write.
type parcel[T any] struct {
	what *T
	done chan error
	with *load // those that it goes with; nil while it waits
}

// load is what goes together. It is given up once nobody waits for its outcome any more.
type load struct {
	awaited int
	giveUp  context.CancelFunc
}

// put waits until a thing was written. The outcome is in the thing, which is the gathering's alone until then, and for ever
// where the context ends first: it may still be written, as anything may whose answer is not waited for.
func (g *gathering[T]) put(ctx context.Context, what *T) error {
	p := &parcel[T]{what: what, done: make(chan error, 1)}
	g.join(p)
	defer g.leave(p)
	select {
	case err := <-p.done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (g *gathering[T]) join(p *parcel[T]) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.waiting = append(g.waiting, p)
	if !g.busy {
		g.busy = true
		go g.run()
	}
}

func (g *gathering[T]) leave(p *parcel[T]) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if p.with == nil {
		g.waiting = slices.DeleteFunc(g.waiting, func(other *parcel[T]) bool { return other == p })
		return
	}
	if p.with.awaited--; p.with.awaited == 0 {
		p.with.giveUp()
	}
}

// run carries what waits until nothing does.
func (g *gathering[T]) run() {
	for {
		ctx, all := g.take()
		if len(all) == 0 {
			return
		}
		g.carry(ctx, all)
	}
}

// take takes what waits, those who came first, with a context that lives as long as somebody waits for them.
func (g *gathering[T]) take() (context.Context, []*parcel[T]) {
	g.mu.Lock()
	defer g.mu.Unlock()
	n := min(len(g.waiting), mostTogether)
	if n == 0 {
		g.busy = false
		return nil, nil
	}
	all := slices.Clone(g.waiting[:n])
	g.waiting = slices.Delete(g.waiting, 0, n)
	ctx, giveUp := context.WithCancel(context.Background())
	together := &load{awaited: n, giveUp: giveUp}
	for _, p := range all {
		p.with = together
	}
	return ctx, all
}

// carry writes things and tells each its outcome. Where they fail together, which leaves nothing of them, each half goes by itself,
// until the one that fails does so alone.
func (g *gathering[T]) carry(ctx context.Context, all []*parcel[T]) {
	err := contained(func() error { return g.send(ctx, contents(all)) })
	if half := len(all) / 2; err != nil && half > 0 && ctx.Err() == nil && refusedWhole(err) {
		g.carry(ctx, all[:half])
		g.carry(ctx, all[half:])
		return
	}
	for _, p := range all {
		p.done <- err
	}
}

// errApart says that things were not written because of some among them.
var errApart = errors.New("not all of these could be written")

// errSentBefore says that things were written when they were sent first, over a connection that was lost before it told so.
var errSentBefore = errors.New("this was sent before over a connection that was lost")

// refusedWhole tells the errors after which it is known that nothing was written. After all others it may have been, as when a
// connection is lost.
func refusedWhole(err error) bool {
	return errors.Is(err, errApart) || errors.As(err, new(*pq.Error)) || errors.As(err, new(consult.Problems))
}

func contents[T any](all []*parcel[T]) []*T {
	things := make([]*T, len(all))
	for i, p := range all {
		things[i] = p.what
	}
	return things
}
