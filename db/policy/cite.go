package policydb

import (
	"context"

	"github.com/google/uuid"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/legaltext"
	"minyi/domain/policy"
)

// citedColumns are what the citations of a draft's clauses depend on. Whether an article has words of its own counts, not which.
const citedColumns = `c.id, c.draft_id, c.parent_id, c.kind, c.label, c.number, c.number_suffix, c.heading, left(c.text, 1) AS text`

// Citations finds the citations of all clauses of drafts in the built-in languages, by the drafts' ids. It looks at no right: it is for
// what the actor was let see of the drafts.
func Citations(ctx context.Context, db *pg.DB, _ civic.Actor, drafts []civic.ID) (map[civic.ID]policy.Citations, error) {
	var found []legaltext.Clause
	err := db.List(ctx, &found, `SELECT `+citedColumns+` FROM clauses c WHERE c.draft_id = ANY($1) ORDER BY c.draft_id, c.position`, pg.KeysOf(drafts))
	texts := map[uuid.UUID][]legaltext.Clause{}
	for _, c := range found {
		texts[c.DraftKey] = append(texts[c.DraftKey], c)
	}
	cited := map[civic.ID]policy.Citations{}
	for draft, clauses := range texts {
		cited[civic.IDOf(policy.DraftKind, draft)] = policy.CitationsOf(clauses)
	}
	return cited, err
}

// CitedClause finds the clause of a draft that a citation names. It is nil if there is none, or if the actor may not see the draft.
func CitedClause(ctx context.Context, db *pg.DB, by civic.Actor, draft civic.ID, citation string) (*legaltext.Clause, error) {
	if _, err := draft.Of(policy.DraftKind, "draft"); err != nil {
		return nil, err
	}
	all, codes := ReachOf(by)
	clauses, err := pg.Rows[legaltext.Clause](ctx, db, `SELECT `+citedColumns+` FROM `+ClauseTables+` WHERE c.draft_id = ANY($1) AND `+DraftSeen+` ORDER BY c.position`,
		pg.KeyArray{draft.Key}, all, codes)
	at := legaltext.FindCited(clauses, citation)
	if err != nil || at < 0 {
		return nil, err
	}
	return pg.Single(ClausesByID(ctx, db, by, []civic.ID{clauses[at].ID()}))
}
