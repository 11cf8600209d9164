package graph

import (
	"context"

	"minyi/consult"
	"minyi/db"
	"minyi/graph/model"
)

var (
	_                      = nodeLoader((*db.DB).FeedbackReportsByID)
	reportsOfConsultations = newLoader((*db.DB).ReportsOfConsultations) // by the consultation
	reportsOnRecords       = newLoader((*db.DB).ReportsOnRecords)       // by the record

	consultationReport = relate("Consultation.feedbackReport", reportsOfConsultations, (*consult.Consultation).ID)
	recordReports      = relate("PolicyRecord.feedbackReports", reportsOnRecords, (*consult.PolicyRecord).ID)
	reportConsultation = relate("FeedbackReport.consultation", consultations, func(r *consult.FeedbackReport) consult.ID {
		return consult.IDOf(consult.ConsultationKind, r.ConsultationKey)
	})
	reportPolicyRecord = relate("FeedbackReport.policyRecord", policyRecords, func(r *consult.FeedbackReport) consult.ID {
		return consult.IDOf(consult.PolicyRecordKind, r.PolicyRecordKey)
	})
	reportClauseCountClause = relate("ReportClauseCount.clause", clauses, func(c *consult.ReportClauseCount) consult.ID {
		return consult.IDOf(consult.ClauseIDKind, c.ClauseKey)
	})
)

func (r *mutation) PublishFeedbackReport(ctx context.Context, input consult.PublishFeedbackReportInput) (*model.PublishFeedbackReportPayload, error) {
	report, err := r.db.PublishFeedbackReport(ctx, consult.ActorOf(ctx), input)
	return &model.PublishFeedbackReportPayload{FeedbackReport: report, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *consultation) FeedbackReport(ctx context.Context, c *consult.Consultation) (*consult.FeedbackReport, error) {
	return consultationReport.Load(ctx, c)
}

func (r *policyRecord) FeedbackReports(ctx context.Context, record *consult.PolicyRecord) ([]consult.FeedbackReport, error) {
	return recordReports.Value(ctx, record)
}

func (r *feedbackReport) Consultation(ctx context.Context, report *consult.FeedbackReport) (*consult.Consultation, error) {
	return reportConsultation.Load(ctx, report)
}

func (r *feedbackReport) PolicyRecord(ctx context.Context, report *consult.FeedbackReport) (*consult.PolicyRecord, error) {
	return reportPolicyRecord.Load(ctx, report)
}

func (r *reportClauseCount) Clause(ctx context.Context, count *consult.ReportClauseCount) (*consult.Clause, error) {
	return reportClauseCountClause.Load(ctx, count)
}
