package graph

import (
	"context"

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
