package graph

import (
	"context"

	"minyi/consult"
	"minyi/graph/model"
)

func (r *mutation) PublishFeedbackReport(ctx context.Context, input consult.PublishFeedbackReportInput) (*model.PublishFeedbackReportPayload, error) {
	report, err := r.db.PublishFeedbackReport(ctx, consult.ActorOf(ctx), input)
	return &model.PublishFeedbackReportPayload{FeedbackReport: report, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *consultation) FeedbackReport(ctx context.Context, c *consult.Consultation) (*consult.FeedbackReport, error) {
	return find(ctx, reportOf, c.ID())
}

func (r *policyRecord) FeedbackReports(ctx context.Context, record *consult.PolicyRecord) ([]consult.FeedbackReport, error) {
	return all(ctx, reportsOn, record.ID())
}

func (r *feedbackReport) Consultation(ctx context.Context, report *consult.FeedbackReport) (*consult.Consultation, error) {
	return find(ctx, consultations, consult.IDOf(consult.ConsultationKind, report.ConsultationKey))
}

func (r *feedbackReport) PolicyRecord(ctx context.Context, report *consult.FeedbackReport) (*consult.PolicyRecord, error) {
	return find(ctx, policyRecords, consult.IDOf(consult.PolicyRecordKind, report.PolicyRecordKey))
}

func (r *reportClauseCount) Clause(ctx context.Context, count *consult.ReportClauseCount) (*consult.Clause, error) {
	return clauseOf(ctx, &count.ClauseKey)
}
