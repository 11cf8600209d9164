// Package graph answers GraphQL: each resolver asks one method of db and hands on what it says. It decides nothing itself.
package graph

import (
	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/graph/gen"
)

// Resolver answers every field that is not simply a field of a domain value.
type Resolver struct {
	db  *pg.DB
	hub *Hub
}

type (
	AffectedClauseResolver    struct{ *Resolver }
	AuditEntryResolver        struct{ *Resolver }
	ClauseResolver            struct{ *Resolver }
	ClauseCountResolver       struct{ *Resolver }
	ClauseProvenanceResolver  struct{ *Resolver }
	CommentResolver           struct{ *Resolver }
	ConsultationResolver      struct{ *Resolver }
	DraftResolver             struct{ *Resolver }
	FeedbackReportResolver    struct{ *Resolver }
	GrantedRoleResolver       struct{ *Resolver }
	ModerationCaseResolver    struct{ *Resolver }
	MutationResolver          struct{ *Resolver }
	OfficialResponseResolver  struct{ *Resolver }
	PolicyRecordResolver      struct{ *Resolver }
	QueryResolver             struct{ *Resolver }
	ReportClauseCountResolver struct{ *Resolver }
	SubscriptionResolver      struct{ *Resolver }
	SurveyResolver            struct{ *Resolver }
	SurveyResponseResolver    struct{ *Resolver }
	TimelineEventResolver     struct{ *Resolver }
	ViewerResolver            struct{ *Resolver }
)

// AffectedClause resolves the fields of AffectedClause.
func (r *Resolver) AffectedClause() gen.AffectedClauseResolver { return &AffectedClauseResolver{r} }

// AuditEntry resolves the fields of AuditEntry.
func (r *Resolver) AuditEntry() gen.AuditEntryResolver { return &AuditEntryResolver{r} }

// Clause resolves the fields of Clause.
func (r *Resolver) Clause() gen.ClauseResolver { return &ClauseResolver{r} }

// ClauseCount resolves the fields of ClauseCount.
func (r *Resolver) ClauseCount() gen.ClauseCountResolver { return &ClauseCountResolver{r} }

// ClauseProvenance resolves the fields of ClauseProvenance.
func (r *Resolver) ClauseProvenance() gen.ClauseProvenanceResolver {
	return &ClauseProvenanceResolver{r}
}

// Comment resolves the fields of Comment.
func (r *Resolver) Comment() gen.CommentResolver { return &CommentResolver{r} }

// Consultation resolves the fields of Consultation.
func (r *Resolver) Consultation() gen.ConsultationResolver { return &ConsultationResolver{r} }

// Draft resolves the fields of Draft.
func (r *Resolver) Draft() gen.DraftResolver { return &DraftResolver{r} }

// FeedbackReport resolves the fields of FeedbackReport.
func (r *Resolver) FeedbackReport() gen.FeedbackReportResolver { return &FeedbackReportResolver{r} }

// GrantedRole resolves the fields of GrantedRole.
func (r *Resolver) GrantedRole() gen.GrantedRoleResolver { return &GrantedRoleResolver{r} }

// ModerationCase resolves the fields of ModerationCase.
func (r *Resolver) ModerationCase() gen.ModerationCaseResolver { return &ModerationCaseResolver{r} }

// Mutation resolves the fields of the root Mutation.
func (r *Resolver) Mutation() gen.MutationResolver { return &MutationResolver{r} }

// OfficialResponse resolves the fields of OfficialResponse.
func (r *Resolver) OfficialResponse() gen.OfficialResponseResolver {
	return &OfficialResponseResolver{r}
}

// PolicyRecord resolves the fields of PolicyRecord.
func (r *Resolver) PolicyRecord() gen.PolicyRecordResolver { return &PolicyRecordResolver{r} }

// Query resolves the fields of the root Query.
func (r *Resolver) Query() gen.QueryResolver { return &QueryResolver{r} }

// ReportClauseCount resolves the fields of ReportClauseCount.
func (r *Resolver) ReportClauseCount() gen.ReportClauseCountResolver {
	return &ReportClauseCountResolver{r}
}

// Subscription resolves the fields of the root Subscription.
func (r *Resolver) Subscription() gen.SubscriptionResolver { return &SubscriptionResolver{r} }

// Survey resolves the fields of Survey.
func (r *Resolver) Survey() gen.SurveyResolver { return &SurveyResolver{r} }

// SurveyResponse resolves the fields of SurveyResponse.
func (r *Resolver) SurveyResponse() gen.SurveyResponseResolver { return &SurveyResponseResolver{r} }

// TimelineEvent resolves the fields of TimelineEvent.
func (r *Resolver) TimelineEvent() gen.TimelineEventResolver { return &TimelineEventResolver{r} }

// Viewer resolves the fields of Viewer.
func (r *Resolver) Viewer() gen.ViewerResolver { return &ViewerResolver{r} }

// page gathers a connection's arguments.
func page(first *int, after *string, last *int, before *string) civic.PageArgs {
	return civic.PageArgs{First: first, After: after, Last: last, Before: before}
}
