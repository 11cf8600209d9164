package db

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/lib/pq"
)

// post is a gathering of numbers, each load of which goes when the test lets it.
type post struct {
	gathering[int]
	sent chan going
}

// going is a load on its way and how it ends.
type going struct {
	numbers []int
	end     chan error
}

func newPost() *post {
	p := &post{sent: make(chan going)}
	p.send = func(ctx context.Context, all []*int) error {
		g := going{end: make(chan error, 1)}
		for _, n := range all {
			g.numbers = append(g.numbers, *n)
		}
		p.sent <- g
		select {
		case err := <-g.end:
			return err
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return p
}

// begin begins to put a number and gives where its outcome comes.
func (p *post) begin(ctx context.Context, n int) chan error {
	outcome := make(chan error, 1)
	go func() { outcome <- p.put(ctx, &n) }()
	return outcome
}

// line puts numbers into a post whose way is taken, one after the other, and gives where their outcomes come.
func (p *post) line(ctx context.Context, t *testing.T, numbers ...int) map[int]chan error {
	t.Helper()
	outcomes := map[int]chan error{}
	for _, n := range numbers {
		before := p.waits()
		outcomes[n] = p.begin(ctx, n)
		for p.waits() == before {
			runtime.Gosched()
		}
	}
	return outcomes
}

// waits is how many wait for a way.
func (p *post) waits() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.waiting)
}

// goes is the next load, which has to be of these numbers.
func (p *post) goes(t *testing.T, numbers ...int) going {
	t.Helper()
	g := <-p.sent
	if !slices.Equal(g.numbers, numbers) {
		t.Errorf("%v go, want %v", g.numbers, numbers)
	}
	return g
}

// busy is a post on whose way the number -1 is.
func busy(t *testing.T) (*post, going) {
	t.Helper()
	p := newPost()
	p.begin(t.Context(), -1)
	return p, p.goes(t, -1) // by itself, as nobody else is there
}

// told sees to it that everybody learns this.
func told(t *testing.T, outcomes map[int]chan error, want error) {
	t.Helper()
	for n, outcome := range outcomes {
		if err := <-outcome; !errors.Is(err, want) {
			t.Errorf("%d is told %v, want %v", n, err, want)
		}
	}
}

func TestGatheringTakesAllThatWait(t *testing.T) {
	t.Parallel()
	p, way := busy(t)
	outcomes := p.line(t.Context(), t, 1, 2, 3)
	way.end <- nil
	p.goes(t, 1, 2, 3).end <- nil
	told(t, outcomes, nil)
}

func TestGatheringGoesInParts(t *testing.T) {
	t.Parallel()
	p, way := busy(t)
	numbers := make([]int, mostTogether+1)
	for i := range numbers {
		numbers[i] = i
	}
	outcomes := p.line(t.Context(), t, numbers...)
	way.end <- nil
	p.goes(t, numbers[:mostTogether]...).end <- nil
	p.goes(t, mostTogether).end <- nil
	told(t, outcomes, nil)
}

func TestGatheringLeavesOneBehindAndNotTheOthers(t *testing.T) {
	t.Parallel()
	p, way := busy(t)
	outcomes := p.line(t.Context(), t, 1, 2, 3, 4, 5)
	way.end <- nil
	refused := error(&pq.Error{Code: "23514"})
	p.goes(t, 1, 2, 3, 4, 5).end <- refused
	p.goes(t, 1, 2).end <- nil
	p.goes(t, 3, 4, 5).end <- refused
	p.goes(t, 3).end <- refused
	p.goes(t, 4, 5).end <- nil
	told(t, map[int]chan error{3: outcomes[3]}, refused)
	delete(outcomes, 3)
	told(t, outcomes, nil)
}

// Where it is not known whether things were written, they are not written again.
func TestGatheringIsNotRepeatedInTheDark(t *testing.T) {
	t.Parallel()
	p, way := busy(t)
	outcomes := p.line(t.Context(), t, 1, 2)
	way.end <- nil
	lost := errors.New("the connection is gone")
	p.goes(t, 1, 2).end <- lost
	told(t, outcomes, lost)
}

func TestGatheringGoesOnWithoutThoseWhoLeft(t *testing.T) {
	t.Parallel()
	p, way := busy(t)
	leaving, leave := context.WithCancel(t.Context())
	early, late := p.line(leaving, t, 1), p.line(t.Context(), t, 2)
	leave()
	told(t, early, context.Canceled)
	way.end <- nil
	under := p.goes(t, 2)

	leaving, leave = context.WithCancel(t.Context())
	early, others := p.line(leaving, t, 3), p.line(t.Context(), t, 4)
	under.end <- nil
	both := p.goes(t, 3, 4)
	leave()
	told(t, early, context.Canceled)
	both.end <- nil
	told(t, late, nil)
	told(t, others, nil)
}

// What nobody waits for any more is given up, and the way is free.
func TestGatheringIsGivenUp(t *testing.T) {
	t.Parallel()
	p, way := busy(t)
	leaving, leave := context.WithCancel(t.Context())
	left := p.line(leaving, t, 1, 2)
	way.end <- nil
	p.goes(t, 1, 2)
	leave()
	told(t, left, context.Canceled)
	next := p.begin(t.Context(), 3)
	p.goes(t, 3).end <- nil
	told(t, map[int]chan error{3: next}, nil)
}

// TestGatheringInACrowd lets many put, leave and fail at random: everybody is told their own outcome, once.
func TestGatheringInACrowd(t *testing.T) {
	t.Parallel()
	var seen atomic.Int64
	g := gathering[int]{send: func(_ context.Context, all []*int) error {
		if len(all) > 1 && slices.ContainsFunc(all, func(n *int) bool { return *n%97 == 0 }) {
			return errApart
		}
		for _, n := range all {
			if *n%97 == 0 {
				return &pq.Error{}
			}
			*n = -*n
			seen.Add(1)
		}
		return nil
	}}
	var all sync.WaitGroup
	for worker := range 32 {
		all.Go(func() {
			for i := range 500 {
				n := 1 + worker*500 + i
				was := n
				if err := g.put(t.Context(), &n); (err != nil) != (was%97 == 0) || err == nil && n != -was {
					t.Errorf("%d became %d, %v", was, n, err)
				}
			}
		})
	}
	all.Wait()
	if want := int64(32*500 - 32*500/97); seen.Load() != want {
		t.Errorf("%d were sent, want %d", seen.Load(), want)
	}
	for deadline := time.Now().Add(time.Minute); ; runtime.Gosched() { // who carried the last learns only then that nothing waits
		g.mu.Lock()
		left := g.busy
		g.mu.Unlock()
		if !left {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("some are still under way")
		}
	}
}

// A panic on the way is the outcome of those who were on it, and of nobody after them.
func TestAPanicStaysWithItsLoad(t *testing.T) {
	t.Parallel()
	var g gathering[int]
	g.send = func(_ context.Context, all []*int) error {
		if *all[0] == 13 {
			panic("thirteen")
		}
		return nil
	}
	if err := g.put(t.Context(), new(13)); err == nil || !strings.Contains(err.Error(), "thirteen") {
		t.Errorf("the one who was on it got %v", err)
	}
	if err := g.put(t.Context(), new(14)); err != nil {
		t.Errorf("the next got %v", err)
	}
}
