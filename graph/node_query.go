package graph

import (
	"context"
	"errors"
	"sync"

	"minyi/consult"
)

func (r *query) Node(ctx context.Context, id consult.ID) (consult.Node, error) {
	if id.Kind == "" {
		return nil, consult.Refuse(consult.BadID, "id")
	}
	return loadAnyNode(ctx, id)
}

func (r *query) Nodes(ctx context.Context, ids []consult.ID) ([]consult.Node, error) {
	if len(ids) > consult.LargestPage {
		return nil, consult.Refuse(consult.TooMany, "ids", consult.LargestPage)
	}
	return loadTogether(ids, func(id consult.ID) (consult.Node, error) { return loadAnyNode(ctx, id) })
}

// loadTogether loads many values at the same time, so that they share statements, and keeps their order.
func loadTogether[K, V any](keys []K, load func(K) (V, error)) ([]V, error) {
	values, errs := make([]V, len(keys)), make([]error, len(keys))
	var all sync.WaitGroup
	for i, key := range keys {
		all.Go(func() { values[i], errs[i] = load(key) })
	}
	all.Wait()
	return values, errors.Join(errs...)
}
