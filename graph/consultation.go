package graph

import (
	"context"

	"minyi/consult"
	"minyi/db"
	"minyi/graph/model"
)

var (
	consultations = nodeLoader((*db.DB).ConsultationsByID)
	profiles      = newLoader(func(db *db.DB, ctx context.Context, _ consult.Actor, codes []string) (map[string]consult.JurisdictionProfile, error) {
		return db.ProfilesByCode(ctx, codes)
	})

	consultationPolicyRecord = relate("Consultation.policyRecord", policyRecords, func(c *consult.Consultation) consult.ID {
		return consult.IDOf(consult.PolicyRecordKind, c.PolicyRecordKey)
	})
	consultationLeadAgency = relate("Consultation.leadAgency", departments, func(c *consult.Consultation) consult.ID {
		return consult.IDOf(consult.DepartmentKind, c.DepartmentKey)
	})
	consultationProfile = relate("Consultation.profile", profiles, func(c *consult.Consultation) string { return c.ProfileCode })
	consultationDraft   = relate("Consultation.draft", drafts, func(c *consult.Consultation) consult.ID {
		return optionalID(consult.DraftKind, c.DraftKey)
	})
)

func (r *query) Consultation(ctx context.Context, id consult.ID) (*consult.Consultation, error) {
	return loadNode(ctx, consultations, id)
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
	return consultationPolicyRecord.Load(ctx, c)
}

func (r *consultation) LeadAgency(ctx context.Context, c *consult.Consultation) (*consult.Department, error) {
	return consultationLeadAgency.Load(ctx, c)
}

func (r *consultation) Profile(ctx context.Context, c *consult.Consultation) (*consult.JurisdictionProfile, error) {
	return consultationProfile.Load(ctx, c)
}

func (r *consultation) Draft(ctx context.Context, c *consult.Consultation) (*consult.Draft, error) {
	return consultationDraft.Load(ctx, c)
}
