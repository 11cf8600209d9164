package civicgraph

import (
	"context"

	"minyi/domain/civic"
	"minyi/graph/model"
)

func (r *QueryResolver) Viewer(ctx context.Context) (*model.Viewer, error) {
	by := civic.ActorOf(ctx)
	if !by.SignedIn() {
		return nil, nil
	}
	viewer := &model.Viewer{Name: by.Name, Assurance: by.Assurance, Roles: by.Roles, Rights: by.Rights()}
	if by.District != "" {
		viewer.District = &by.District
	}
	if by.Assurance != civic.Anonymous {
		code := civic.IDOf(civic.AccountKind, by.Account)
		viewer.AccountCode = &code
	}
	return viewer, nil
}
