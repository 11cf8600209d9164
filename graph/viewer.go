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
	return &model.Viewer{Name: by.Name, Roles: by.Roles, Actions: by.Actions()}, nil
}
