package consultgraph

import (
	"context"

	consultdb "minyi/db/consult"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/graph"
)

var (
	reviews = graph.NewLoader(consultdb.Reviews) // by the draft

	// draftReviews loads the reviews. Only staff of the department may read them.
	draftReviews = graph.RelateBy("Draft.reviews", reviews, func(ctx context.Context, d *consult.Draft) (civic.ID, error) {
		return d.ID(), civic.ActorOf(ctx).Require(consult.ReadInternal, d.DepartmentCode)
	})
)

func (r *DraftResolver) MissingForApproval(ctx context.Context, d *consult.Draft) ([]consult.ReviewGate, error) {
	reviews, err := draftReviews.Value(ctx, d)
	if err != nil {
		return nil, err
	}
	return consult.MissingGates(reviews), nil
}
