package policydb

import (
	"context"

	"github.com/google/uuid"

	"minyi/db/pg"
	"minyi/domain/civic"
)

// searchWords returns what searches look through of the words of a content: by language, and folded.
func searchWords(kind civic.Kind, words []byte) (civic.Localized, string, error) {
	text, err := ReadContent(kind, words)
	all := text.Joined()
	return all, all.Folded(), err
}

// filledAtOnce is how many contents are read at once.
const filledAtOnce = 500

// FillSearchWords prepares for searches what was written before they found contents.
func FillSearchWords(ctx context.Context, db *pg.DB) error {
	for more := true; more; {
		var rows []struct {
			Key   uuid.UUID  `db:"id"`
			Kind  civic.Kind `db:"kind"`
			Words []byte     `db:"words"`
		}
		if err := db.List(ctx, &rows, `SELECT id, kind, words FROM contents WHERE folded IS NULL LIMIT $1`, filledAtOnce); err != nil {
			return err
		}
		for _, row := range rows {
			words, folded, err := searchWords(row.Kind, row.Words)
			if err == nil {
				_, err = db.Exec(ctx, `UPDATE contents SET search_words = $2, folded = $3 WHERE id = $1`, row.Key, words, folded)
			}
			if err != nil {
				return err
			}
		}
		more = len(rows) == filledAtOnce
	}
	return nil
}
