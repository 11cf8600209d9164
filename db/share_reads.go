package db

import (
	"context"

	"minyi/consult"
	"minyi/db/singleflight"
)

// publicReads are the calls that read what everybody may see and many read at once: after each change of a consultation or a survey all
// its subscribers read it again.
type publicReads struct {
	consultations singleflight.Group[consult.ID, []consult.Consultation]
	tallies       singleflight.Group[consult.ID, map[consult.ID]consult.CommentTally]
	briefTallies  singleflight.Group[consult.ID, map[consult.ID]consult.CommentTally]
	results       singleflight.Group[consult.SurveyVersion, []counted]
}

// shareOne lets callers who read the same single thing at the same time share one call. Several things are read for each caller alone,
// because callers seldom want the same several.
func shareOne[K comparable, V any](ctx context.Context, calls *singleflight.Group[K, V], keys []K, read func(context.Context, []K) (V, error)) (V, error) {
	if len(keys) != 1 {
		return read(ctx, keys)
	}
	return calls.Do(ctx, keys[0], func(ctx context.Context) (V, error) { return read(ctx, keys) })
}
