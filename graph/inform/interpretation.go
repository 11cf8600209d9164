// Package informgraph resolves interpretations of policies, topic columns and answers to public concern.
package informgraph

import (
	"context"

	"github.com/google/uuid"

	informdb "minyi/db/inform"
	"minyi/domain/civic"
	"minyi/domain/inform"
	"minyi/domain/legaltext"
	"minyi/domain/policy"
	"minyi/graph"
	"minyi/graph/model"
	policygraph "minyi/graph/policy"
)

var (
	interpretations = policygraph.ContentLoader(informdb.InterpretationsByID)

	interpretationRecord = graph.Relate("PolicyInterpretation.policyRecord", policygraph.PolicyRecords, func(i *inform.PolicyInterpretation) civic.ID {
		return graph.OptionalID(policy.PolicyRecordKind, i.PolicyRecordKey)
	})
	interpretationDraft = graph.Relate("PolicyInterpretation.draft", policygraph.Drafts, func(i *inform.PolicyInterpretation) civic.ID {
		return graph.OptionalID(policy.DraftKind, i.DraftKey)
	})
	interpretationClauses  = graph.Relate("PolicyInterpretation.clauses", graph.NewLoader(informdb.InterpretedClauses), (*inform.PolicyInterpretation).ID)
	interpretationReleases = graph.Relate("PolicyInterpretation.releases", policygraph.Releases, func(i *inform.PolicyInterpretation) uuid.UUID { return i.RootKey })
	interpretationReviews  = graph.RelateBy("PolicyInterpretation.reviews", policygraph.Reviews, func(ctx context.Context, i *inform.PolicyInterpretation) (uuid.UUID, error) {
		return policygraph.ReviewKey(ctx, i.ContentVersion)
	})

	clauseInterpretations   = graph.Relate("Clause.interpretations", graph.NewLoader(informdb.ClauseInterpretations), (*legaltext.Clause).ID)
	recordInterpretationDue = graph.Relate("PolicyRecord.interpretationDue", graph.NewLoader(informdb.InterpretationDuties), (*policy.PolicyRecord).ID)

	dutyDraft = graph.Relate("InterpretationDuty.draft", policygraph.Drafts, func(d *inform.InterpretationDuty) civic.ID {
		return civic.IDOf(policy.DraftKind, d.DraftKey)
	})
	dutyRecord = graph.Relate("InterpretationDuty.policyRecord", policygraph.PolicyRecords, func(d *inform.InterpretationDuty) civic.ID {
		return civic.IDOf(policy.PolicyRecordKind, d.RecordKey)
	})
	dutyInterpretation = graph.Relate("InterpretationDuty.interpretation", interpretations, func(d *inform.InterpretationDuty) civic.ID {
		return graph.OptionalID(inform.InterpretationKind, d.InterpretationKey)
	})
)

func (r *PolicyInterpretationResolver) MissingForApproval(ctx context.Context, i *inform.PolicyInterpretation) ([]policy.ReviewGate, error) {
	return policygraph.MissingGates(ctx, interpretationReviews, i)
}

func (r *PolicyRecordResolver) Interpretations(ctx context.Context, record *policy.PolicyRecord, first *int, after *string, last *int, before *string) (*model.PolicyInterpretationConnection, error) {
	return model.Connect(informdb.InterpretationsOn(ctx, r.DB, civic.ActorOf(ctx), *record, graph.Page(first, after, last, before)))
}

func (r *QueryResolver) Interpretations(ctx context.Context, first *int, after *string, last *int, before *string, filter *inform.InterpretationFilter) (*model.PolicyInterpretationConnection, error) {
	return model.Connect(informdb.Interpretations(ctx, r.DB, civic.ActorOf(ctx), graph.Page(first, after, last, before), filter))
}

func (r *QueryResolver) InterpretationCount(ctx context.Context, year int, departmentID *civic.ID) (*inform.InterpretationCount, error) {
	return informdb.CountInterpretations(ctx, r.DB, year, departmentID)
}

func (r *QueryResolver) InterpretationsOverdue(ctx context.Context, year int, departmentID *civic.ID) ([]inform.InterpretationDuty, error) {
	return informdb.InterpretationsOverdue(ctx, r.DB, year, departmentID)
}
