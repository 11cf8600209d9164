package policydb

import (
	"context"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/legaltext"
	"minyi/domain/policy"
)

const (
	draftColumns = `t.id, t.policy_record_id, dep.code AS department_code, t.version, t.title, t.explanatory_note, t.legal_bases, t.state,
		t.content_hash, t.revision, t.import_warnings, t.previous_id, t.created_at, t.published_at, t.adopted_at, t.effective_on`
	DraftTables = `drafts t JOIN policy_records r ON r.id = t.policy_record_id JOIN departments dep ON dep.id = r.department_id`
	// DraftSeen is true of drafts that were put to the public or adopted, and for the department's staff of all; ReachOf gives $2 and $3.
	DraftSeen = `(t.published_at IS NOT NULL OR t.adopted_at IS NOT NULL OR $2::bool OR dep.code = ANY($3))`
)

// ReachOf says of which departments an actor sees what is internal: of all, or of those with these codes.
func ReachOf(by civic.Actor) (all bool, codes any) {
	departments, all := by.Reach(policy.ReadInternal)
	return all, pq.Array(departments)
}

// DraftsByID finds the drafts that the actor may see.
func DraftsByID(ctx context.Context, db *pg.DB, by civic.Actor, ids []civic.ID) ([]policy.Draft, error) {
	all, codes := ReachOf(by)
	return pg.Rows[policy.Draft](ctx, db, `SELECT `+draftColumns+` FROM `+DraftTables+` WHERE t.id = ANY($1) AND `+DraftSeen, pg.KeysOf(ids), all, codes)
}

// DraftsOn lists the versions of a record's draft that the actor may see, newest first.
func DraftsOn(ctx context.Context, db *pg.DB, by civic.Actor, record policy.PolicyRecord, page civic.PageArgs) (civic.Page[policy.Draft], error) {
	all, codes := ReachOf(by)
	return pg.PageOf(ctx, db, page, pg.Listing[policy.Draft]{
		Name: "drafts/" + record.Key.String(), Columns: draftColumns, Key: "t.id", Rank: "t.version", RankValue: pg.ByNumber, Descending: true,
		From: DraftTables, Where: `t.policy_record_id = $1 AND ` + DraftSeen,
		Args:  []any{record.Key, all, codes},
		Place: func(d policy.Draft) civic.Place { return civic.Place{Rank: int64(d.Version), Key: d.Key} },
	})
}

// CurrentTexts finds the texts in force by the ids of their records: of those adopted that are in force by today the latest, and
// of those from one day on the one adopted last. Everybody may.
func CurrentTexts(ctx context.Context, db *pg.DB, _ civic.Actor, records []civic.ID) (map[civic.ID]policy.Draft, error) {
	return adoptedTexts(ctx, db, records, `t.effective_on <= `+pg.Today, `t.effective_on DESC`)
}

// ComingTexts finds the texts that come into force next by the ids of their records. Everybody may.
func ComingTexts(ctx context.Context, db *pg.DB, _ civic.Actor, records []civic.ID) (map[civic.ID]policy.Draft, error) {
	return adoptedTexts(ctx, db, records, `t.effective_on > `+pg.Today, `t.effective_on`)
}

// adoptedTexts finds for each record the first of its adopted drafts under a condition.
func adoptedTexts(ctx context.Context, db *pg.DB, records []civic.ID, condition, order string) (map[civic.ID]policy.Draft, error) {
	var found []policy.Draft
	err := db.List(ctx, &found, `SELECT DISTINCT ON (t.policy_record_id) `+draftColumns+` FROM `+DraftTables+`
		WHERE t.policy_record_id = ANY($2) AND t.adopted_at IS NOT NULL AND `+condition+` ORDER BY t.policy_record_id, `+order+`, t.adopted_at DESC`, db.Zone.String(), pg.KeysOf(records))
	texts := make(map[civic.ID]policy.Draft, len(found))
	for _, d := range found {
		texts[civic.IDOf(policy.PolicyRecordKind, d.PolicyRecordKey)] = d
	}
	return texts, err
}

// SetLegalBases sets what an unpublished draft rests on; verdicts on the draft as it was are void. An EDITOR of the
// department may. It refuses DRAFT_PUBLISHED.
func SetLegalBases(ctx context.Context, db *pg.DB, by civic.Actor, in policy.SetLegalBasesInput) (*policy.Draft, error) {
	if err := policy.CheckLegalBases(in); err != nil {
		return nil, err
	}
	return writeDraft(ctx, db, by, in, in.DraftID, in.DraftID, "draftId", func(t *pg.Tx, d policy.Draft) error {
		clauses, err := clausesOf(ctx, t, d.Key)
		if err != nil {
			return err
		}
		d.LegalBases = policy.BasesOf(in.LegalBases)
		return recontent(ctx, t, d, clauses)
	})
}

// writeDraft locks a draft that the actor may write, lets it be changed, and gives what became of it. It refuses NOT_FOUND
// at the field where the actor may not see the draft, and FORBIDDEN where they may not write it. The subject is what of the
// draft is written.
func writeDraft(ctx context.Context, db *pg.DB, by civic.Actor, in any, id, subject civic.ID, field string, write func(*pg.Tx, policy.Draft) error) (*policy.Draft, error) {
	err := db.Write(ctx, by, in, func(t *pg.Tx) error {
		d, err := LockDraft(ctx, t, by, id, field)
		if err != nil {
			return err
		}
		if err := t.Allow(policy.WriteDraft, d.DepartmentCode, subject); err != nil {
			return err
		}
		return write(t, *d)
	})
	if err != nil {
		return nil, err
	}
	return pg.Single(DraftsByID(ctx, db, by, []civic.ID{id}))
}

// LockDraft reads a draft that the actor may see and keeps others from changing it, or another version of it, until the
// transaction ends.
func LockDraft(ctx context.Context, t *pg.Tx, by civic.Actor, id civic.ID, field string) (*policy.Draft, error) {
	for _, lock := range []string{
		`SELECT FROM policy_records WHERE id = (SELECT policy_record_id FROM drafts WHERE id = $1) FOR UPDATE`,
		`SELECT FROM drafts WHERE id = $1 FOR UPDATE`,
	} {
		if _, err := t.Exec(ctx, lock, id.Key); err != nil {
			return nil, err
		}
	}
	var d []policy.Draft
	all, codes := ReachOf(by)
	err := t.List(ctx, &d, `SELECT `+draftColumns+` FROM `+DraftTables+` WHERE t.id = $1 AND `+DraftSeen, id.Key, all, codes)
	locked, err := pg.Single(d, err)
	return locked, pg.Under(field, err)
}

// recontent keeps what a draft now says. Where that is anything new, verdicts are void and the draft is its writers' again.
func recontent(ctx context.Context, t *pg.Tx, d policy.Draft, clauses []legaltext.Clause) error {
	state, err := d.AfterChange("draftId")
	if err != nil {
		return err
	}
	_, err = t.Exec(ctx, `UPDATE drafts SET legal_bases = $2, content_hash = $3, revision = revision + CASE WHEN content_hash = $3 THEN 0 ELSE 1 END,
		state = CASE WHEN content_hash = $3 THEN state ELSE $4 END WHERE id = $1`,
		d.Key, d.LegalBases, d.HashOf(clauses), state)
	return err
}

// setState moves a draft on.
func setState(ctx context.Context, t *pg.Tx, draft uuid.UUID, state policy.DraftState) error {
	_, err := t.Exec(ctx, `UPDATE drafts SET state = $2 WHERE id = $1`, draft, state)
	return err
}
