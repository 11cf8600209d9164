package policydb

import (
	"context"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/legaltext"
	"minyi/domain/policy"
)

const (
	clauseColumns = `c.id, c.draft_id, c.parent_id, c.lineage_id, c.position, c.depth, c.kind, c.label, c.number, c.number_suffix,
		c.heading, c.text, c.change, c.previous_id, c.sources`
	ClauseTables = `clauses c JOIN drafts t ON t.id = c.draft_id JOIN policy_records r ON r.id = t.policy_record_id
		JOIN departments dep ON dep.id = r.department_id`
)

// ClausesByID finds the clauses of drafts that the actor may see.
func ClausesByID(ctx context.Context, db *pg.DB, by civic.Actor, ids []civic.ID) ([]legaltext.Clause, error) {
	all, codes := ReachOf(by)
	return pg.Rows[legaltext.Clause](ctx, db, `SELECT `+clauseColumns+` FROM `+ClauseTables+` WHERE c.id = ANY($1) AND `+DraftSeen, pg.KeysOf(ids), all, codes)
}

// Clauses lists the clauses of a draft that the actor was let see, in the text's order. A page may hold a whole text.
func Clauses(ctx context.Context, db *pg.DB, draft policy.Draft, page civic.PageArgs, filter policy.ClauseFilter) (civic.Page[legaltext.Clause], error) {
	under, err := filter.UnderKey()
	if err != nil {
		return civic.Page[legaltext.Clause]{}, err
	}
	var wanted any
	if filter.Kinds != nil {
		wanted = pq.Array(filter.Kinds)
	}
	page.Largest = policy.LargestClausePage
	return pg.PageOf(ctx, db, page, pg.Listing[legaltext.Clause]{
		Name: "clauses/" + draft.Key.String(), Columns: clauseColumns, Key: "c.id", Rank: "c.position", RankValue: pg.ByNumber,
		From: `clauses c`, Where: `c.draft_id = $1 AND ($2::text[] IS NULL OR c.kind = ANY($2)) AND ($3::bigint IS NULL OR c.number = $3) AND ` + clauseUnder,
		Args:  []any{draft.Key, wanted, filter.Number, under},
		Place: func(c legaltext.Clause) civic.Place { return civic.Place{Rank: int64(c.Position), Key: c.Key} },
	})
}

// clauseUnder holds for the clauses of a draft $1 under its clause $4, and for all where that is null. They follow that clause in the
// text's order, up to the next clause that does not lie deeper.
const clauseUnder = `($4::uuid IS NULL OR c.position > (SELECT u.position FROM clauses u WHERE u.id = $4 AND u.draft_id = $1) AND c.position < COALESCE(
	(SELECT n.position FROM clauses u JOIN clauses n ON n.draft_id = u.draft_id AND n.position > u.position AND n.depth <= u.depth
	WHERE u.id = $4 ORDER BY n.position LIMIT 1), 2147483647))`

// ClausesUnder finds the clauses right under others, in order, by the ids of those. It looks at no right: whoever sees a
// clause sees its draft.
func ClausesUnder(ctx context.Context, db *pg.DB, _ civic.Actor, parents []civic.ID) (map[civic.ID][]legaltext.Clause, error) {
	var found []legaltext.Clause
	err := db.List(ctx, &found, `SELECT `+clauseColumns+` FROM clauses c WHERE c.parent_id = ANY($1) ORDER BY c.parent_id, c.position`, pg.KeysOf(parents))
	under := map[civic.ID][]legaltext.Clause{}
	for _, c := range found {
		parent := civic.IDOf(legaltext.ClauseIDKind, *c.ParentKey)
		under[parent] = append(under[parent], c)
	}
	return under, err
}

// ClauseSources finds the clauses, besides the previous one, whose words clauses hold, by the clauses' ids. The actor must be let see
// their version.
func ClauseSources(ctx context.Context, db *pg.DB, by civic.Actor, clauses []civic.ID) (map[civic.ID][]legaltext.Clause, error) {
	var found []struct {
		legaltext.Clause
		Next uuid.UUID `db:"next_id"`
	}
	all, codes := ReachOf(by)
	err := db.List(ctx, &found, `SELECT `+clauseColumns+`, k.id AS next_id FROM `+ClauseTables+`
		JOIN (SELECT n.id, CAST(jsonb_array_elements_text(n.sources) AS uuid) AS source FROM clauses n WHERE n.id = ANY($1)) k ON k.source = c.id
		WHERE `+DraftSeen+` ORDER BY k.id, c.position`, pg.KeysOf(clauses), all, codes)
	sources := map[civic.ID][]legaltext.Clause{}
	for _, c := range found {
		id := civic.IDOf(legaltext.ClauseIDKind, c.Next)
		sources[id] = append(sources[id], c.Clause)
	}
	return sources, err
}

// DraftTexts puts the whole texts of drafts that the actor was let see together, by their ids.
func DraftTexts(ctx context.Context, db *pg.DB, _ civic.Actor, drafts []civic.ID) (map[civic.ID]string, error) {
	var found []legaltext.Clause
	err := db.List(ctx, &found, `SELECT `+clauseColumns+` FROM clauses c WHERE c.draft_id = ANY($1) ORDER BY c.draft_id, c.position`, pg.KeysOf(drafts))
	texts := map[civic.ID]string{}
	for start, end := 0, 0; start < len(found); start = end {
		for end < len(found) && found[end].DraftKey == found[start].DraftKey {
			end++
		}
		texts[civic.IDOf(policy.DraftKind, found[start].DraftKey)] = legaltext.TextOf(found[start:end])
	}
	return texts, err
}

// Outlines finds of drafts the clauses in the text's order, each with its key and that of the clause that it lies under and nothing
// more. It looks at no right: it is for what the actor was let see of the drafts.
func Outlines(ctx context.Context, db *pg.DB, _ civic.Actor, drafts []civic.ID) (map[civic.ID]consult.Outline, error) {
	var found consult.Outline
	err := db.List(ctx, (*[]legaltext.Clause)(&found), `SELECT c.id, c.draft_id, c.parent_id FROM clauses c WHERE c.draft_id = ANY($1) ORDER BY c.draft_id, c.position`, pg.KeysOf(drafts))
	outlines := map[civic.ID]consult.Outline{}
	for _, c := range found {
		draft := civic.IDOf(policy.DraftKind, c.DraftKey)
		outlines[draft] = append(outlines[draft], c)
	}
	return outlines, err
}

// clausesOf reads a whole draft's clauses in order.
func clausesOf(ctx context.Context, ask pg.Querier, draft uuid.UUID) ([]legaltext.Clause, error) {
	return pg.Rows[legaltext.Clause](ctx, ask, `SELECT `+clauseColumns+` FROM clauses c WHERE c.draft_id = $1 ORDER BY c.position`, draft)
}

// foldedClause is what a search for words compares of a clause.
func foldedClause(c legaltext.Clause) string { return civic.Fold(c.Heading + " " + c.Text) }

// copyClauses writes many clauses at once: a code of laws has thousands.
func copyClauses(ctx context.Context, t *pg.Tx, clauses []legaltext.Clause) error {
	into, err := t.Tx.PreparexContext(ctx, `COPY clauses (id, draft_id, parent_id, lineage_id, position, depth, kind, label, number, number_suffix,
		heading, text, folded, change, previous_id, sources) FROM STDIN`)
	if err != nil {
		return err
	}
	defer into.Close()
	for _, c := range clauses {
		if _, err := into.ExecContext(ctx, c.Key, c.DraftKey, c.ParentKey, c.LineageKey, c.Position, c.Depth, c.Kind, c.Label, c.Number, c.NumberSuffix,
			c.Heading, c.Text, foldedClause(c), c.Change, c.PreviousKey, c.SourceKeys); err != nil {
			return err
		}
	}
	_, err = into.ExecContext(ctx)
	return err
}
