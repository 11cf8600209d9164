package pg

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/lib/pq"

	"minyi/domain/civic"
)

// maxBatch is the most items in one batch. It is the number of operations that run at once by default, because the items that do not
// fit wait for the commit of the batch, which takes long where a standby has to confirm it.
const maxBatch = 256

// Batcher sends to the database together what many callers write, or look for, at the same time. One statement for all costs PostgreSQL
// and the driver a fraction of one statement each. Items that come while a batch is on its way form the next batch. A lone item goes
// at once: nobody waits for company. Each caller learns the outcome of its own item, after the commit.
type Batcher[T any] struct {
	// write writes what it can of the values, or returns an error and has written nothing.
	write func(ctx context.Context, values []*T) error

	mu      sync.Mutex
	pending []*item[T]
	busy    bool // a batch is on its way
}

// NewBatcher makes a batcher that writes with this function.
func NewBatcher[T any](write func(ctx context.Context, values []*T) error) *Batcher[T] {
	return &Batcher[T]{write: write}
}

// item is one value to write.
type item[T any] struct {
	value *T
	done  chan error
	batch *batch // nil while the item is pending
}

// batch is what its items share: it is canceled once nobody waits for any of them.
type batch struct {
	waiting int
	cancel  context.CancelFunc
}

// Put waits until a value is written. The batcher fills the outcome into the value, which the caller must not touch until put returns
// and not at all where the context ends first: the value may still be written then.
func (b *Batcher[T]) Put(ctx context.Context, value *T) error {
	it := &item[T]{value: value, done: make(chan error, 1)}
	b.enqueue(it)
	defer b.leave(it)
	select {
	case err := <-it.done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (b *Batcher[T]) enqueue(it *item[T]) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.pending = append(b.pending, it)
	if !b.busy {
		b.busy = true
		go b.run()
	}
}

// leave ends the wait for an item.
func (b *Batcher[T]) leave(it *item[T]) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if it.batch == nil {
		b.pending = slices.DeleteFunc(b.pending, func(other *item[T]) bool { return other == it })
		return
	}
	if it.batch.waiting--; it.batch.waiting == 0 {
		it.batch.cancel()
	}
}

// run writes one batch after the other until nothing is pending.
func (b *Batcher[T]) run() {
	for {
		ctx, items := b.next()
		if len(items) == 0 {
			return
		}
		b.flush(ctx, items)
	}
}

// next makes a batch of the oldest pending items. Its context lives as long as somebody waits for one of them.
func (b *Batcher[T]) next() (context.Context, []*item[T]) {
	b.mu.Lock()
	defer b.mu.Unlock()
	n := min(len(b.pending), maxBatch)
	if n == 0 {
		b.busy = false
		return nil, nil
	}
	items := slices.Clone(b.pending[:n])
	b.pending = slices.Delete(b.pending, 0, n)
	ctx, cancel := context.WithCancel(context.Background())
	made := &batch{waiting: n, cancel: cancel}
	for _, it := range items {
		it.batch = made
	}
	return ctx, items
}

// flush writes items and tells each its outcome. Where they fail together and nothing was written, flush writes each half by itself,
// until the item that causes the failure fails alone.
func (b *Batcher[T]) flush(ctx context.Context, items []*item[T]) {
	err := RecoverToError(func() error { return b.write(ctx, valuesOf(items)) })
	if half := len(items) / 2; err != nil && half > 0 && ctx.Err() == nil && rolledBack(err) {
		b.flush(ctx, items[:half])
		b.flush(ctx, items[half:])
		return
	}
	for _, it := range items {
		it.done <- err
	}
}

// ErrSplit means that a batch failed because of some of its items: retry it in halves.
var ErrSplit = errors.New("the batch was not written because of some of its items")

// ErrAlreadyWritten means that an earlier try wrote the items, and its connection was lost before the reply.
var ErrAlreadyWritten = errors.New("an earlier try wrote this before its connection was lost")

// rolledBack tells whether an error proves that nothing was written. Other errors, such as a lost connection, leave that open.
func rolledBack(err error) bool {
	return errors.Is(err, ErrSplit) || errors.As(err, new(*pq.Error)) || errors.As(err, new(civic.Problems))
}

func valuesOf[T any](items []*item[T]) []*T {
	values := make([]*T, len(items))
	for i, it := range items {
		values[i] = it.value
	}
	return values
}
