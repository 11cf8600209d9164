package consultgraph

import (
	"context"

	consultdb "minyi/db/consult"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/graph"
	"minyi/graph/model"
)

func (r *QueryResolver) Desk(ctx context.Context, first *int, after *string, last *int, before *string, departmentID *civic.ID, kinds []consult.DeskItemKind) (*model.DeskItemConnection, error) {
	return model.Connect(consultdb.Desk(ctx, r.DB, civic.ActorOf(ctx), departmentID, kinds, graph.Page(first, after, last, before)))
}

func (r *DeskItemResolver) Subject(ctx context.Context, i *consult.DeskItem) (civic.Node, error) {
	return graph.LoadAnyNode(ctx, i.SubjectID())
}
