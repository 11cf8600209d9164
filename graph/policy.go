package graph

import (
	"context"

	"minyi/consult"
	"minyi/db"
	"minyi/graph/model"
)

var (
	policyRecords = nodeLoader((*db.DB).PolicyRecordsByID)

	recordLeadAgency = relate("PolicyRecord.leadAgency", departments, func(r *consult.PolicyRecord) consult.ID {
		return consult.IDOf(consult.DepartmentKind, r.DepartmentKey)
	})
)

func (r *query) PolicyRecord(ctx context.Context, id consult.ID) (*consult.PolicyRecord, error) {
	return loadNode(ctx, policyRecords, id)
}

func (r *query) PolicyRecords(ctx context.Context, first *int, after *string, last *int, before *string, filter *consult.PolicyRecordFilter) (*model.PolicyRecordConnection, error) {
	return model.Connect(r.db.PolicyRecords(ctx, page(first, after, last, before), filter))
}

func (r *mutation) CreatePolicyRecord(ctx context.Context, input consult.CreatePolicyRecordInput) (*model.CreatePolicyRecordPayload, error) {
	record, err := r.db.CreatePolicyRecord(ctx, consult.ActorOf(ctx), input)
	return &model.CreatePolicyRecordPayload{PolicyRecord: record, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *policyRecord) LeadAgency(ctx context.Context, record *consult.PolicyRecord) (*consult.Department, error) {
	return recordLeadAgency.Load(ctx, record)
}

func (r *policyRecord) Timeline(ctx context.Context, record *consult.PolicyRecord, first *int, after *string, last *int, before *string) (*model.TimelineEventConnection, error) {
	return model.Connect(r.db.Timeline(ctx, consult.ActorOf(ctx), *record, page(first, after, last, before)))
}

func (r *timelineEvent) Subject(ctx context.Context, event *consult.TimelineEvent) (consult.Node, error) {
	if event.SubjectKind == consult.FeedbackReportKind { // it lies with its consultation, which is what the event names
		return asNode(reportsOfConsultations.Load(ctx, event.SubjectID()))
	}
	return loadAnyNode(ctx, event.SubjectID())
}
