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

// keyed gathers the lookups of one kind that one operation makes, so that each level of an answer costs one statement. What a
// list knows that its rows will ask for is read ahead, and then nobody waits for anybody.
type keyed[K comparable, V any] struct {
	fetch  fetch[K, V]
	mutex  sync.Mutex
	gather *dataloadgen.Loader[K, V] // made when it is first needed: most operations need few of many
	noted  []K                       // what is to be read ahead
	read   map[K]*V                  // what was read ahead; nil where nothing was found
}

// lookup finds things by their ids.
type lookup[V any] = *keyed[consult.ID, V]

// fetch finds many values by key, an id where nothing else is said; what is not found is left out.
type fetch[K comparable, V any] func(db *db.DB, ctx context.Context, by consult.Actor, keys []K) (map[K]V, error)

// lookupOf makes a lookup of a fetch.
func lookupOf[K comparable, V any](fetch fetch[K, V]) keyed[K, V] { return keyed[K, V]{fetch: fetch} }

// find finds many values for the operation's actor.
func (l *keyed[K, V]) find(ctx context.Context, keys []K) (map[K]V, error) {
	of := load(ctx)
	return l.fetch(of.db, ctx, of.by, keys)
}

// gathering is how long a lookup waits for others to share its statement.
const gathering = 500 * time.Microsecond

// Load finds one value; dataloadgen.ErrNotFound when there is none or the actor may not see it.
func (l *keyed[K, V]) Load(ctx context.Context, key K) (V, error) {
	l.mutex.Lock()
	if err := l.fetchNoted(ctx); err != nil {
		l.mutex.Unlock()
		return *new(V), err
	}
	value, known := l.read[key]
	if !known && l.gather == nil {
		l.gather = dataloadgen.NewMappedLoader(l.find, dataloadgen.WithWait(gathering))
	}
	l.mutex.Unlock()
	switch {
	case !known:
		return l.gather.Load(ctx, key)
	case value == nil:
		return *new(V), dataloadgen.ErrNotFound
	}
	return *value, nil
}

// note takes keys down that will be looked up, which may repeat, and gives what reads them at once.
func (l *keyed[K, V]) note(ctx context.Context, keys []K) (read func() error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if l.read == nil {
		l.read = make(map[K]*V, len(keys))
	}
	for _, key := range keys {
		if _, known := l.read[key]; !known {
			l.read[key] = nil
			l.noted = append(l.noted, key)
		}
	}
	return func() error { return l.readNoted(ctx) }
}

// readNoted reads at once what was noted; whoever comes meanwhile waits.
func (l *keyed[K, V]) readNoted(ctx context.Context) error {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.fetchNoted(ctx)
}

// fetchNoted reads what was noted; the mutex is held.
func (l *keyed[K, V]) fetchNoted(ctx context.Context) error {
	noted := l.noted
	l.noted = nil
	if len(noted) == 0 {
		return nil
	}
	found, err := l.find(ctx, noted)
	for key, value := range found {
		l.read[key] = &value
	}
	if err != nil {
		for _, key := range noted {
			delete(l.read, key)
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
func find[K comparable, V any](ctx context.Context, l *keyed[K, V], key K) (*V, error) {
	value, err := l.Load(ctx, key)
	if errors.Is(err, dataloadgen.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &value, nil
}

// all looks a list up; empty, never nil, when there is nothing.
func all[V any](ctx context.Context, l lookup[[]V], id consult.ID) ([]V, error) {
	values, err := find(ctx, l, id)
	if values == nil {
		return []V{}, err
	}
	return *values, err
}

// one finds the thing that a query's argument names; nil when there is none, BAD_ID when it names another kind. A query that
// asks for one thing has nobody to share its statement with.
func one[V any](ctx context.Context, l lookup[V], id consult.ID, kind consult.Kind) (*V, error) {
	if _, err := id.Of(kind, "id"); err != nil {
		return nil, err
	}
	if err := l.note(ctx, []consult.ID{id})(); err != nil {
		return nil, err
	}
	return find(ctx, l, id)
}
