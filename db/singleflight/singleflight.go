// Package singleflight lets callers who want the same at the same time share one call, so that a page costs as much for many
// readers as for a few.
//
// It differs from golang.org/x/sync/singleflight, whose callers join a call that runs already. Here a caller joins only a call
// that has not begun: a result that was read before the caller asked might miss a write that the caller knows of. Each key has
// one call that runs and one that waits for it. Besides, nobody fails because the caller whose call they share left, a panic
// stays with the goroutine that called, and a call that nobody shares needs no goroutine of its own.
package singleflight

import (
	"context"
	"sync"
)

// Group is a set of calls, each with a key. The zero Group is ready for use, by many goroutines at once.
type Group[K comparable, V any] struct {
	mu   sync.Mutex
	next map[K]*call[V] // for each key whose call runs, the call after it; nil where nobody waits
}

// call is a run of a function that has to wait for the one before it. The caller who made the call runs it; the others wait. A run that
// begins at once is no call: nobody can join it.
type call[V any] struct {
	begin, done chan struct{}
	abandoned   bool // the caller who runs it left or panicked: the others ask again
	value       V
	err         error
}

// Do returns the result of fn, or of the fn of another caller with the same key that began after this call of Do. Callers share
// a result and must not change it. The error is that of fn, or of the context where it ends while the caller waits for another's fn.
func (g *Group[K, V]) Do(ctx context.Context, key K, fn func(context.Context) (V, error)) (V, error) {
	for {
		c, mine := g.join(key)
		switch {
		case c == nil:
			defer g.beginNext(key)
			return fn(ctx)
		case mine:
			return g.run(ctx, key, c, fn)
		}
		select {
		case <-c.done:
		case <-ctx.Done():
			return *new(V), ctx.Err()
		}
		if !c.abandoned {
			return c.value, c.err
		}
	}
}

// join returns the call that begins next, and whether the caller has to run it. It returns nil where nothing runs with the key: the
// caller's own run has then begun.
func (g *Group[K, V]) join(key K) (c *call[V], mine bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	next, running := g.next[key]
	switch {
	case next != nil:
		return next, false
	case running:
		next = &call[V]{begin: make(chan struct{}), done: make(chan struct{}), abandoned: true}
	case g.next == nil:
		g.next = map[K]*call[V]{}
	}
	g.next[key] = next
	return next, true
}

// run waits for the call before this one and then runs fn for all who share it.
func (g *Group[K, V]) run(ctx context.Context, key K, c *call[V], fn func(context.Context) (V, error)) (V, error) {
	defer close(c.done)
	select {
	case <-c.begin:
	case <-ctx.Done():
		if g.cancel(key, c) {
			return *new(V), ctx.Err()
		}
		<-c.begin
	}
	defer g.beginNext(key)
	c.value, c.err = fn(ctx)
	c.abandoned = ctx.Err() != nil
	return c.value, c.err
}

// cancel removes a call that has not begun; false where it has.
func (g *Group[K, V]) cancel(key K, c *call[V]) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.next[key] != c {
		return false
	}
	g.next[key] = nil
	return true
}

// beginNext ends a call and begins the one after it.
func (g *Group[K, V]) beginNext(key K) {
	g.mu.Lock()
	defer g.mu.Unlock()
	next := g.next[key]
	if next == nil {
		delete(g.next, key)
		return
	}
	g.next[key] = nil
	close(next.begin)
}
