package db

import (
	"context"

	"minyi/consult"
)

// ClausesByID is provisional: the drafts' branch has the real one.
func (db *DB) ClausesByID(ctx context.Context, _ consult.Actor, ids []consult.ID) ([]consult.Clause, error) {
	var found []consult.Clause
	err := db.list(ctx, &found, `SELECT c.id, c.draft_id, c.parent_id, c.lineage_id, c.position, c.depth, c.kind, c.label, c.number, c.number_suffix,
		c.heading, c.text, c.change, c.previous_id FROM clauses c JOIN drafts t ON t.id = c.draft_id WHERE c.id = ANY($1) AND t.published_at IS NOT NULL`, keysOf(ids))
	return found, err
}
