package graph

import (
	"context"

	"minyi/consult"
	"minyi/graph/model"
)

func (r *query) Consultation(ctx context.Context, id consult.ID) (*consult.Consultation, error) {
	return one(ctx, consultations, id, consult.ConsultationKind)
}

func (r *query) Consultations(ctx context.Context, first *int, after *string, last *int, before *string, filter *consult.ConsultationFilter, orderBy consult.ConsultationOrder) (*model.ConsultationConnection, error) {
	return model.Connect(r.db.Consultations(ctx, page(first, after, last, before), filter, orderBy))
}

func (r *query) OverdueFeedback(ctx context.Context, first *int, after *string, last *int, before *string) (*model.ConsultationConnection, error) {
	return model.Connect(r.db.OverdueFeedback(ctx, page(first, after, last, before)))
}

func (r *query) JurisdictionProfiles(ctx context.Context) ([]consult.JurisdictionProfile, error) {
	return r.db.JurisdictionProfiles(ctx)
}

func (r *query) WorkingCalendars(ctx context.Context) ([]consult.WorkingCalendar, error) {
	return r.db.WorkingCalendars(ctx)
}

func (r *mutation) LoadWorkingCalendar(ctx context.Context, input consult.LoadWorkingCalendarInput) (*model.LoadWorkingCalendarPayload, error) {
	calendar, err := r.db.LoadWorkingCalendar(ctx, consult.ActorOf(ctx), input)
	return &model.LoadWorkingCalendarPayload{WorkingCalendar: calendar, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *mutation) LaunchConsultation(ctx context.Context, input consult.LaunchConsultationInput) (*model.LaunchConsultationPayload, error) {
	launched, err := r.db.LaunchConsultation(ctx, consult.ActorOf(ctx), input)
	return &model.LaunchConsultationPayload{Consultation: launched.Consultation, Warnings: launched.Warnings, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *mutation) ExtendCommentPeriod(ctx context.Context, input consult.ExtendCommentPeriodInput) (*model.ExtendCommentPeriodPayload, error) {
	consultation, err := r.db.ExtendCommentPeriod(ctx, consult.ActorOf(ctx), input)
	return &model.ExtendCommentPeriodPayload{Consultation: consultation, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *mutation) WithdrawConsultation(ctx context.Context, input consult.WithdrawConsultationInput) (*model.WithdrawConsultationPayload, error) {
	consultation, err := r.db.WithdrawConsultation(ctx, consult.ActorOf(ctx), input)
	return &model.WithdrawConsultationPayload{Consultation: consultation, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *policyRecord) Consultations(ctx context.Context, record *consult.PolicyRecord, first *int, after *string, last *int, before *string) (*model.ConsultationConnection, error) {
	return model.Connect(r.db.ConsultationsOn(ctx, *record, page(first, after, last, before)))
}

func (r *consultation) PolicyRecord(ctx context.Context, c *consult.Consultation) (*consult.PolicyRecord, error) {
	return find(ctx, policyRecords, consult.IDOf(consult.PolicyRecordKind, c.PolicyRecordKey))
}

func (r *consultation) LeadAgency(ctx context.Context, c *consult.Consultation) (*consult.Department, error) {
	return find(ctx, departments, consult.IDOf(consult.DepartmentKind, c.DepartmentKey))
}

func (r *consultation) Profile(ctx context.Context, c *consult.Consultation) (*consult.JurisdictionProfile, error) {
	profile, err := profiles.load(ctx, c.ProfileCode)
	return &profile, err
}

func (r *consultation) Draft(ctx context.Context, c *consult.Consultation) (*consult.Draft, error) {
	if c.DraftKey == nil {
		return nil, nil
	}
	return find(ctx, drafts, consult.IDOf(consult.DraftKind, *c.DraftKey))
}
