package pg

import (
	"context"

	"minyi/db/singleflight"
)

// ShareOne lets callers who read the same single thing at the same time share one call. Several things are read for each caller alone,
// because callers seldom want the same several.
func ShareOne[K comparable, V any](ctx context.Context, calls *singleflight.Group[K, V], keys []K, read func(context.Context, []K) (V, error)) (V, error) {
	if len(keys) != 1 {
		return read(ctx, keys)
	}
	return calls.Do(ctx, keys[0], func(ctx context.Context) (V, error) { return read(ctx, keys) })
}
