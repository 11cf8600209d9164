package graph

import (
	"context"
	"sync"
	"time"

	"github.com/vikstrous/dataloadgen"

	"minyi/db/pg"
	"minyi/domain/civic"
)

// batches holds the batches of one operation. They load with the operation's actor: an object that the actor may not see is not found.
type batches struct {
	db    *pg.DB
	by    civic.Actor
	mutex sync.Mutex
	known map[any]any // the batch of each loader that the operation has used
}

type batchesKey struct{}

// WithBatches gives an operation its own batches. They share no values with earlier operations.
func WithBatches(ctx context.Context, of *pg.DB) context.Context {
	return context.WithValue(ctx, batchesKey{}, &batches{db: of, by: civic.ActorOf(ctx), known: map[any]any{}})
}

// batch collects the keys that one operation asks of one loader, so that each level of a reply costs one statement. Keys that
// are known in advance are prefetched. Only the other keys wait for the batch window.
type batch[K comparable, V any] struct {
	*Loader[K, V]
	of      *batches
	mutex   sync.Mutex
	waiting *dataloadgen.Loader[K, V] // loads the keys that were not prefetched; made on first use
	pending []K                       // enqueued and not loaded yet
	loaded  map[K]*V                  // the prefetched values; nil if nothing was found
}

// batchWindow is how long a key that was not prefetched waits for others to share its statement.
const batchWindow = 500 * time.Microsecond

// batch returns the operation's batch of this loader.
func (l *Loader[K, V]) batch(ctx context.Context) *batch[K, V] {
	of := ctx.Value(batchesKey{}).(*batches)
	of.mutex.Lock()
	defer of.mutex.Unlock()
	if known, is := of.known[l]; is {
		return known.(*batch[K, V])
	}
	begun := &batch[K, V]{Loader: l, of: of}
	of.known[l] = begun
	return begun
}

// load loads one value. The error is dataloadgen.ErrNotFound if it does not exist or the actor may not see it.
func (b *batch[K, V]) load(ctx context.Context, key K) (V, error) {
	b.mutex.Lock()
	if err := b.flushLocked(ctx); err != nil {
		b.mutex.Unlock()
		return *new(V), err
	}
	value, known := b.loaded[key]
	if !known && b.waiting == nil {
		b.waiting = dataloadgen.NewMappedLoader(b.loadMany, dataloadgen.WithWait(batchWindow))
	}
	b.mutex.Unlock()
	switch {
	case !known:
		return b.waiting.Load(ctx, key)
	case value == nil:
		return *new(V), dataloadgen.ErrNotFound
	}
	return *value, nil
}

// loadMany loads values for the operation's actor.
func (b *batch[K, V]) loadMany(ctx context.Context, keys []K) (map[K]V, error) {
	return b.fetch(ctx, b.of.db, b.of.by, keys)
}

// enqueue adds keys that will be needed; keys may repeat. It returns a function that loads them in one statement.
func (b *batch[K, V]) enqueue(ctx context.Context, keys []K) (load func() error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if b.loaded == nil {
		b.loaded = make(map[K]*V, len(keys))
	}
	for _, key := range keys {
		if _, known := b.loaded[key]; !known {
			b.loaded[key] = nil
			b.pending = append(b.pending, key)
		}
	}
	return func() error { return b.flush(ctx) }
}

// flush loads the pending keys. Other callers wait until it ends.
func (b *batch[K, V]) flush(ctx context.Context) error {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.flushLocked(ctx)
}

// flushLocked loads the pending keys. The caller holds the mutex.
func (b *batch[K, V]) flushLocked(ctx context.Context) error {
	pending := b.pending
	b.pending = nil
	if len(pending) == 0 {
		return nil
	}
	values, err := b.loadMany(ctx, pending)
	for key, value := range values {
		b.loaded[key] = &value
	}
	if err != nil {
		for _, key := range pending {
			delete(b.loaded, key)
		}
	}
	return err
}
