package graph

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/vikstrous/dataloadgen"

	"minyi/consult"
	"minyi/db"
)

// lookup says how things of one kind are found by their keys.
type lookup[K comparable, V any] struct{ fetch fetch[K, V] }

// fetch finds many values by key, an id where nothing else is said; what is not found is left out.
type fetch[K comparable, V any] func(db *db.DB, ctx context.Context, by consult.Actor, keys []K) (map[K]V, error)

// lookups are what one operation looks up. It asks with its actor, so that what the actor may not see is not found.
type lookups struct {
	db    *db.DB
	by    consult.Actor
	mutex sync.Mutex
	kinds map[any]any // of each lookup that it has used, what it found
}

type lookupsKey struct{}

// withLookups gives an operation its own lookups.
func withLookups(ctx context.Context, of *db.DB) context.Context {
	return context.WithValue(ctx, lookupsKey{}, &lookups{db: of, by: consult.ActorOf(ctx), kinds: map[any]any{}})
}

// found gathers the lookups of one kind that one operation makes, so that each level of an answer costs one statement. What a
// list knows that its rows will ask for is read ahead, and then nobody waits for anybody.
type found[K comparable, V any] struct {
	*lookup[K, V]
	of     *lookups
	mutex  sync.Mutex
	gather *dataloadgen.Loader[K, V] // made when it is first needed
	noted  []K                       // what is to be read ahead
	read   map[K]*V                  // what was read ahead; nil where nothing was found
}

// in gives what an operation found of this kind.
func (l *lookup[K, V]) in(ctx context.Context) *found[K, V] {
	of := ctx.Value(lookupsKey{}).(*lookups)
	of.mutex.Lock()
	defer of.mutex.Unlock()
	if known, is := of.kinds[l]; is {
		return known.(*found[K, V])
	}
	begun := &found[K, V]{lookup: l, of: of}
	of.kinds[l] = begun
	return begun
}

// gathering is how long a lookup waits for others to share its statement.
const gathering = 500 * time.Microsecond

// load finds one value; dataloadgen.ErrNotFound when there is none or the actor may not see it.
func (l *lookup[K, V]) load(ctx context.Context, key K) (V, error) { return l.in(ctx).load(ctx, key) }

func (f *found[K, V]) load(ctx context.Context, key K) (V, error) {
	f.mutex.Lock()
	if err := f.fetchNoted(ctx); err != nil {
		f.mutex.Unlock()
		return *new(V), err
	}
	value, known := f.read[key]
	if !known && f.gather == nil {
		f.gather = dataloadgen.NewMappedLoader(f.find, dataloadgen.WithWait(gathering))
	}
	f.mutex.Unlock()
	switch {
	case !known:
		return f.gather.Load(ctx, key)
	case value == nil:
		return *new(V), dataloadgen.ErrNotFound
	}
	return *value, nil
}

// find finds many values for the operation's actor.
func (f *found[K, V]) find(ctx context.Context, keys []K) (map[K]V, error) {
	return f.fetch(f.of.db, ctx, f.of.by, keys)
}

// note takes keys down that will be looked up, which may repeat, and gives what reads them at once.
func (f *found[K, V]) note(ctx context.Context, keys []K) (read func() error) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if f.read == nil {
		f.read = make(map[K]*V, len(keys))
	}
	for _, key := range keys {
		if _, known := f.read[key]; !known {
			f.read[key] = nil
			f.noted = append(f.noted, key)
		}
	}
	return func() error { return f.readNoted(ctx) }
}

// readNoted reads at once what was noted; whoever comes meanwhile waits.
func (f *found[K, V]) readNoted(ctx context.Context) error {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return f.fetchNoted(ctx)
}

// fetchNoted reads what was noted; the mutex is held.
func (f *found[K, V]) fetchNoted(ctx context.Context) error {
	noted := f.noted
	f.noted = nil
	if len(noted) == 0 {
		return nil
	}
	values, err := f.find(ctx, noted)
	for key, value := range values {
		f.read[key] = &value
	}
	if err != nil {
		for _, key := range noted {
			delete(f.read, key)
		}
	}
	return err
}

// rows makes a fetch of a db method that lists things, which know their own ids.
func rows[V consult.Node](list func(*db.DB, context.Context, consult.Actor, []consult.ID) ([]V, error)) fetch[consult.ID, V] {
	return func(db *db.DB, ctx context.Context, by consult.Actor, ids []consult.ID) (map[consult.ID]V, error) {
		found, err := list(db, ctx, by, ids)
		if err != nil {
			return nil, err
		}
		byID := make(map[consult.ID]V, len(found))
		for _, row := range found {
			byID[row.ID()] = row
		}
		return byID, nil
	}
}

// find looks one value up; nil when there is none or the actor may not see it.
func find[K comparable, V any](ctx context.Context, l *lookup[K, V], key K) (*V, error) {
	value, err := l.load(ctx, key)
	if errors.Is(err, dataloadgen.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &value, nil
}

// all looks a list up; empty, never nil, when there is nothing.
func all[V any](ctx context.Context, l *lookup[consult.ID, []V], id consult.ID) ([]V, error) {
	values, err := find(ctx, l, id)
	if values == nil {
		return []V{}, err
	}
	return *values, err
}

// one finds the thing that a query's argument names; nil when there is none, BAD_ID when it names another kind. A query that
// asks for one thing has nobody to share its statement with.
func one[V any](ctx context.Context, l *lookup[consult.ID, V], id consult.ID, kind consult.Kind) (*V, error) {
	if _, err := id.Of(kind, "id"); err != nil {
		return nil, err
	}
	if err := l.in(ctx).note(ctx, []consult.ID{id})(); err != nil {
		return nil, err
	}
	return find(ctx, l, id)
}
