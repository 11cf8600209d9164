package consultgraph

import (
	"context"

	"github.com/google/uuid"

	consultdb "minyi/db/consult"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/graph"
)

var (
	// Reviews are found by the key of the content that was reviewed.
	Reviews = graph.NewLoader(consultdb.Reviews)

	// draftReviews loads the reviews. Only staff of the department may read them.
	draftReviews = graph.RelateBy("Draft.reviews", Reviews, func(ctx context.Context, d *consult.Draft) (uuid.UUID, error) {
		return d.Key, civic.ActorOf(ctx).Require(consult.ReadInternal, d.DepartmentCode)
	})
)

func (r *DraftResolver) MissingForApproval(ctx context.Context, d *consult.Draft) ([]consult.ReviewGate, error) {
	reviews, err := draftReviews.Value(ctx, d)
	if err != nil {
		return nil, err
	}
	return consult.MissingGates(reviews), nil
}
