package policydb

import (
	"context"

	"github.com/google/uuid"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/legaltext"
	"minyi/domain/policy"
)

// Comparisons says how drafts follow from the versions before them, by the drafts' ids. There is none where the actor may
// not see the version before.
func Comparisons(ctx context.Context, db *pg.DB, by civic.Actor, drafts []civic.ID) (map[civic.ID]policy.DraftComparison, error) {
	comparisons, err := previousDrafts(ctx, db, by, drafts)
	if err != nil {
		return nil, err
	}
	if err := countChanges(ctx, db, comparisons, drafts); err != nil {
		return nil, err
	}
	return comparisons, findGone(ctx, db, comparisons, drafts)
}

// previousDrafts begins a comparison for every draft whose version before the actor may see.
func previousDrafts(ctx context.Context, db *pg.DB, by civic.Actor, drafts []civic.ID) (map[civic.ID]policy.DraftComparison, error) {
	var found []struct {
		policy.Draft
		Next uuid.UUID `db:"next_id"`
	}
	all, codes := ReachOf(by)
	err := db.List(ctx, &found, `SELECT `+draftColumns+`, n.id AS next_id FROM `+DraftTables+` JOIN drafts n ON n.previous_id = t.id
		WHERE n.id = ANY($1) AND `+DraftSeen, pg.KeysOf(drafts), all, codes)
	comparisons := map[civic.ID]policy.DraftComparison{}
	for _, previous := range found {
		comparisons[civic.IDOf(policy.DraftKind, previous.Next)] = policy.DraftComparison{Previous: previous.Draft, GoneClauses: []legaltext.Clause{}}
	}
	return comparisons, err
}

// countChanges counts what became of the clauses.
func countChanges(ctx context.Context, db *pg.DB, comparisons map[civic.ID]policy.DraftComparison, drafts []civic.ID) error {
	var counts []struct {
		Draft  uuid.UUID              `db:"draft_id"`
		Change legaltext.ClauseChange `db:"change"`
		Count  int                    `db:"count"`
	}
	err := db.List(ctx, &counts, `SELECT c.draft_id, c.change, count(*) AS count FROM clauses c WHERE c.draft_id = ANY($1) AND c.change IS NOT NULL
		GROUP BY c.draft_id, c.change`, pg.KeysOf(drafts))
	for _, n := range counts {
		id := civic.IDOf(policy.DraftKind, n.Draft)
		if comparison, seen := comparisons[id]; seen {
			comparison.Count(n.Change, n.Count)
			comparisons[id] = comparison
		}
	}
	return err
}

// findGone finds the clauses of the versions before that no clause continues.
func findGone(ctx context.Context, db *pg.DB, comparisons map[civic.ID]policy.DraftComparison, drafts []civic.ID) error {
	var gone []struct {
		legaltext.Clause
		Next uuid.UUID `db:"next_id"`
	}
	err := db.List(ctx, &gone, `SELECT `+clauseColumns+`, n.id AS next_id FROM drafts n JOIN clauses c ON c.draft_id = n.previous_id
		WHERE n.id = ANY($1) AND NOT EXISTS (SELECT FROM clauses k WHERE k.draft_id = n.id AND (k.previous_id = c.id OR k.sources @> to_jsonb(c.id))) ORDER BY n.id, c.position`, pg.KeysOf(drafts))
	for _, c := range gone {
		id := civic.IDOf(policy.DraftKind, c.Next)
		if comparison, seen := comparisons[id]; seen {
			comparison.Gone++
			comparison.GoneClauses = append(comparison.GoneClauses, c.Clause)
			comparisons[id] = comparison
		}
	}
	return err
}
