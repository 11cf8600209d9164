package graph

import (
	"context"
	"encoding/json"

	"minyi/consult"
	"minyi/graph/model"
)

func (r *query) Viewer(ctx context.Context) (*model.Viewer, error) {
	by := consult.ActorOf(ctx)
	if !by.SignedIn() {
		return nil, nil
	}
	viewer := &model.Viewer{Name: by.Name, Assurance: by.Assurance, Roles: by.Roles, Actions: by.Actions()}
	if by.District != "" {
		viewer.District = &by.District
	}
	if by.Assurance != consult.Anonymous {
		code := consult.IDOf(consult.AccountKind, by.Account)
		viewer.AccountCode = &code
	}
	return viewer, nil
}

func (r *viewer) Comments(ctx context.Context, _ *model.Viewer, first *int, after *string, last *int, before *string) (*model.CommentConnection, error) {
	return model.Connect(r.db.ViewerComments(ctx, consult.ActorOf(ctx), page(first, after, last, before)))
}

func (r *viewer) SurveyResponses(ctx context.Context, _ *model.Viewer, first *int, after *string, last *int, before *string) (*model.SurveyResponseConnection, error) {
	return model.Connect(r.db.ViewerSurveyResponses(ctx, consult.ActorOf(ctx), page(first, after, last, before)))
}

func (r *viewer) Export(ctx context.Context, _ *model.Viewer) (string, error) {
	data, err := r.db.PersonalData(ctx, consult.ActorOf(ctx))
	if err != nil {
		return "", err
	}
	raw, err := json.Marshal(data)
	return string(raw), err
}

func (r *mutation) EraseComment(ctx context.Context, input consult.EraseCommentInput) (*model.EraseCommentPayload, error) {
	comment, err := r.db.EraseComment(ctx, consult.ActorOf(ctx), input)
	return &model.EraseCommentPayload{Comment: comment, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *mutation) EraseMyData(ctx context.Context, input consult.EraseMyDataInput) (*model.EraseMyDataPayload, error) {
	erased, err := r.db.EraseMyData(ctx, consult.ActorOf(ctx), input)
	return &model.EraseMyDataPayload{Erased: erased, UserErrors: userErrors(ctx, err)}, foreign(err)
}
