package policygraph

import (
	"context"

	"github.com/google/uuid"

	policydb "minyi/db/policy"
	"minyi/domain/civic"
	"minyi/domain/policy"
	"minyi/graph"
)

var (
	// Reviews are found by the key of the content that was reviewed.
	Reviews = graph.NewLoader(policydb.Reviews)

	// draftReviews loads the reviews. Only staff of the department may read them.
	draftReviews = graph.RelateBy("Draft.reviews", Reviews, func(ctx context.Context, d *policy.Draft) (uuid.UUID, error) {
		return d.Key, civic.ActorOf(ctx).Require(policy.ReadInternal, d.DepartmentCode)
	})
)

func (r *DraftResolver) MissingForApproval(ctx context.Context, d *policy.Draft) ([]policy.ReviewGate, error) {
	reviews, err := draftReviews.Value(ctx, d)
	if err != nil {
		return nil, err
	}
	return policy.MissingGates(reviews), nil
}
