package policydb

import (
	"context"

	"github.com/google/uuid"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/legaltext"
	"minyi/domain/lineage"
	"minyi/domain/policy"
	"minyi/domain/survey"
)

// newDraft is a new version of a record's draft on its way into the database.
type newDraft struct {
	draft   policy.Draft
	clauses []legaltext.Clause
	by      civic.Actor
	same    pg.Request
}

// ImportDraft cuts a text into clauses and keeps it as the record's next draft. Where the record has a draft, the clauses are
// matched to those of its newest version. An EDITOR of the record's department may.
func ImportDraft(ctx context.Context, db *pg.DB, by civic.Actor, in policy.ImportDraftInput) (*policy.Draft, error) {
	if err := policy.CheckImport(in); err != nil {
		return nil, err
	}
	record, err := pg.One(ctx, db, by, PolicyRecordsByID, in.PolicyRecordID, "policyRecordId")
	if err != nil {
		return nil, err
	}
	if err := by.Require(policy.WriteDraft, record.DepartmentCode); err != nil {
		return nil, err
	}
	file := &policy.UploadedFile{Text: in.Text}
	if in.UploadID != nil {
		if file, err = checkedUpload(ctx, db, by, record.Key, *in.UploadID); err != nil {
			return nil, err
		}
	}
	n := importOf(in, *file, *record)
	return begin(ctx, db, by, in, pg.RequestOf(in.IdempotencyKey, in), *record, func(*pg.Tx, *policy.Draft) (newDraft, error) { return n, nil })
}

// importOf makes a draft of a pasted text. The title is the one given, or the text's own, or the record's.
func importOf(in policy.ImportDraftInput, file policy.UploadedFile, record policy.PolicyRecord) newDraft {
	imported := legaltext.CutText(file.Text)
	title := imported.TitleOr(record.Titles.In(imported.Language))
	if in.Title != nil {
		title = *in.Title
	}
	return newDraft{clauses: imported.Clauses, draft: policy.Draft{
		Title: title, ImportWarnings: file.WarningsWith(imported.Warnings),
		ExplanatoryNotes: survey.LocalizeOptional(in.ExplanatoryNote), LegalBases: policy.BasesOf(in.LegalBases),
	}}
}

// ReviseDraft begins the version that follows a record's newest, from a new text or the same clauses. An EDITOR of the
// department may. It refuses NOT_NEWEST_VERSION.
func ReviseDraft(ctx context.Context, db *pg.DB, by civic.Actor, in policy.ReviseDraftInput) (*policy.Draft, error) {
	if err := policy.CheckRevision(in); err != nil {
		return nil, err
	}
	old, err := pg.One(ctx, db, by, DraftsByID, in.DraftID, "draftId")
	if err != nil {
		return nil, err
	}
	if err := by.Require(policy.WriteDraft, old.DepartmentCode); err != nil {
		return nil, err
	}
	same, asked := pg.RequestOf(in.IdempotencyKey, in), in
	file := &policy.UploadedFile{}
	if in.UploadID != nil {
		if file, err = checkedUpload(ctx, db, by, old.PolicyRecordKey, *in.UploadID); err != nil {
			return nil, err
		}
		in.Text = &file.Text
	}
	record := policy.PolicyRecord{Key: old.PolicyRecordKey, DepartmentCode: old.DepartmentCode}
	return begin(ctx, db, by, asked, same, record, func(t *pg.Tx, newest *policy.Draft) (newDraft, error) {
		if newest.Key != old.Key {
			return newDraft{}, civic.Refuse(policy.NotNewestVersion, "draftId")
		}
		return revise(ctx, t, *newest, in, *file)
	})
}

// revise makes the next version of a draft; what the input does not say is kept.
func revise(ctx context.Context, t *pg.Tx, newest policy.Draft, in policy.ReviseDraftInput, file policy.UploadedFile) (newDraft, error) {
	n := newDraft{draft: newest}
	if in.ExplanatoryNote != nil {
		n.draft.ExplanatoryNotes = survey.LocalizeOptional(in.ExplanatoryNote)
	}
	if in.LegalBases != nil {
		n.draft.LegalBases = policy.BasesOf(in.LegalBases)
	}
	if in.Text != nil {
		imported := legaltext.CutText(*in.Text)
		n.clauses, n.draft.Title, n.draft.ImportWarnings = imported.Clauses, imported.TitleOr(newest.Title), file.WarningsWith(imported.Warnings)
		return n, nil
	}
	clauses, err := clausesOf(ctx, t, newest.Key)
	n.clauses, n.draft.ImportWarnings = policy.Copied(clauses), nil
	return n, err
}

// begin keeps a record's next version, which make works out from the newest one; that is nil where there is none. The record
// stays locked, so that versions follow one another.
func begin(ctx context.Context, db *pg.DB, by civic.Actor, in any, same pg.Request, record policy.PolicyRecord, make func(*pg.Tx, *policy.Draft) (newDraft, error)) (*policy.Draft, error) {
	id := civic.IDOf(policy.DraftKind, civic.NewKey())
	create := pg.Create[policy.Draft]{By: by, Input: in, Request: same, ID: id, Table: "drafts", Find: DraftsByID}
	return create.Run(ctx, db, func(t *pg.Tx) error {
		if err := t.Allow(policy.WriteDraft, record.DepartmentCode, id); err != nil {
			return err
		}
		newest, err := newestDraft(ctx, t, record.Key)
		if err != nil {
			return err
		}
		n, err := make(t, newest)
		if err != nil {
			return err
		}
		n.draft.Key, n.draft.PolicyRecordKey, n.by, n.same = id.Key, record.Key, by, same
		return n.keep(ctx, t, newest)
	})
}

// newestDraft locks a record and reads the newest version of its draft; nil where there is none.
func newestDraft(ctx context.Context, t *pg.Tx, record uuid.UUID) (*policy.Draft, error) {
	if _, err := t.Exec(ctx, `SELECT FROM policy_records WHERE id = $1 FOR UPDATE`, record); err != nil {
		return nil, err
	}
	var newest []policy.Draft
	err := t.List(ctx, &newest, `SELECT `+draftColumns+` FROM `+DraftTables+` WHERE t.policy_record_id = $1 ORDER BY t.version DESC LIMIT 1`, record)
	if err != nil || len(newest) == 0 {
		return nil, err
	}
	return &newest[0], nil
}

// keep writes the version with its clauses and notes the event.
func (n newDraft) keep(ctx context.Context, t *pg.Tx, newest *policy.Draft) error {
	kind := policy.DraftImported
	n.draft.Version, n.draft.PreviousKey = 1, nil
	if newest != nil {
		kind = policy.DraftRevised
		n.draft.Version, n.draft.PreviousKey = newest.Version+1, &newest.Key
	}
	if err := n.insert(ctx, t); err != nil {
		return err
	}
	if err := n.match(ctx, t); err != nil {
		return err
	}
	for i := range n.clauses {
		n.clauses[i].DraftKey = n.draft.Key
	}
	if err := copyClauses(ctx, t, n.clauses); err != nil {
		return err
	}
	return AddToTimeline(ctx, t, n.draft.PolicyRecordKey, kind, policy.DraftKind, n.draft.Key, nil)
}

// insert writes the draft itself; a repeated request stops here, before its clauses are matched.
func (n newDraft) insert(ctx context.Context, t *pg.Tx) error {
	warnings := append(policy.ImportWarnings{}, n.draft.ImportWarnings...)
	_, err := t.Exec(ctx, `
		INSERT INTO drafts (id, policy_record_id, version, title, explanatory_note, legal_bases, state, content_hash, import_warnings, previous_id,
		  created_by, idempotency_key, request_hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		n.draft.Key, n.draft.PolicyRecordKey, n.draft.Version, n.draft.Title, n.draft.ExplanatoryNotes, n.draft.LegalBases, policy.StateDraft,
		n.draft.HashOf(n.clauses), warnings, n.draft.PreviousKey, n.by.Account, n.same.Key, n.same.Hash)
	return err
}

// match finds which clauses of the version before the new ones continue. Copied clauses know it already.
func (n *newDraft) match(ctx context.Context, t *pg.Tx) error {
	if n.draft.PreviousKey == nil || (len(n.clauses) > 0 && n.clauses[0].PreviousKey != nil) {
		return nil
	}
	previous, err := clausesOf(ctx, t, *n.draft.PreviousKey)
	if err != nil {
		return err
	}
	n.clauses, _, err = lineage.ApplyLineage(ctx, previous, n.clauses)
	return err
}
