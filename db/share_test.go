package db

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
	sharing sharing
	begun   atomic.Int64
	let     chan struct{}
}

// read asks for one and the same thing; the answer is the number of the reading.
func (r *reads) read(ctx context.Context) (int64, bool, error) {
	return shared(ctx, &r.sharing, question{statement: "the same"}, func(ctx context.Context) (int64, error) {
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
		r.sharing.mutex.Lock()
		next := r.sharing.busy[question{statement: "the same"}]
		there := next != nil && next.others == others
		r.sharing.mutex.Unlock()
		if there {
			return
		}
	}
	t.Fatalf("%d readers never waited", others+1)
}

func TestReadersShareAnAnswerThatWasBegunAfterTheyAsked(t *testing.T) {
	t.Parallel()
	r := &reads{sharing: newSharing(), let: make(chan struct{})}
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
	if r.begun.Load() != 2 || len(r.sharing.busy) != 0 {
		t.Errorf("%d readings for 21 readers, and %d questions are kept", r.begun.Load(), len(r.sharing.busy))
	}
}

func TestAReaderWhoGoesAwayTakesNobodyAlong(t *testing.T) {
	t.Parallel()
	r := &reads{sharing: newSharing(), let: make(chan struct{})}
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

func TestQuestionsDifferWhereTheirArgumentsDo(t *testing.T) {
	t.Parallel()
	seen := map[question][]any{}
	word, none := "ab", (*string)(nil)
	for _, args := range [][]any{{}, {"ab"}, {"a", "b"}, {"", "ab"}, {[]byte("ab")}, {1}, {int64(2)}, {1.0}, {true}, {false}, {nil}, {nil, nil}, {"1"},
		{time.Unix(1, 0)}, {time.Unix(1, 1)}, {keyArray{}}, {keyArray{{1}}}, {keyArray{{1}, {2}}}} {
		asked, _, err := questionOf("SELECT", args)
		if err != nil {
			t.Fatal(err)
		}
		if other, is := seen[asked]; is {
			t.Errorf("%v and %v are one question", args, other)
		}
		seen[asked] = args
	}
	for _, same := range [][2]any{{&word, "ab"}, {none, nil}} {
		one, _, _ := questionOf("SELECT", []any{same[0]})
		other, _, _ := questionOf("SELECT", []any{same[1]})
		if one != other {
			t.Errorf("%v and %v are two questions", same[0], same[1])
		}
	}
}
