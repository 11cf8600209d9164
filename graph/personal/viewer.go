package personalgraph

import (
	"context"
	"encoding/json"

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

func (r *EndorsementResolver) Comment(ctx context.Context, e *consult.Endorsement) (*consult.Comment, error) {
	return endorsementComment.Load(ctx, e)
}

func (r *ViewerResolver) Export(ctx context.Context, _ *model.Viewer) (string, error) {
	data, err := personaldb.PersonalData(ctx, r.DB, civic.ActorOf(ctx))
	if err != nil {
		return "", err
	}
	raw, err := json.Marshal(data)
	return string(raw), err
}
