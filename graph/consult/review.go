package consultgraph

import (
	"context"

	consultdb "minyi/db/consult"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/graph"
	"minyi/graph/model"
)

var (
	reviews = graph.NewLoader(consultdb.Reviews) // by the draft

	// draftReviews are what staff of the department may read.
	draftReviews = graph.RelateBy("Draft.reviews", reviews, func(ctx context.Context, d *consult.Draft) (civic.ID, error) {
		return d.ID(), civic.ActorOf(ctx).Require(consult.ReadInternal, d.DepartmentCode)
	})
)

func (r *MutationResolver) SubmitDraftForReview(ctx context.Context, input consult.SubmitDraftForReviewInput) (*model.SubmitDraftForReviewPayload, error) {
	draft, err := consultdb.SubmitDraft(ctx, r.DB, civic.ActorOf(ctx), input)
	return &model.SubmitDraftForReviewPayload{Draft: draft, UserErrors: graph.UserErrors(ctx, err)}, graph.TopLevel(err)
}

func (r *MutationResolver) RecordReview(ctx context.Context, input consult.RecordReviewInput) (*model.RecordReviewPayload, error) {
	draft, err := consultdb.RecordReview(ctx, r.DB, civic.ActorOf(ctx), input)
	return &model.RecordReviewPayload{Draft: draft, UserErrors: graph.UserErrors(ctx, err)}, graph.TopLevel(err)
}

func (r *DraftResolver) MissingForApproval(ctx context.Context, d *consult.Draft) ([]consult.ReviewGate, error) {
	reviews, err := draftReviews.Value(ctx, d)
	if err != nil {
		return nil, err
	}
	return consult.MissingGates(reviews), nil
}
