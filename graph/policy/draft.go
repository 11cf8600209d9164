package policygraph

import (
	"context"

	policydb "minyi/db/policy"
	"minyi/domain/civic"
	"minyi/domain/legaltext"
	"minyi/domain/policy"
	"minyi/graph"
	"minyi/graph/model"
)

var (
	Drafts       = graph.NodeLoader(policydb.DraftsByID)
	currentTexts = graph.NewLoader(policydb.CurrentTexts) // by the record
	comingTexts  = graph.NewLoader(policydb.ComingTexts)  // by the record
	draftTexts   = graph.NewLoader(policydb.DraftTexts)
	comparisons  = graph.NewLoader(policydb.Comparisons)

	recordCurrentText = graph.Relate("PolicyRecord.currentText", currentTexts, (*policy.PolicyRecord).ID)
	recordComingText  = graph.Relate("PolicyRecord.comingText", comingTexts, (*policy.PolicyRecord).ID)
	draftPolicyRecord = graph.Relate("Draft.policyRecord", PolicyRecords, func(d *policy.Draft) civic.ID {
		return civic.IDOf(policy.PolicyRecordKind, d.PolicyRecordKey)
	})
	draftText       = graph.Relate("Draft.text", draftTexts, (*policy.Draft).ID)
	draftComparison = graph.Relate("Draft.comparison", comparisons, (*policy.Draft).ID)
)

func (r *PolicyRecordResolver) Drafts(ctx context.Context, record *policy.PolicyRecord, first *int, after *string, last *int, before *string) (*model.DraftConnection, error) {
	return model.Connect(policydb.DraftsOn(ctx, r.DB, civic.ActorOf(ctx), *record, graph.Page(first, after, last, before)))
}

func (r *DraftResolver) LegalBases(_ context.Context, d *policy.Draft) ([]policy.LegalBasis, error) {
	return d.LegalBases, nil
}

func (r *DraftResolver) ImportWarnings(_ context.Context, d *policy.Draft) ([]legaltext.ImportWarning, error) {
	return d.ImportWarnings, nil
}

func (r *DraftResolver) Clauses(ctx context.Context, d *policy.Draft, first *int, after *string, last *int, before *string, kinds []legaltext.ClauseKind, number *int, under *civic.ID) (*model.ClauseConnection, error) {
	return model.Connect(policydb.Clauses(ctx, r.DB, *d, graph.Page(first, after, last, before), policy.ClauseFilter{Kinds: kinds, Number: number, Under: under}))
}
