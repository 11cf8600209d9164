package graph

import (
	"context"
	"minyi/consult"
	"minyi/graph/model"
)

var _ consult.ID
var _ model.Query
var _ context.Context

func (r *consultation) PolicyRecord(ctx context.Context, obj *consult.Consultation) (*consult.PolicyRecord, error) {
	panic("stub")
}
func (r *consultation) LeadAgency(ctx context.Context, obj *consult.Consultation) (*consult.Department, error) {
	panic("stub")
}
func (r *consultation) Draft(ctx context.Context, obj *consult.Consultation) (*consult.Draft, error) {
	panic("stub")
}
func (r *consultation) Profile(ctx context.Context, obj *consult.Consultation) (*consult.JurisdictionProfile, error) {
	panic("stub")
}
func (r *mutation) LoadWorkingCalendar(ctx context.Context, input consult.LoadWorkingCalendarInput) (*model.LoadWorkingCalendarPayload, error) {
	panic("stub")
}
func (r *mutation) LaunchConsultation(ctx context.Context, input consult.LaunchConsultationInput) (*model.LaunchConsultationPayload, error) {
	panic("stub")
}
func (r *mutation) ExtendCommentPeriod(ctx context.Context, input consult.ExtendCommentPeriodInput) (*model.ExtendCommentPeriodPayload, error) {
	panic("stub")
}
func (r *mutation) WithdrawConsultation(ctx context.Context, input consult.WithdrawConsultationInput) (*model.WithdrawConsultationPayload, error) {
	panic("stub")
}
func (r *policyRecord) Consultations(ctx context.Context, obj *consult.PolicyRecord, first *int, after *string, last *int, before *string) (*model.Connection[consult.Consultation], error) {
	panic("stub")
}
func (r *query) Consultation(ctx context.Context, id consult.ID) (*consult.Consultation, error) {
	panic("stub")
}
func (r *query) Consultations(ctx context.Context, first *int, after *string, last *int, before *string, filter *consult.ConsultationFilter, orderBy consult.ConsultationOrder) (*model.Connection[consult.Consultation], error) {
	panic("stub")
}
func (r *query) JurisdictionProfiles(ctx context.Context) ([]consult.JurisdictionProfile, error) {
	panic("stub")
}
func (r *query) WorkingCalendars(ctx context.Context) ([]consult.WorkingCalendar, error) {
	panic("stub")
}
func (r *query) OverdueFeedback(ctx context.Context, first *int, after *string, last *int, before *string) (*model.Connection[consult.Consultation], error) {
	panic("stub")
}
