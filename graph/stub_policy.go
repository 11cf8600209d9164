package graph

import (
	"context"
	"minyi/consult"
	"minyi/graph/model"
)

var _ consult.ID
var _ model.Query
var _ context.Context

func (r *mutation) CreatePolicyRecord(ctx context.Context, input consult.CreatePolicyRecordInput) (*model.CreatePolicyRecordPayload, error) {
	panic("stub")
}
func (r *policyRecord) LeadAgency(ctx context.Context, obj *consult.PolicyRecord) (*consult.Department, error) {
	panic("stub")
}
func (r *policyRecord) Timeline(ctx context.Context, obj *consult.PolicyRecord, first *int, after *string, last *int, before *string) (*model.Connection[consult.TimelineEvent], error) {
	panic("stub")
}
func (r *query) PolicyRecord(ctx context.Context, id consult.ID) (*consult.PolicyRecord, error) {
	panic("stub")
}
func (r *query) PolicyRecords(ctx context.Context, first *int, after *string, last *int, before *string, filter *consult.PolicyRecordFilter) (*model.Connection[consult.PolicyRecord], error) {
	panic("stub")
}
func (r *timelineEvent) Subject(ctx context.Context, obj *consult.TimelineEvent) (consult.Node, error) {
	panic("stub")
}
