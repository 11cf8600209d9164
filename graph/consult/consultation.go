package consultgraph

import (
	"context"

	civicdb "minyi/db/civic"
	consultdb "minyi/db/consult"
	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/policy"
	"minyi/graph"
	civicgraph "minyi/graph/civic"
	"minyi/graph/live"
	"minyi/graph/model"
	policygraph "minyi/graph/policy"
)

var (
	Consultations = graph.NodeLoader(consultdb.ConsultationsByID)
	profiles      = graph.NewLoader(func(ctx context.Context, db *pg.DB, _ civic.Actor, codes []string) (map[string]consult.JurisdictionProfile, error) {
		return consultdb.ProfilesByCode(ctx, db, codes)
	})

	consultationPolicyRecord = graph.Relate("Consultation.policyRecord", policygraph.PolicyRecords, func(c *consult.Consultation) civic.ID {
		return civic.IDOf(policy.PolicyRecordKind, c.PolicyRecordKey)
	})
	consultationDepartment = graph.Relate("Consultation.department", civicgraph.Departments, func(c *consult.Consultation) civic.ID {
		return civic.IDOf(civic.DepartmentKind, c.DepartmentKey)
	})
	consultationProfile = graph.Relate("Consultation.profile", profiles, func(c *consult.Consultation) string { return c.ProfileCode })
	consultationDraft   = graph.Relate("Consultation.draft", policygraph.Drafts, func(c *consult.Consultation) civic.ID {
		return graph.OptionalID(policy.DraftKind, c.DraftKey)
	})
)

func (r *QueryResolver) Consultation(ctx context.Context, id civic.ID) (*consult.Consultation, error) {
	return graph.LoadNode(ctx, Consultations, id)
}

func (r *ConsultationResolver) CommentRefusal(ctx context.Context, c *consult.Consultation) (*model.UserError, error) {
	return graph.Refusal(ctx, c.RefuseComment(civic.ActorOf(ctx))), nil
}

func (r *QueryResolver) Consultations(ctx context.Context, first *int, after *string, last *int, before *string, filter *consult.ConsultationFilter, orderBy consult.ConsultationOrder) (*model.ConsultationConnection, error) {
	return model.Connect(consultdb.Consultations(ctx, r.DB, graph.Page(first, after, last, before), filter, orderBy))
}

func (r *QueryResolver) OverdueFeedback(ctx context.Context, first *int, after *string, last *int, before *string) (*model.ConsultationConnection, error) {
	return model.Connect(consultdb.OverdueFeedback(ctx, r.DB, graph.Page(first, after, last, before)))
}

func (r *MutationResolver) LaunchConsultation(ctx context.Context, input consult.LaunchConsultationInput) (*model.LaunchConsultationPayload, error) {
	launched, err := consultdb.LaunchConsultation(ctx, r.DB, civic.ActorOf(ctx), input)
	return &model.LaunchConsultationPayload{Consultation: launched.Consultation, Warnings: launched.Warnings, UserErrors: graph.UserErrors(ctx, err)}, graph.TopLevel(err)
}

func (r *MutationResolver) RescheduleConsultation(ctx context.Context, input consult.RescheduleConsultationInput) (*model.RescheduleConsultationPayload, error) {
	moved, err := consultdb.RescheduleConsultation(ctx, r.DB, civic.ActorOf(ctx), input)
	return &model.RescheduleConsultationPayload{Consultation: moved.Consultation, Warnings: moved.Warnings, UserErrors: graph.UserErrors(ctx, err)}, graph.TopLevel(err)
}

func (r *ConsultationResolver) Corrections(ctx context.Context, c *consult.Consultation, first *int, after *string, last *int, before *string) (*model.CorrectionConnection, error) {
	return model.Connect(civicdb.Corrections(ctx, r.DB, c.ID(), graph.Page(first, after, last, before)))
}

func (r *PolicyRecordResolver) Consultations(ctx context.Context, record *policy.PolicyRecord, first *int, after *string, last *int, before *string) (*model.ConsultationConnection, error) {
	return model.Connect(consultdb.ConsultationsOn(ctx, r.DB, *record, graph.Page(first, after, last, before)))
}

func (r *SubscriptionResolver) ConsultationChanged(ctx context.Context, id civic.ID) (<-chan *consult.Consultation, error) {
	if _, err := graph.MustFind(graph.LoadNode(ctx, Consultations, id)); err != nil {
		return nil, err
	}
	return live.Follow(ctx, r.Hub, live.TopicOf(id), live.Pace, func(ctx context.Context, _ live.News) ([]consult.Consultation, error) {
		return consultdb.ConsultationsByID(ctx, r.DB, civic.ActorOf(ctx), []civic.ID{id})
	})
}
