package trustgraph

import (
	"context"

	"minyi/domain/civic"
	"minyi/domain/trust"
	"minyi/graph"
	"minyi/graph/model"
)

func (r *QueryResolver) AuditLog(ctx context.Context, first *int, after *string, last *int, before *string, filter *trust.AuditFilter) (*model.AuditEntryConnection, error) {
	return model.Connect(r.DB.AuditEntries(ctx, civic.ActorOf(ctx), graph.Page(first, after, last, before), filter))
}

func (r *AuditEntryResolver) Subject(ctx context.Context, e *trust.AuditEntry) (civic.Node, error) {
	id, err := e.SubjectID()
	if id == nil || err != nil {
		return nil, err
	}
	return graph.LoadAnyNode(ctx, *id)
}
