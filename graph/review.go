package graph

import (
	"context"

	"minyi/consult"
	"minyi/graph/model"
)

func (r *mutation) SubmitDraftForReview(ctx context.Context, input consult.SubmitDraftForReviewInput) (*model.SubmitDraftForReviewPayload, error) {
	draft, err := r.db.SubmitDraft(ctx, consult.ActorOf(ctx), input)
	return &model.SubmitDraftForReviewPayload{Draft: draft, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *mutation) RecordReview(ctx context.Context, input consult.RecordReviewInput) (*model.RecordReviewPayload, error) {
	draft, err := r.db.RecordReview(ctx, consult.ActorOf(ctx), input)
	return &model.RecordReviewPayload{Draft: draft, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *draft) Reviews(ctx context.Context, d *consult.Draft) ([]consult.EditorialReview, error) {
	if err := consult.ActorOf(ctx).Require(consult.ReadInternal, d.DepartmentCode); err != nil {
		return nil, err
	}
	return all(ctx, reviews, d.ID())
}

func (r *draft) MissingForApproval(ctx context.Context, d *consult.Draft) ([]consult.ReviewGate, error) {
	reviews, err := r.Reviews(ctx, d)
	if err != nil {
		return nil, err
	}
	return consult.MissingGates(reviews), nil
}
