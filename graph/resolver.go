// Package graph answers GraphQL: each resolver asks one method of db and hands on what it says. It decides nothing itself.
package graph

import (
	"minyi/consult"
	"minyi/db"
	"minyi/graph/gen"
)

// Resolver answers every field that is not simply a field of a domain value.
type Resolver struct {
	db  *db.DB
	hub *Hub
}

type (
	affectedClause    struct{ *Resolver }
	auditEntry        struct{ *Resolver }
	clause            struct{ *Resolver }
	clauseCount       struct{ *Resolver }
	clauseProvenance  struct{ *Resolver }
	comment           struct{ *Resolver }
	consultation      struct{ *Resolver }
	draft             struct{ *Resolver }
	feedbackReport    struct{ *Resolver }
	grantedRole       struct{ *Resolver }
	moderationCase    struct{ *Resolver }
	mutation          struct{ *Resolver }
	officialResponse  struct{ *Resolver }
	policyRecord      struct{ *Resolver }
	query             struct{ *Resolver }
	reportClauseCount struct{ *Resolver }
	subscription      struct{ *Resolver }
	survey            struct{ *Resolver }
	surveyResponse    struct{ *Resolver }
	timelineEvent     struct{ *Resolver }
	viewer            struct{ *Resolver }
)

// AffectedClause resolves the fields of AffectedClause.
func (r *Resolver) AffectedClause() gen.AffectedClauseResolver { return &affectedClause{r} }

// AuditEntry resolves the fields of AuditEntry.
func (r *Resolver) AuditEntry() gen.AuditEntryResolver { return &auditEntry{r} }

// Clause resolves the fields of Clause.
func (r *Resolver) Clause() gen.ClauseResolver { return &clause{r} }

// ClauseCount resolves the fields of ClauseCount.
func (r *Resolver) ClauseCount() gen.ClauseCountResolver { return &clauseCount{r} }

// ClauseProvenance resolves the fields of ClauseProvenance.
func (r *Resolver) ClauseProvenance() gen.ClauseProvenanceResolver { return &clauseProvenance{r} }

// Comment resolves the fields of Comment.
func (r *Resolver) Comment() gen.CommentResolver { return &comment{r} }

// Consultation resolves the fields of Consultation.
func (r *Resolver) Consultation() gen.ConsultationResolver { return &consultation{r} }

// Draft resolves the fields of Draft.
func (r *Resolver) Draft() gen.DraftResolver { return &draft{r} }

// FeedbackReport resolves the fields of FeedbackReport.
func (r *Resolver) FeedbackReport() gen.FeedbackReportResolver { return &feedbackReport{r} }

// GrantedRole resolves the fields of GrantedRole.
func (r *Resolver) GrantedRole() gen.GrantedRoleResolver { return &grantedRole{r} }

// ModerationCase resolves the fields of ModerationCase.
func (r *Resolver) ModerationCase() gen.ModerationCaseResolver { return &moderationCase{r} }

// Mutation resolves the fields of the root Mutation.
func (r *Resolver) Mutation() gen.MutationResolver { return &mutation{r} }

// OfficialResponse resolves the fields of OfficialResponse.
func (r *Resolver) OfficialResponse() gen.OfficialResponseResolver { return &officialResponse{r} }

// PolicyRecord resolves the fields of PolicyRecord.
func (r *Resolver) PolicyRecord() gen.PolicyRecordResolver { return &policyRecord{r} }

// Query resolves the fields of the root Query.
func (r *Resolver) Query() gen.QueryResolver { return &query{r} }

// ReportClauseCount resolves the fields of ReportClauseCount.
func (r *Resolver) ReportClauseCount() gen.ReportClauseCountResolver { return &reportClauseCount{r} }

// Subscription resolves the fields of the root Subscription.
func (r *Resolver) Subscription() gen.SubscriptionResolver { return &subscription{r} }

// Survey resolves the fields of Survey.
func (r *Resolver) Survey() gen.SurveyResolver { return &survey{r} }

// SurveyResponse resolves the fields of SurveyResponse.
func (r *Resolver) SurveyResponse() gen.SurveyResponseResolver { return &surveyResponse{r} }

// TimelineEvent resolves the fields of TimelineEvent.
func (r *Resolver) TimelineEvent() gen.TimelineEventResolver { return &timelineEvent{r} }

// Viewer resolves the fields of Viewer.
func (r *Resolver) Viewer() gen.ViewerResolver { return &viewer{r} }

// page gathers a connection's arguments.
func page(first *int, after *string, last *int, before *string) consult.PageArgs {
	return consult.PageArgs{First: first, After: after, Last: last, Before: before}
}
