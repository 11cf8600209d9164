package graph

import (
	"context"
	"encoding/json"

	personaldb "minyi/db/personal"
	"minyi/domain/civic"
	"minyi/domain/personal"
	"minyi/graph/model"
)

func (r *QueryResolver) Viewer(ctx context.Context) (*model.Viewer, error) {
	by := civic.ActorOf(ctx)
	if !by.SignedIn() {
		return nil, nil
	}
	viewer := &model.Viewer{Name: by.Name, Assurance: by.Assurance, Roles: by.Roles, Actions: by.Actions()}
	if by.District != "" {
		viewer.District = &by.District
	}
	if by.Assurance != civic.Anonymous {
		code := civic.IDOf(civic.AccountKind, by.Account)
		viewer.AccountCode = &code
	}
	return viewer, nil
}

func (r *ViewerResolver) Comments(ctx context.Context, _ *model.Viewer, first *int, after *string, last *int, before *string) (*model.CommentConnection, error) {
	return model.Connect(personaldb.ViewerComments(ctx, r.db, civic.ActorOf(ctx), page(first, after, last, before)))
}

func (r *ViewerResolver) SurveyResponses(ctx context.Context, _ *model.Viewer, first *int, after *string, last *int, before *string) (*model.SurveyResponseConnection, error) {
	return model.Connect(personaldb.ViewerSurveyResponses(ctx, r.db, civic.ActorOf(ctx), page(first, after, last, before)))
}

func (r *ViewerResolver) Export(ctx context.Context, _ *model.Viewer) (string, error) {
	data, err := personaldb.PersonalData(ctx, r.db, civic.ActorOf(ctx))
	if err != nil {
		return "", err
	}
	raw, err := json.Marshal(data)
	return string(raw), err
}

func (r *MutationResolver) EraseComment(ctx context.Context, input personal.EraseCommentInput) (*model.EraseCommentPayload, error) {
	comment, err := personaldb.EraseComment(ctx, r.db, civic.ActorOf(ctx), input)
	return &model.EraseCommentPayload{Comment: comment, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *MutationResolver) EraseMyData(ctx context.Context, input personal.EraseMyDataInput) (*model.EraseMyDataPayload, error) {
	erased, err := personaldb.EraseMyData(ctx, r.db, civic.ActorOf(ctx), input)
	return &model.EraseMyDataPayload{Erased: erased, UserErrors: userErrors(ctx, err)}, foreign(err)
}
