package graph

import (
	"context"

	"minyi/consult"
	"minyi/db"
	"minyi/graph/model"
)

var (
	reviews = newLoader((*db.DB).Reviews) // by the draft

	// draftReviews are what staff of the department may read.
	draftReviews = relateBy("Draft.reviews", reviews, func(ctx context.Context, d *consult.Draft) (consult.ID, error) {
		return d.ID(), consult.ActorOf(ctx).Require(consult.ReadInternal, d.DepartmentCode)
	})
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
	return draftReviews.Value(ctx, d)
}

func (r *draft) MissingForApproval(ctx context.Context, d *consult.Draft) ([]consult.ReviewGate, error) {
	reviews, err := draftReviews.Value(ctx, d)
	if err != nil {
		return nil, err
	}
	return consult.MissingGates(reviews), nil
}
