package graph

import (
	"context"

	consultdb "minyi/db/consult"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/legaltext"
	"minyi/graph/model"
)

var (
	drafts       = nodeLoader(consultdb.DraftsByID)
	currentTexts = newLoader(consultdb.CurrentTexts) // by the record
	comingTexts  = newLoader(consultdb.ComingTexts)  // by the record
	draftTexts   = newLoader(consultdb.DraftTexts)
	comparisons  = newLoader(consultdb.Comparisons)

	recordCurrentText = relate("PolicyRecord.currentText", currentTexts, (*consult.PolicyRecord).ID)
	recordComingText  = relate("PolicyRecord.comingText", comingTexts, (*consult.PolicyRecord).ID)
	draftPolicyRecord = relate("Draft.policyRecord", policyRecords, func(d *consult.Draft) civic.ID {
		return civic.IDOf(consult.PolicyRecordKind, d.PolicyRecordKey)
	})
	draftText       = relate("Draft.text", draftTexts, (*consult.Draft).ID)
	draftComparison = relate("Draft.comparison", comparisons, (*consult.Draft).ID)
)

func (r *MutationResolver) ImportDraft(ctx context.Context, input consult.ImportDraftInput) (*model.ImportDraftPayload, error) {
	draft, err := consultdb.ImportDraft(ctx, r.db, civic.ActorOf(ctx), input)
	return &model.ImportDraftPayload{Draft: draft, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *MutationResolver) ReviseDraft(ctx context.Context, input consult.ReviseDraftInput) (*model.ReviseDraftPayload, error) {
	draft, err := consultdb.ReviseDraft(ctx, r.db, civic.ActorOf(ctx), input)
	return &model.ReviseDraftPayload{Draft: draft, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *MutationResolver) SetLegalBases(ctx context.Context, input consult.SetLegalBasesInput) (*model.SetLegalBasesPayload, error) {
	draft, err := consultdb.SetLegalBases(ctx, r.db, civic.ActorOf(ctx), input)
	return &model.SetLegalBasesPayload{Draft: draft, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *PolicyRecordResolver) Drafts(ctx context.Context, record *consult.PolicyRecord, first *int, after *string, last *int, before *string) (*model.DraftConnection, error) {
	return model.Connect(consultdb.DraftsOn(ctx, r.db, civic.ActorOf(ctx), *record, page(first, after, last, before)))
}

func (r *PolicyRecordResolver) CurrentText(ctx context.Context, record *consult.PolicyRecord) (*consult.Draft, error) {
	return recordCurrentText.Load(ctx, record)
}

func (r *PolicyRecordResolver) ComingText(ctx context.Context, record *consult.PolicyRecord) (*consult.Draft, error) {
	return recordComingText.Load(ctx, record)
}

func (r *DraftResolver) PolicyRecord(ctx context.Context, d *consult.Draft) (*consult.PolicyRecord, error) {
	return draftPolicyRecord.Load(ctx, d)
}

func (r *DraftResolver) LegalBases(_ context.Context, d *consult.Draft) ([]consult.LegalBasis, error) {
	return d.LegalBases, nil
}

func (r *DraftResolver) ImportWarnings(_ context.Context, d *consult.Draft) ([]legaltext.ImportWarning, error) {
	return d.ImportWarnings, nil
}

func (r *DraftResolver) Clauses(ctx context.Context, d *consult.Draft, first *int, after *string, last *int, before *string, kinds []legaltext.ClauseKind, number *int, under *civic.ID) (*model.ClauseConnection, error) {
	return model.Connect(consultdb.Clauses(ctx, r.db, *d, page(first, after, last, before), consult.ClauseFilter{Kinds: kinds, Number: number, Under: under}))
}

func (r *DraftResolver) Text(ctx context.Context, d *consult.Draft) (string, error) {
	return draftText.Value(ctx, d)
}

func (r *DraftResolver) Comparison(ctx context.Context, d *consult.Draft) (*consult.DraftComparison, error) {
	return draftComparison.Load(ctx, d)
}
