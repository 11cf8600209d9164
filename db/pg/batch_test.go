package pg

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

// testBatcher writes numbers. The test ends each of its batches.
type testBatcher struct {
	Batcher[int]
	flushed chan flushed
}

// flushed is a batch on its way.
type flushed struct {
	numbers []int
	end     chan error
}

func newTestBatcher() *testBatcher {
	b := &testBatcher{flushed: make(chan flushed)}
	b.write = func(ctx context.Context, values []*int) error {
		f := flushed{end: make(chan error, 1)}
		for _, n := range values {
			f.numbers = append(f.numbers, *n)
		}
		b.flushed <- f
		select {
		case err := <-f.end:
			return err
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return b
}

// begin puts a number in a goroutine of its own and returns the channel of its outcome.
func (b *testBatcher) begin(ctx context.Context, n int) chan error {
	outcome := make(chan error, 1)
	go func() { outcome <- b.Put(ctx, &n) }()
	return outcome
}

// enqueueAll puts numbers, one after the other, while a batch is on its way. It returns the channels of their outcomes.
func (b *testBatcher) enqueueAll(ctx context.Context, t *testing.T, numbers ...int) map[int]chan error {
	t.Helper()
	outcomes := map[int]chan error{}
	for _, n := range numbers {
		before := b.countPending()
		outcomes[n] = b.begin(ctx, n)
		for b.countPending() == before {
			runtime.Gosched()
		}
	}
	return outcomes
}

func (b *testBatcher) countPending() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.pending)
}

// nextBatch returns the next batch, which must have these numbers.
func (b *testBatcher) nextBatch(t *testing.T, numbers ...int) flushed {
	t.Helper()
	f := <-b.flushed
	if !slices.Equal(f.numbers, numbers) {
		t.Errorf("the batch is %v, want %v", f.numbers, numbers)
	}
	return f
}

// busyBatcher returns a batcher whose batch of the number -1 is on its way.
func busyBatcher(t *testing.T) (*testBatcher, flushed) {
	t.Helper()
	b := newTestBatcher()
	b.begin(t.Context(), -1)
	return b, b.nextBatch(t, -1)
}

// wantOutcomes checks that everybody gets this outcome.
func wantOutcomes(t *testing.T, outcomes map[int]chan error, want error) {
	t.Helper()
	for n, outcome := range outcomes {
		if err := <-outcome; !errors.Is(err, want) {
			t.Errorf("%d gets %v, want %v", n, err, want)
		}
	}
}

func TestABatchTakesAllPending(t *testing.T) {
	t.Parallel()
	b, first := busyBatcher(t)
	outcomes := b.enqueueAll(t.Context(), t, 1, 2, 3)
	first.end <- nil
	b.nextBatch(t, 1, 2, 3).end <- nil
	wantOutcomes(t, outcomes, nil)
}

func TestABatchIsBounded(t *testing.T) {
	t.Parallel()
	b, first := busyBatcher(t)
	numbers := make([]int, maxBatch+1)
	for i := range numbers {
		numbers[i] = i
	}
	outcomes := b.enqueueAll(t.Context(), t, numbers...)
	first.end <- nil
	b.nextBatch(t, numbers[:maxBatch]...).end <- nil
	b.nextBatch(t, maxBatch).end <- nil
	wantOutcomes(t, outcomes, nil)
}

func TestOneBadItemFailsAlone(t *testing.T) {
	t.Parallel()
	b, first := busyBatcher(t)
	outcomes := b.enqueueAll(t.Context(), t, 1, 2, 3, 4, 5)
	first.end <- nil
	refused := error(&pq.Error{Code: "23514"})
	b.nextBatch(t, 1, 2, 3, 4, 5).end <- refused
	b.nextBatch(t, 1, 2).end <- nil
	b.nextBatch(t, 3, 4, 5).end <- refused
	b.nextBatch(t, 3).end <- refused
	b.nextBatch(t, 4, 5).end <- nil
	wantOutcomes(t, map[int]chan error{3: outcomes[3]}, refused)
	delete(outcomes, 3)
	wantOutcomes(t, outcomes, nil)
}

// Where it is not known whether items were written, they are not written again.
func TestABatchIsNotRetriedWithoutProof(t *testing.T) {
	t.Parallel()
	b, first := busyBatcher(t)
	outcomes := b.enqueueAll(t.Context(), t, 1, 2)
	first.end <- nil
	lost := errors.New("the connection is gone")
	b.nextBatch(t, 1, 2).end <- lost
	wantOutcomes(t, outcomes, lost)
}

func TestABatchGoesOnWithoutThoseWhoLeft(t *testing.T) {
	t.Parallel()
	b, first := busyBatcher(t)
	leaving, leave := context.WithCancel(t.Context())
	early, late := b.enqueueAll(leaving, t, 1), b.enqueueAll(t.Context(), t, 2)
	leave()
	wantOutcomes(t, early, context.Canceled)
	first.end <- nil
	second := b.nextBatch(t, 2)

	leaving, leave = context.WithCancel(t.Context())
	early, others := b.enqueueAll(leaving, t, 3), b.enqueueAll(t.Context(), t, 4)
	second.end <- nil
	both := b.nextBatch(t, 3, 4)
	leave()
	wantOutcomes(t, early, context.Canceled)
	both.end <- nil
	wantOutcomes(t, late, nil)
	wantOutcomes(t, others, nil)
}

// A batch that nobody waits for is canceled, and the next one goes.
func TestABatchWithoutWaitersIsCanceled(t *testing.T) {
	t.Parallel()
	b, first := busyBatcher(t)
	leaving, leave := context.WithCancel(t.Context())
	left := b.enqueueAll(leaving, t, 1, 2)
	first.end <- nil
	b.nextBatch(t, 1, 2)
	leave()
	wantOutcomes(t, left, context.Canceled)
	next := b.begin(t.Context(), 3)
	b.nextBatch(t, 3).end <- nil
	wantOutcomes(t, map[int]chan error{3: next}, nil)
}

// TestManyPutAtOnce lets many put values of which some fail: everybody gets their own outcome, once.
func TestManyPutAtOnce(t *testing.T) {
	t.Parallel()
	var seen atomic.Int64
	b := Batcher[int]{write: func(_ context.Context, values []*int) error {
		if len(values) > 1 && slices.ContainsFunc(values, func(n *int) bool { return *n%97 == 0 }) {
			return ErrSplit
		}
		for _, n := range values {
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
				if err := b.Put(t.Context(), &n); (err != nil) != (was%97 == 0) || err == nil && n != -was {
					t.Errorf("%d became %d, %v", was, n, err)
				}
			}
		})
	}
	all.Wait()
	if want := int64(32*500 - 32*500/97); seen.Load() != want {
		t.Errorf("%d were sent, want %d", seen.Load(), want)
	}
	for deadline := time.Now().Add(time.Minute); ; runtime.Gosched() { // run learns only after the last flush that nothing is pending
		b.mu.Lock()
		left := b.busy
		b.mu.Unlock()
		if !left {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("a batch is still on its way")
		}
	}
}

// A panic is the outcome of the items in its batch, and of no later item.
func TestAPanicStaysWithItsBatch(t *testing.T) {
	t.Parallel()
	var b Batcher[int]
	b.write = func(_ context.Context, values []*int) error {
		if *values[0] == 13 {
			panic("thirteen")
		}
		return nil
	}
	if err := b.Put(t.Context(), new(13)); err == nil || !strings.Contains(err.Error(), "thirteen") {
		t.Errorf("the item in the batch got %v", err)
	}
	if err := b.Put(t.Context(), new(14)); err != nil {
		t.Errorf("the next got %v", err)
	}
}
