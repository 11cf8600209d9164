package share

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// reads counts how often something was read, and lets each reading wait until it may go on.
type reads struct {
	answers *Answers
	begun   atomic.Int64
	let     chan struct{}
}

// read asks for one and the same thing; the answer is the number of the reading.
func (r *reads) read(ctx context.Context) (int64, bool, error) {
	return Ask(ctx, r.answers, Question{What: "the same"}, func(ctx context.Context) (int64, error) {
		number := r.begun.Add(1)
		select {
		case <-r.let:
			return number, nil
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	})
}

// waiting waits until so many share the next turn.
func (r *reads) waiting(t *testing.T, others int) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); runtime.Gosched() {
		r.answers.mutex.Lock()
		next := r.answers.busy[Question{What: "the same"}]
		there := next != nil && next.others == others
		r.answers.mutex.Unlock()
		if there {
			return
		}
	}
	t.Fatalf("%d readers never waited", others+1)
}

func TestReadersShareAnAnswerThatWasBegunAfterTheyAsked(t *testing.T) {
	t.Parallel()
	r := &reads{answers: New(), let: make(chan struct{})}
	var all sync.WaitGroup
	ask := func(want int64, wantAlone bool) {
		all.Go(func() {
			got, alone, err := r.read(t.Context())
			if got != want || alone != wantAlone || err != nil {
				t.Errorf("reading %d, alone %v (%v), not %d and %v", got, alone, err, want, wantAlone)
			}
		})
	}
	ask(1, true)
	for r.begun.Load() == 0 {
		runtime.Gosched()
	}
	for range 20 {
		ask(2, false)
	}
	r.waiting(t, 19)
	r.let <- struct{}{}
	r.let <- struct{}{}
	all.Wait()
	if r.begun.Load() != 2 || len(r.answers.busy) != 0 {
		t.Errorf("%d readings for 21 readers, and %d questions are kept", r.begun.Load(), len(r.answers.busy))
	}
}

func TestAReaderWhoGoesAwayTakesNobodyAlong(t *testing.T) {
	t.Parallel()
	r := &reads{answers: New(), let: make(chan struct{})}
	var all sync.WaitGroup
	all.Go(func() { _, _, _ = r.read(t.Context()) })
	for r.begun.Load() == 0 {
		runtime.Gosched()
	}
	leading, leave := context.WithCancel(t.Context())
	gone := make(chan struct{})
	all.Go(func() {
		defer close(gone)
		if _, _, err := r.read(leading); !errors.Is(err, context.Canceled) {
			t.Errorf("who went away got %v", err)
		}
	})
	r.waiting(t, 0)
	for range 5 {
		all.Go(func() {
			if got, _, err := r.read(t.Context()); got == 0 || err != nil {
				t.Errorf("who stayed got %d, %v", got, err)
			}
		})
	}
	r.waiting(t, 5)
	leave()
	<-gone
	go func() {
		for {
			select {
			case r.let <- struct{}{}:
			case <-t.Context().Done():
				return
			}
		}
	}()
	all.Wait()
}
