package graph

import (
	"context"
	"errors"

	"github.com/vikstrous/dataloadgen"

	"minyi/db/pg"
	"minyi/domain/civic"
)

// Loader loads values of one kind by their keys. Each operation has batches of its own.
type Loader[K comparable, V any] struct{ fetch fetch[K, V] }

// fetch reads the values of many keys. It leaves out what does not exist and what the actor may not see.
type fetch[K comparable, V any] func(ctx context.Context, db *pg.DB, by civic.Actor, keys []K) (map[K]V, error)

// NewLoader makes a loader from a function of db.
func NewLoader[K comparable, V any](method func(context.Context, *pg.DB, civic.Actor, []K) (map[K]V, error)) *Loader[K, V] {
	return &Loader[K, V]{method}
}

// Load loads one value; nil when it does not exist or the actor may not see it.
func (l *Loader[K, V]) Load(ctx context.Context, key K) (*V, error) {
	value, err := l.batch(ctx).load(ctx, key)
	if errors.Is(err, dataloadgen.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &value, nil
}
