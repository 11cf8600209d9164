package graph

import (
	"context"

	consultdb "minyi/db/consult"
	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/graph/model"
)

var (
	consultations = nodeLoader(consultdb.ConsultationsByID)
	profiles      = newLoader(func(ctx context.Context, db *pg.DB, _ civic.Actor, codes []string) (map[string]consult.JurisdictionProfile, error) {
		return consultdb.ProfilesByCode(ctx, db, codes)
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
	return model.Connect(consultdb.Consultations(ctx, r.db, page(first, after, last, before), filter, orderBy))
}

func (r *QueryResolver) OverdueFeedback(ctx context.Context, first *int, after *string, last *int, before *string) (*model.ConsultationConnection, error) {
	return model.Connect(consultdb.OverdueFeedback(ctx, r.db, page(first, after, last, before)))
}

func (r *MutationResolver) LaunchConsultation(ctx context.Context, input consult.LaunchConsultationInput) (*model.LaunchConsultationPayload, error) {
	launched, err := consultdb.LaunchConsultation(ctx, r.db, civic.ActorOf(ctx), input)
	return &model.LaunchConsultationPayload{Consultation: launched.Consultation, Warnings: launched.Warnings, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *MutationResolver) ExtendCommentPeriod(ctx context.Context, input consult.ExtendCommentPeriodInput) (*model.ExtendCommentPeriodPayload, error) {
	consultation, err := consultdb.ExtendCommentPeriod(ctx, r.db, civic.ActorOf(ctx), input)
	return &model.ExtendCommentPeriodPayload{Consultation: consultation, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *MutationResolver) WithdrawConsultation(ctx context.Context, input consult.WithdrawConsultationInput) (*model.WithdrawConsultationPayload, error) {
	consultation, err := consultdb.WithdrawConsultation(ctx, r.db, civic.ActorOf(ctx), input)
	return &model.WithdrawConsultationPayload{Consultation: consultation, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *PolicyRecordResolver) Consultations(ctx context.Context, record *consult.PolicyRecord, first *int, after *string, last *int, before *string) (*model.ConsultationConnection, error) {
	return model.Connect(consultdb.ConsultationsOn(ctx, r.db, *record, page(first, after, last, before)))
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

func (r *SubscriptionResolver) ConsultationChanged(ctx context.Context, id civic.ID) (<-chan *consult.Consultation, error) {
	if _, err := mustFind(loadNode(ctx, consultations, id)); err != nil {
		return nil, err
	}
	return follow(ctx, r.hub, topicOf(id), pace, func(ctx context.Context, _ news) ([]consult.Consultation, error) {
		return consultdb.ConsultationsByID(ctx, r.db, civic.ActorOf(ctx), []civic.ID{id})
	})
}
