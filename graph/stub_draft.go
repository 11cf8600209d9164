package graph

import (
	"context"
	"minyi/consult"
	"minyi/graph/model"
)

var _ consult.ID
var _ model.Query
var _ context.Context

func (r *clause) Draft(ctx context.Context, obj *consult.Clause) (*consult.Draft, error) {
	panic("stub")
}
func (r *clause) Parent(ctx context.Context, obj *consult.Clause) (*consult.Clause, error) {
	panic("stub")
}
func (r *clause) Children(ctx context.Context, obj *consult.Clause) ([]consult.Clause, error) {
	panic("stub")
}
func (r *clause) Previous(ctx context.Context, obj *consult.Clause) (*consult.Clause, error) {
	panic("stub")
}
func (r *draft) PolicyRecord(ctx context.Context, obj *consult.Draft) (*consult.PolicyRecord, error) {
	panic("stub")
}
func (r *draft) LegalBases(ctx context.Context, obj *consult.Draft) ([]consult.LegalBasis, error) {
	panic("stub")
}
func (r *draft) Clauses(ctx context.Context, obj *consult.Draft, first *int, after *string, last *int, before *string, kinds []consult.ClauseKind, number *int) (*model.Connection[consult.Clause], error) {
	panic("stub")
}
func (r *draft) Text(ctx context.Context, obj *consult.Draft) (string, error) { panic("stub") }
func (r *draft) ImportWarnings(ctx context.Context, obj *consult.Draft) ([]consult.ImportWarning, error) {
	panic("stub")
}
func (r *draft) Comparison(ctx context.Context, obj *consult.Draft) (*consult.DraftComparison, error) {
	panic("stub")
}
func (r *draft) Reviews(ctx context.Context, obj *consult.Draft) ([]consult.EditorialReview, error) {
	panic("stub")
}
func (r *draft) MissingForApproval(ctx context.Context, obj *consult.Draft) ([]consult.ReviewGate, error) {
	panic("stub")
}
func (r *mutation) ImportDraft(ctx context.Context, input consult.ImportDraftInput) (*model.ImportDraftPayload, error) {
	panic("stub")
}
func (r *mutation) ReviseDraft(ctx context.Context, input consult.ReviseDraftInput) (*model.ReviseDraftPayload, error) {
	panic("stub")
}
func (r *mutation) EditClause(ctx context.Context, input consult.EditClauseInput) (*model.EditClausePayload, error) {
	panic("stub")
}
func (r *mutation) CorrectClauseMatch(ctx context.Context, input consult.CorrectClauseMatchInput) (*model.CorrectClauseMatchPayload, error) {
	panic("stub")
}
func (r *mutation) SetLegalBases(ctx context.Context, input consult.SetLegalBasesInput) (*model.SetLegalBasesPayload, error) {
	panic("stub")
}
func (r *mutation) SubmitDraftForReview(ctx context.Context, input consult.SubmitDraftForReviewInput) (*model.SubmitDraftForReviewPayload, error) {
	panic("stub")
}
func (r *mutation) RecordReview(ctx context.Context, input consult.RecordReviewInput) (*model.RecordReviewPayload, error) {
	panic("stub")
}
func (r *policyRecord) Drafts(ctx context.Context, obj *consult.PolicyRecord, first *int, after *string, last *int, before *string) (*model.Connection[consult.Draft], error) {
	panic("stub")
}
func (r *policyRecord) CurrentText(ctx context.Context, obj *consult.PolicyRecord) (*consult.Draft, error) {
	panic("stub")
}
