package graph

import (
	"context"

	"minyi/db"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/graph/model"
)

var (
	consultations = nodeLoader((*db.DB).ConsultationsByID)
	profiles      = newLoader(func(db *db.DB, ctx context.Context, _ civic.Actor, codes []string) (map[string]consult.JurisdictionProfile, error) {
		return db.ProfilesByCode(ctx, codes)
	})

	consultationPolicyRecord = relate("Consultation.policyRecord", policyRecords, func(c *consult.Consultation) civic.ID {
		return civic.IDOf(consult.PolicyRecordKind, c.PolicyRecordKey)
	})
	consultationLeadAgency = relate("Consultation.leadAgency", departments, func(c *consult.Consultation) civic.ID {
		return civic.IDOf(civic.DepartmentKind, c.DepartmentKey)
	})
	consultationProfile = relate("Consultation.profile", profiles, func(c *consult.Consultation) string { return c.ProfileCode })
	consultationDraft   = relate("Consultation.draft", drafts, func(c *consult.Consultation) civic.ID {
		return optionalID(consult.DraftKind, c.DraftKey)
	})
)

func (r *QueryResolver) Consultation(ctx context.Context, id civic.ID) (*consult.Consultation, error) {
	return loadNode(ctx, consultations, id)
}

func (r *QueryResolver) Consultations(ctx context.Context, first *int, after *string, last *int, before *string, filter *consult.ConsultationFilter, orderBy consult.ConsultationOrder) (*model.ConsultationConnection, error) {
	return model.Connect(r.db.Consultations(ctx, page(first, after, last, before), filter, orderBy))
}

func (r *QueryResolver) OverdueFeedback(ctx context.Context, first *int, after *string, last *int, before *string) (*model.ConsultationConnection, error) {
	return model.Connect(r.db.OverdueFeedback(ctx, page(first, after, last, before)))
}

func (r *QueryResolver) JurisdictionProfiles(ctx context.Context) ([]consult.JurisdictionProfile, error) {
	return r.db.JurisdictionProfiles(ctx)
}

func (r *QueryResolver) WorkingCalendars(ctx context.Context) ([]civic.WorkingCalendar, error) {
	return r.db.WorkingCalendars(ctx)
}

func (r *MutationResolver) LoadWorkingCalendar(ctx context.Context, input civic.LoadWorkingCalendarInput) (*model.LoadWorkingCalendarPayload, error) {
	calendar, err := r.db.LoadWorkingCalendar(ctx, civic.ActorOf(ctx), input)
	return &model.LoadWorkingCalendarPayload{WorkingCalendar: calendar, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *MutationResolver) LaunchConsultation(ctx context.Context, input consult.LaunchConsultationInput) (*model.LaunchConsultationPayload, error) {
	launched, err := r.db.LaunchConsultation(ctx, civic.ActorOf(ctx), input)
	return &model.LaunchConsultationPayload{Consultation: launched.Consultation, Warnings: launched.Warnings, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *MutationResolver) ExtendCommentPeriod(ctx context.Context, input consult.ExtendCommentPeriodInput) (*model.ExtendCommentPeriodPayload, error) {
	consultation, err := r.db.ExtendCommentPeriod(ctx, civic.ActorOf(ctx), input)
	return &model.ExtendCommentPeriodPayload{Consultation: consultation, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *MutationResolver) WithdrawConsultation(ctx context.Context, input consult.WithdrawConsultationInput) (*model.WithdrawConsultationPayload, error) {
	consultation, err := r.db.WithdrawConsultation(ctx, civic.ActorOf(ctx), input)
	return &model.WithdrawConsultationPayload{Consultation: consultation, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *PolicyRecordResolver) Consultations(ctx context.Context, record *consult.PolicyRecord, first *int, after *string, last *int, before *string) (*model.ConsultationConnection, error) {
	return model.Connect(r.db.ConsultationsOn(ctx, *record, page(first, after, last, before)))
}

func (r *ConsultationResolver) PolicyRecord(ctx context.Context, c *consult.Consultation) (*consult.PolicyRecord, error) {
	return consultationPolicyRecord.Load(ctx, c)
}

func (r *ConsultationResolver) LeadAgency(ctx context.Context, c *consult.Consultation) (*civic.Department, error) {
	return consultationLeadAgency.Load(ctx, c)
}

func (r *ConsultationResolver) Profile(ctx context.Context, c *consult.Consultation) (*consult.JurisdictionProfile, error) {
	return consultationProfile.Load(ctx, c)
}

func (r *ConsultationResolver) Draft(ctx context.Context, c *consult.Consultation) (*consult.Draft, error) {
	return consultationDraft.Load(ctx, c)
}
