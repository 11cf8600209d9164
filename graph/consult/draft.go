package consultgraph

import (
	"context"

	consultdb "minyi/db/consult"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/legaltext"
	"minyi/graph"
	"minyi/graph/model"
)

var (
	Drafts       = graph.NodeLoader(consultdb.DraftsByID)
	currentTexts = graph.NewLoader(consultdb.CurrentTexts) // by the record
	comingTexts  = graph.NewLoader(consultdb.ComingTexts)  // by the record
	draftTexts   = graph.NewLoader(consultdb.DraftTexts)
	comparisons  = graph.NewLoader(consultdb.Comparisons)

	recordCurrentText = graph.Relate("PolicyRecord.currentText", currentTexts, (*consult.PolicyRecord).ID)
	recordComingText  = graph.Relate("PolicyRecord.comingText", comingTexts, (*consult.PolicyRecord).ID)
	draftPolicyRecord = graph.Relate("Draft.policyRecord", PolicyRecords, func(d *consult.Draft) civic.ID {
		return civic.IDOf(consult.PolicyRecordKind, d.PolicyRecordKey)
	})
	draftText       = graph.Relate("Draft.text", draftTexts, (*consult.Draft).ID)
	draftComparison = graph.Relate("Draft.comparison", comparisons, (*consult.Draft).ID)
)

func (r *PolicyRecordResolver) Drafts(ctx context.Context, record *consult.PolicyRecord, first *int, after *string, last *int, before *string) (*model.DraftConnection, error) {
	return model.Connect(consultdb.DraftsOn(ctx, r.DB, civic.ActorOf(ctx), *record, graph.Page(first, after, last, before)))
}

func (r *DraftResolver) LegalBases(_ context.Context, d *consult.Draft) ([]consult.LegalBasis, error) {
	return d.LegalBases, nil
}

func (r *DraftResolver) ImportWarnings(_ context.Context, d *consult.Draft) ([]legaltext.ImportWarning, error) {
	return d.ImportWarnings, nil
}

func (r *DraftResolver) Clauses(ctx context.Context, d *consult.Draft, first *int, after *string, last *int, before *string, kinds []legaltext.ClauseKind, number *int, under *civic.ID) (*model.ClauseConnection, error) {
	return model.Connect(consultdb.Clauses(ctx, r.DB, *d, graph.Page(first, after, last, before), consult.ClauseFilter{Kinds: kinds, Number: number, Under: under}))
}
