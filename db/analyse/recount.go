package analysedb

import (
	"context"
	_ "embed"

	"minyi/db/pg"
)

//go:embed recount.sql
var recountSQL string

// InexactCounts counts again what is counted of campaigns and themes, and tells of each difference in one sentence. A database that waits for its migration has none.
func InexactCounts(ctx context.Context, db *pg.DB) (differences []string, err error) {
	var exists bool
	if err := db.Get(ctx, &exists, `SELECT to_regclass('themes') IS NOT NULL`); err != nil || !exists {
		return nil, err
	}
	return pg.Rows[string](ctx, db, recountSQL)
}
