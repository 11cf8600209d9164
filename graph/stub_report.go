package graph

import (
	"context"
	"minyi/consult"
	"minyi/graph/model"
)

var _ consult.ID
var _ model.Query
var _ context.Context

func (r *clause) Provenance(ctx context.Context, obj *consult.Clause) ([]consult.ClauseProvenance, error) {
	panic("stub")
}
func (r *consultation) FeedbackReport(ctx context.Context, obj *consult.Consultation) (*consult.FeedbackReport, error) {
	panic("stub")
}
func (r *feedbackReport) Consultation(ctx context.Context, obj *consult.FeedbackReport) (*consult.Consultation, error) {
	panic("stub")
}
func (r *feedbackReport) PolicyRecord(ctx context.Context, obj *consult.FeedbackReport) (*consult.PolicyRecord, error) {
	panic("stub")
}
func (r *feedbackReport) Asked(ctx context.Context, obj *consult.FeedbackReport) (*consult.ReportAsked, error) {
	panic("stub")
}
func (r *feedbackReport) Said(ctx context.Context, obj *consult.FeedbackReport) (*consult.ReportSaid, error) {
	panic("stub")
}
func (r *feedbackReport) Done(ctx context.Context, obj *consult.FeedbackReport) (*consult.ReportDone, error) {
	panic("stub")
}
func (r *feedbackReport) Summary(ctx context.Context, obj *consult.FeedbackReport, locale *consult.Locale) (string, error) {
	panic("stub")
}
func (r *mutation) PublishFeedbackReport(ctx context.Context, input consult.PublishFeedbackReportInput) (*model.PublishFeedbackReportPayload, error) {
	panic("stub")
}
func (r *mutation) AdoptDraft(ctx context.Context, input consult.AdoptDraftInput) (*model.AdoptDraftPayload, error) {
	panic("stub")
}
func (r *policyRecord) FeedbackReports(ctx context.Context, obj *consult.PolicyRecord) ([]consult.FeedbackReport, error) {
	panic("stub")
}
func (r *reportClauseCount) Clause(ctx context.Context, obj *consult.ReportClauseCount) (*consult.Clause, error) {
	panic("stub")
}
