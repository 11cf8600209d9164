package consultgraph

import (
	"context"

	"github.com/google/uuid"

	consultdb "minyi/db/consult"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/graph"
)

// Releases are found by the key of a content's first version.
var Releases = graph.NewLoader(consultdb.Releases)

// ReviewKey is the key by which a content's reviews are found. Only staff of its department may read them.
func ReviewKey(ctx context.Context, c consult.ContentVersion) (uuid.UUID, error) {
	return c.Key, civic.ActorOf(ctx).Require(consult.ReadInternal, c.DepartmentCode)
}

// MissingGates lists the gates that a content must still pass.
func MissingGates[T any](ctx context.Context, reviews graph.Relation[T, uuid.UUID, []consult.EditorialReview], content *T) ([]consult.ReviewGate, error) {
	done, err := reviews.Value(ctx, content)
	if err != nil {
		return nil, err
	}
	return consult.MissingGates(done), nil
}
