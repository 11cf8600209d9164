package reportgraph

import (
	"context"

	reportdb "minyi/db/report"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/policy"
	"minyi/domain/report"
	"minyi/graph"
	consultgraph "minyi/graph/consult"
	"minyi/graph/model"
	policygraph "minyi/graph/policy"
)

var (
	_                      = graph.NodeLoader(reportdb.FeedbackReportsByID)
	reportsOfConsultations = graph.NewLoader(reportdb.ReportsOfConsultations) // by the consultation
	reportsOnRecords       = graph.NewLoader(reportdb.ReportsOnRecords)       // by the record

	consultationReport = graph.Relate("Consultation.feedbackReport", reportsOfConsultations, (*consult.Consultation).ID)
	recordReports      = graph.Relate("PolicyRecord.feedbackReports", reportsOnRecords, (*policy.PolicyRecord).ID)
	reportConsultation = graph.Relate("FeedbackReport.consultation", consultgraph.Consultations, func(r *report.FeedbackReport) civic.ID {
		return civic.IDOf(civic.ConsultationKind, r.ConsultationKey)
	})
	reportPolicyRecord = graph.Relate("FeedbackReport.policyRecord", policygraph.PolicyRecords, func(r *report.FeedbackReport) civic.ID {
		return civic.IDOf(policy.PolicyRecordKind, r.PolicyRecordKey)
	})
	rowComment              = graph.Relate("ReportRow.comment", consultgraph.Comments, (*report.ReportRow).CommentID)
	rowClause               = graph.Relate("ReportRow.clause", policygraph.Clauses, (*report.ReportRow).ClauseID)
	reportClauseCountClause = graph.Relate("ReportClauseCount.clause", policygraph.Clauses, (*report.ReportClauseCount).ClauseID)
)

func (r *FeedbackReportResolver) Rows(ctx context.Context, of *report.FeedbackReport, first *int, after *string, last *int, before *string) (*model.ReportRowConnection, error) {
	page, err := reportdb.RowsOfReport(ctx, r.DB, *of, graph.Page(first, after, last, before))
	if page == nil {
		return nil, err
	}
	return model.Connect(*page, err)
}

func (r *TimelineEventResolver) Subject(ctx context.Context, event *policy.TimelineEvent) (civic.Node, error) {
	if event.SubjectKind == civic.FeedbackReportKind { // the event names the consultation of the report
		return graph.AsNode(reportsOfConsultations.Load(ctx, event.SubjectID()))
	}
	return graph.LoadAnyNode(ctx, event.SubjectID())
}

func (r *FeedbackReportResolver) Note(_ context.Context, of *report.FeedbackReport) (string, error) {
	return r.DB.LogKey.SignReport(of.ID(), of.ContentHash)
}
