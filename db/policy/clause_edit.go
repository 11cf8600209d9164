package policydb

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/legaltext"
	"minyi/domain/lineage"
	"minyi/domain/policy"
)

// EditClause changes the words of a clause of an unpublished draft; verdicts on the draft as it was are void. An EDITOR of
// the department may. It refuses DRAFT_PUBLISHED, NOT_NEWEST_VERSION under a version in public, EMPTY and what breaks the rules of a text.
func EditClause(ctx context.Context, db *pg.DB, by civic.Actor, in policy.EditClauseInput) (*legaltext.Clause, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	return writeClause(ctx, db, by, in, in.ClauseID, func(t *pg.Tx, d policy.Draft, clauses []legaltext.Clause, at int) error {
		reworded, err := policy.Reworded(clauses[at], in)
		if err != nil {
			return err
		}
		clauses[at] = reworded
		if _, err := t.Exec(ctx, `UPDATE clauses SET heading = $2, text = $3, folded = $4 WHERE id = $1`, reworded.Key, reworded.Heading, reworded.Text, foldedClause(reworded)); err != nil {
			return err
		}
		if err := recontent(ctx, t, d, clauses); err != nil {
			return err
		}
		return recompareNext(ctx, t, d, clauses)
	})
}

// CorrectClauseMatch says which clause of the version before a clause continues, or that it is new. The content stays as it
// was. An EDITOR of the department may. It refuses DRAFT_PUBLISHED, NOT_NEWEST_VERSION under a version in public, OTHER_DRAFT and CLAUSE_ALREADY_MATCHED.
func CorrectClauseMatch(ctx context.Context, db *pg.DB, by civic.Actor, in policy.CorrectClauseMatchInput) (*legaltext.Clause, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	previous, err := previousClause(ctx, db, by, in.PreviousClauseID)
	if err != nil {
		return nil, err
	}
	return writeClause(ctx, db, by, in, in.ClauseID, func(t *pg.Tx, d policy.Draft, clauses []legaltext.Clause, at int) error {
		before := clauses[at].LineageKey
		if err := policy.Rematch(d, clauses, at, previous); err != nil {
			return err
		}
		c := clauses[at]
		if _, err := t.Exec(ctx, `UPDATE clauses SET previous_id = $2 WHERE id = $1`, c.Key, c.PreviousKey); err != nil {
			return err
		}
		return relineage(ctx, t, d, before, c.LineageKey)
	})
}

// previousClause finds the clause that another is said to continue; nil where none is.
func previousClause(ctx context.Context, db *pg.DB, by civic.Actor, id *civic.ID) (*legaltext.Clause, error) {
	if id == nil {
		return nil, nil
	}
	c, err := pg.Single(ClausesByID(ctx, db, by, []civic.ID{*id}))
	return c, pg.Under("previousClauseId", err)
}

// writeClause locks the draft of a clause, lets the clause at its index among all be changed, and works out anew what became
// of each clause since the version before.
func writeClause(ctx context.Context, db *pg.DB, by civic.Actor, in any, id civic.ID, write func(t *pg.Tx, d policy.Draft, clauses []legaltext.Clause, at int) error) (*legaltext.Clause, error) {
	seen, err := pg.Single(ClausesByID(ctx, db, by, []civic.ID{id}))
	if err != nil {
		return nil, pg.Under("clauseId", err)
	}
	_, err = writeDraft(ctx, db, by, in, civic.IDOf(policy.DraftKind, seen.DraftKey), id, "clauseId", func(t *pg.Tx, d policy.Draft) error {
		if _, err := d.AfterChange("clauseId"); err != nil {
			return err
		}
		if err := noneFollowsInPublic(ctx, t, d); err != nil {
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
		return recompare(ctx, t, d.PreviousKey, clauses)
	})
	if err != nil {
		return nil, err
	}
	return pg.Single(ClausesByID(ctx, db, by, []civic.ID{id}))
}

// noneFollowsInPublic refuses as NOT_NEWEST_VERSION a version that one put to the public follows: what the public reads says how
// it follows from the one before, and does not change any more.
func noneFollowsInPublic(ctx context.Context, t *pg.Tx, d policy.Draft) error {
	var follows bool
	err := t.Get(ctx, &follows, `SELECT EXISTS (SELECT FROM drafts WHERE policy_record_id = $1 AND version > $2 AND published_at IS NOT NULL)`,
		d.PolicyRecordKey, d.Version)
	if err != nil || !follows {
		return err
	}
	return civic.Refuse(policy.NotNewestVersion, "clauseId")
}

// relineage gives a clause's new lineage to it and to those of later versions that continue it. A version has a lineage once.
func relineage(ctx context.Context, t *pg.Tx, d policy.Draft, before, after uuid.UUID) error {
	_, err := t.Exec(ctx, `UPDATE clauses SET lineage_id = $2 WHERE lineage_id = $1
		AND draft_id IN (SELECT id FROM drafts WHERE policy_record_id = $3 AND version >= $4)`, before, after, d.PolicyRecordKey, d.Version)
	return err
}

// recompareNext does for the version that follows a draft what recompare does for the draft itself.
func recompareNext(ctx context.Context, t *pg.Tx, d policy.Draft, previous []legaltext.Clause) error {
	var next []legaltext.Clause
	err := t.List(ctx, &next, `SELECT `+clauseColumns+` FROM clauses c WHERE c.draft_id = (SELECT id FROM drafts WHERE policy_record_id = $1 AND previous_id = $2)
		ORDER BY c.position`, d.PolicyRecordKey, d.Key)
	if err != nil {
		return err
	}
	return keepChanges(ctx, t, next, lineage.Recompare(previous, next))
}

// recompare works out and keeps what became of clauses since the version before, where there is one.
func recompare(ctx context.Context, t *pg.Tx, previous *uuid.UUID, clauses []legaltext.Clause) error {
	if previous == nil {
		return nil
	}
	before, err := clausesOf(ctx, t, *previous)
	if err != nil {
		return err
	}
	return keepChanges(ctx, t, clauses, lineage.Recompare(before, clauses))
}

// keepChanges writes the changes that are other than they were.
func keepChanges(ctx context.Context, t *pg.Tx, before, after []legaltext.Clause) error {
	for i, c := range after {
		if *before[i].Change == *c.Change {
			continue
		}
		if _, err := t.Exec(ctx, `UPDATE clauses SET change = $2 WHERE id = $1`, c.Key, c.Change); err != nil {
			return err
		}
	}
	return nil
}
