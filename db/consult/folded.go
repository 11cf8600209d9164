package consultdb

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"minyi/db/pg"
	"minyi/domain/civic"
)

// foldedTexts are the texts of staff that searches look through: the table, and the column or the columns of the text.
var foldedTexts = []struct {
	table, words string
	localized    bool
}{
	{"policy_records", "title", true}, {"consultations", "title", true}, {"clauses", "heading || ' ' || text", false},
	{"official_responses", "reason", true}, {"feedback_reports", "summary", true},
}

// FillFolded folds the texts of staff that were written before searches compared folded texts.
func FillFolded(ctx context.Context, db *pg.DB) error {
	for _, of := range foldedTexts {
		for more := true; more; {
			var rows []struct {
				Key   uuid.UUID `db:"id"`
				Words string    `db:"words"`
			}
			if err := db.List(ctx, &rows, fmt.Sprintf(`SELECT id, CAST(%s AS text) AS words FROM %s WHERE folded IS NULL LIMIT %d`, of.words, of.table, gramsAtOnce)); err != nil {
				return err
			}
			keys, texts := make(pg.KeyArray, len(rows)), make(pg.TextArray, len(rows))
			for i, row := range rows {
				keys[i], texts[i] = row.Key, civic.Fold(row.Words)
				if of.localized {
					var all civic.Localized
					if err := json.Unmarshal([]byte(row.Words), &all); err != nil {
						return err
					}
					texts[i] = all.Folded()
				}
			}
			if _, err := db.Exec(ctx, fmt.Sprintf(`UPDATE %s x SET folded = f.folded FROM unnest($1::uuid[], $2::text[]) AS f (id, folded) WHERE x.id = f.id AND x.folded IS NULL`, of.table), keys, texts); err != nil {
				return err
			}
			more = len(rows) == gramsAtOnce
		}
	}
	return nil
}
