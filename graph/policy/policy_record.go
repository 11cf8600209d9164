package policygraph

import (
	"context"

	civicdb "minyi/db/civic"
	policydb "minyi/db/policy"
	"minyi/domain/civic"
	"minyi/domain/policy"
	"minyi/graph"
	civicgraph "minyi/graph/civic"
	"minyi/graph/model"
)

var (
	PolicyRecords = graph.NodeLoader(policydb.PolicyRecordsByID)

	recordDepartment = graph.Relate("PolicyRecord.department", civicgraph.Departments, func(r *policy.PolicyRecord) civic.ID {
		return civic.IDOf(civic.DepartmentKind, r.DepartmentKey)
	})
)

func (r *QueryResolver) PolicyRecord(ctx context.Context, id civic.ID) (*policy.PolicyRecord, error) {
	return graph.LoadNode(ctx, PolicyRecords, id)
}

func (r *QueryResolver) PolicyRecords(ctx context.Context, first *int, after *string, last *int, before *string, filter *policy.PolicyRecordFilter) (*model.PolicyRecordConnection, error) {
	return model.Connect(policydb.PolicyRecords(ctx, r.DB, civic.ActorOf(ctx), graph.Page(first, after, last, before), filter))
}

func (r *PolicyRecordResolver) Corrections(ctx context.Context, record *policy.PolicyRecord, first *int, after *string, last *int, before *string) (*model.CorrectionConnection, error) {
	return model.Connect(civicdb.Corrections(ctx, r.DB, record.ID(), graph.Page(first, after, last, before)))
}

func (r *PolicyRecordResolver) Timeline(ctx context.Context, record *policy.PolicyRecord, first *int, after *string, last *int, before *string) (*model.TimelineEventConnection, error) {
	return model.Connect(policydb.Timeline(ctx, r.DB, civic.ActorOf(ctx), *record, graph.Page(first, after, last, before)))
}
