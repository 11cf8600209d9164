package personalgraph

import (
	"context"

	personaldb "minyi/db/personal"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/graph"
	consultgraph "minyi/graph/consult"
	"minyi/graph/model"
)

var endorsementComment = graph.Relate("Endorsement.comment", consultgraph.Comments, (*consult.Endorsement).CommentID)

func (r *ViewerResolver) Comments(ctx context.Context, _ *model.Viewer, first *int, after *string, last *int, before *string) (*model.CommentConnection, error) {
	return model.Connect(personaldb.ViewerComments(ctx, r.DB, civic.ActorOf(ctx), graph.Page(first, after, last, before)))
}

func (r *ViewerResolver) SurveyResponses(ctx context.Context, _ *model.Viewer, first *int, after *string, last *int, before *string) (*model.SurveyResponseConnection, error) {
	return model.Connect(personaldb.ViewerSurveyResponses(ctx, r.DB, civic.ActorOf(ctx), graph.Page(first, after, last, before)))
}

func (r *ViewerResolver) Endorsements(ctx context.Context, _ *model.Viewer, first *int, after *string, last *int, before *string) (*model.EndorsementConnection, error) {
	return model.Connect(personaldb.ViewerEndorsements(ctx, r.DB, civic.ActorOf(ctx), graph.Page(first, after, last, before)))
}
