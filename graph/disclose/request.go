// Package disclosegraph resolves requests for government information.
package disclosegraph

import (
	"context"

	disclosedb "minyi/db/disclose"
	"minyi/domain/civic"
	"minyi/domain/disclose"
	"minyi/graph"
	civicgraph "minyi/graph/civic"
	"minyi/graph/model"
)

var (
	_ = graph.NodeLoader(disclosedb.RequestsByID)

	requestDepartment = graph.Relate("DisclosureRequest.department", civicgraph.Departments, func(r *disclose.DisclosureRequest) civic.ID {
		return civic.IDOf(civic.DepartmentKind, r.DepartmentKey)
	})
)

func (r *QueryResolver) DisclosureRegister(ctx context.Context, first *int, after *string, last *int, before *string, departmentID *civic.ID, year *int) (*model.DisclosureRequestConnection, error) {
	return model.Connect(disclosedb.DisclosureRegister(ctx, r.DB, civic.ActorOf(ctx), graph.Page(first, after, last, before), departmentID, year))
}

func (r *QueryResolver) DisclosureReminders(ctx context.Context, first *int, after *string, last *int, before *string, departmentID civic.ID) (*model.DisclosureRequestConnection, error) {
	department, err := graph.MustFind(graph.LoadNode(ctx, civicgraph.Departments, departmentID))
	if err != nil {
		return nil, err
	}
	return model.Connect(disclosedb.DisclosureReminders(ctx, r.DB, civic.ActorOf(ctx), graph.Page(first, after, last, before), *department))
}

func (r *ViewerResolver) DisclosureRequests(ctx context.Context, _ *model.Viewer, first *int, after *string, last *int, before *string) (*model.DisclosureRequestConnection, error) {
	return model.Connect(disclosedb.ViewerRequests(ctx, r.DB, civic.ActorOf(ctx), graph.Page(first, after, last, before)))
}
