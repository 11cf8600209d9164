package graph

import (
	"context"

	"minyi/consult"
	"minyi/graph/model"
)

func (r *query) AuditLog(ctx context.Context, first *int, after *string, last *int, before *string, filter *consult.AuditFilter) (*model.AuditEntryConnection, error) {
	return model.Connect(r.db.AuditEntries(ctx, consult.ActorOf(ctx), page(first, after, last, before), filter))
}

func (r *auditEntry) Subject(ctx context.Context, e *consult.AuditEntry) (consult.Node, error) {
	id, err := e.SubjectID()
	if id == nil || err != nil {
		return nil, err
	}
	return loadAnyNode(ctx, *id)
}
