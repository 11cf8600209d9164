package civicgraph

import (
	"context"
	"errors"
	"sync"

	"minyi/domain/civic"
	"minyi/graph"
)

func (r *QueryResolver) Node(ctx context.Context, id civic.ID) (civic.Node, error) {
	if id.Kind == "" {
		return nil, civic.Refuse(civic.BadID, "id")
	}
	return graph.LoadAnyNode(ctx, id)
}

func (r *QueryResolver) Nodes(ctx context.Context, ids []civic.ID) ([]civic.Node, error) {
	if len(ids) > civic.MaxPageSize {
		return nil, civic.Refuse(civic.TooMany, "ids", civic.Max(civic.MaxPageSize))
	}
	return loadTogether(ids, func(id civic.ID) (civic.Node, error) { return graph.LoadAnyNode(ctx, id) })
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
