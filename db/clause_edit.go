package db

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/legaltext"
)

// EditClause changes the words of a clause of an unpublished draft; verdicts on the draft as it was are void. An EDITOR of
// the department may. It refuses DRAFT_PUBLISHED, NOT_NEWEST_VERSION under a version in public, EMPTY and what breaks the rules of a text.
func (db *DB) EditClause(ctx context.Context, by civic.Actor, in consult.EditClauseInput) (*legaltext.Clause, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	return db.writeClause(ctx, by, in, in.ClauseID, func(t *tx, d consult.Draft, clauses []legaltext.Clause, at int) error {
		reworded, err := consult.Reworded(clauses[at], in)
		if err != nil {
			return err
		}
		clauses[at] = reworded
		if _, err := t.exec(ctx, `UPDATE clauses SET heading = $2, text = $3 WHERE id = $1`, reworded.Key, reworded.Heading, reworded.Text); err != nil {
			return err
		}
		if err := t.recontent(ctx, d, clauses); err != nil {
			return err
		}
		return t.recompareNext(ctx, d, clauses)
	})
}

// CorrectClauseMatch says which clause of the version before a clause continues, or that it is new. The content stays as it
// was. An EDITOR of the department may. It refuses DRAFT_PUBLISHED, NOT_NEWEST_VERSION under a version in public, OTHER_DRAFT and CLAUSE_ALREADY_MATCHED.
func (db *DB) CorrectClauseMatch(ctx context.Context, by civic.Actor, in consult.CorrectClauseMatchInput) (*legaltext.Clause, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	previous, err := db.previousClause(ctx, by, in.PreviousClauseID)
	if err != nil {
		return nil, err
	}
	return db.writeClause(ctx, by, in, in.ClauseID, func(t *tx, d consult.Draft, clauses []legaltext.Clause, at int) error {
		before := clauses[at].LineageKey
		if err := consult.Rematch(d, clauses, at, previous); err != nil {
			return err
		}
		c := clauses[at]
		if _, err := t.exec(ctx, `UPDATE clauses SET previous_id = $2 WHERE id = $1`, c.Key, c.PreviousKey); err != nil {
			return err
		}
		return t.relineage(ctx, d, before, c.LineageKey)
	})
}

// previousClause finds the clause that another is said to continue; nil where none is.
func (db *DB) previousClause(ctx context.Context, by civic.Actor, id *civic.ID) (*legaltext.Clause, error) {
	if id == nil {
		return nil, nil
	}
	c, err := only(db.ClausesByID(ctx, by, []civic.ID{*id}))
	return c, under("previousClauseId", err)
}

// writeClause locks the draft of a clause, lets the clause at its index among all be changed, and works out anew what became
// of each clause since the version before.
func (db *DB) writeClause(ctx context.Context, by civic.Actor, in any, id civic.ID, write func(t *tx, d consult.Draft, clauses []legaltext.Clause, at int) error) (*legaltext.Clause, error) {
	seen, err := only(db.ClausesByID(ctx, by, []civic.ID{id}))
	if err != nil {
		return nil, under("clauseId", err)
	}
	_, err = db.writeDraft(ctx, by, in, civic.IDOf(consult.DraftKind, seen.DraftKey), id, "clauseId", func(t *tx, d consult.Draft) error {
		if _, err := d.AfterChange("clauseId"); err != nil {
			return err
		}
		if err := t.noneFollowsInPublic(ctx, d); err != nil {
			return err
		}
		clauses, err := clausesOf(ctx, t, d.Key)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(clauses, func(c legaltext.Clause) bool { return c.Key == id.Key })
		if err := write(t, d, clauses, at); err != nil {
			return err
		}
		return t.recompare(ctx, d.PreviousKey, clauses)
	})
	if err != nil {
		return nil, err
	}
	return only(db.ClausesByID(ctx, by, []civic.ID{id}))
}

// noneFollowsInPublic refuses as NOT_NEWEST_VERSION a version that one put to the public follows: what the public reads says how
// it follows from the one before, and does not change any more.
func (t *tx) noneFollowsInPublic(ctx context.Context, d consult.Draft) error {
	var follows bool
	err := t.get(ctx, &follows, `SELECT EXISTS (SELECT FROM drafts WHERE policy_record_id = $1 AND version > $2 AND published_at IS NOT NULL)`,
		d.PolicyRecordKey, d.Version)
	if err != nil || !follows {
		return err
	}
	return civic.Refuse(consult.NotNewestVersion, "clauseId")
}

// relineage gives a clause's new lineage to it and to those of later versions that continue it. A version has a lineage once.
func (t *tx) relineage(ctx context.Context, d consult.Draft, before, after uuid.UUID) error {
	_, err := t.exec(ctx, `UPDATE clauses SET lineage_id = $2 WHERE lineage_id = $1
		AND draft_id IN (SELECT id FROM drafts WHERE policy_record_id = $3 AND version >= $4)`, before, after, d.PolicyRecordKey, d.Version)
	return err
}

// recompareNext does for the version that follows a draft what recompare does for the draft itself.
func (t *tx) recompareNext(ctx context.Context, d consult.Draft, previous []legaltext.Clause) error {
	var next []legaltext.Clause
	err := t.list(ctx, &next, `SELECT `+clauseColumns+` FROM clauses c WHERE c.draft_id = (SELECT id FROM drafts WHERE policy_record_id = $1 AND previous_id = $2)
		ORDER BY c.position`, d.PolicyRecordKey, d.Key)
	if err != nil {
		return err
	}
	return t.keepChanges(ctx, next, legaltext.Recompare(previous, next))
}

// recompare works out and keeps what became of clauses since the version before, where there is one.
func (t *tx) recompare(ctx context.Context, previous *uuid.UUID, clauses []legaltext.Clause) error {
	if previous == nil {
		return nil
	}
	before, err := clausesOf(ctx, t, *previous)
	if err != nil {
		return err
	}
	return t.keepChanges(ctx, clauses, legaltext.Recompare(before, clauses))
}

// keepChanges writes the changes that are other than they were.
func (t *tx) keepChanges(ctx context.Context, before, after []legaltext.Clause) error {
	for i, c := range after {
		if *before[i].Change == *c.Change {
			continue
		}
		if _, err := t.exec(ctx, `UPDATE clauses SET change = $2 WHERE id = $1`, c.Key, c.Change); err != nil {
			return err
		}
	}
	return nil
}
