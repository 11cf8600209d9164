package policygraph

import (
	"context"

	"github.com/google/uuid"

	"minyi/db/pg"
	policydb "minyi/db/policy"
	"minyi/domain/civic"
	"minyi/domain/policy"
	"minyi/graph"
	civicgraph "minyi/graph/civic"
)

var (
	takenDown           = graph.NewLoader(policydb.TakenDownContents)
	takenDownDepartment = graph.Relate("TakenDownContent.department", civicgraph.Departments, func(c *policy.TakenDownContent) civic.ID {
		return civic.IDOf(civic.DepartmentKind, c.DepartmentKey)
	})
)

// ContentLoader makes the loader of a kind of contents. Who may not read a content that was taken down finds why it is gone.
func ContentLoader[V civic.Node](list func(context.Context, *pg.DB, civic.Actor, []civic.ID) ([]V, error)) *graph.Loader[civic.ID, V] {
	return graph.NodeLoaderOr(list, takenDown)
}

// Releases are found by the key of a content's first version.
var Releases = graph.NewLoader(policydb.Releases)

// ReviewKey is the key by which a content's reviews are found. Only staff of its department may read them.
func ReviewKey(ctx context.Context, c policy.ContentVersion) (uuid.UUID, error) {
	return c.Key, civic.ActorOf(ctx).Require(policy.ReadInternal, c.DepartmentCode)
}

// MissingGates lists the gates that a content must still pass.
func MissingGates[T any](ctx context.Context, reviews graph.Relation[T, uuid.UUID, []policy.EditorialReview], content *T) ([]policy.ReviewGate, error) {
	done, err := reviews.Value(ctx, content)
	if err != nil {
		return nil, err
	}
	return policy.MissingGates(done), nil
}
