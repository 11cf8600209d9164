package civicdb

import (
	"context"
	"fmt"
	"maps"

	"minyi/db/pg"
	"minyi/domain/civic"
)

const correctionColumns = `k.id, k.field, k.before, k.after, k.reason, k.created_at`

// Corrections lists the corrections of a thing's texts, newest first. Everybody may.
func Corrections(ctx context.Context, db *pg.DB, of civic.ID, page civic.PageArgs) (civic.Page[civic.Correction], error) {
	return pg.PageOf(ctx, db, page, pg.Listing[civic.Correction]{
		Name: "corrections/" + of.String(), Columns: correctionColumns, From: `corrections k`, Where: `k.subject_id = $1`, Args: []any{of.Key}, Key: "k.id", Descending: true,
		Place: func(c civic.Correction) civic.Place { return civic.Place{Key: c.Key} },
	})
}

// CorrectionsByID finds corrections. Everybody may.
func CorrectionsByID(ctx context.Context, db *pg.DB, _ civic.Actor, ids []civic.ID) ([]civic.Correction, error) {
	return pg.Rows[civic.Correction](ctx, db, `SELECT `+correctionColumns+` FROM corrections k WHERE k.id = ANY($1)`, pg.KeysOf(ids))
}

// Text is a text of a thing that a correction replaces: the column of the thing's table, and what it says now.
type Text struct {
	Field  civic.CorrectedField
	Column string
	Now    civic.Localized
	Given  []civic.LocalizedTextInput
	Folded bool // searches compare the text as the table's column folded has it
}

// Correct writes the texts of a thing that were given. Of a public thing it notes what each changed text said before, and calls noted
// with the note. A text that says the same already leaves no note.
func Correct(ctx context.Context, t *pg.Tx, of civic.ID, table string, public bool, reason *string, texts []Text, noted func(civic.ID) error) error {
	for _, text := range texts {
		next := text.Now.With(text.Given)
		if maps.Equal(next, text.Now) {
			continue
		}
		if _, err := t.Exec(ctx, fmt.Sprintf(`UPDATE %s SET %s = $2 WHERE id = $1`, table, text.Column), of.Key, next); err != nil {
			return err
		}
		if text.Folded {
			if _, err := t.Exec(ctx, fmt.Sprintf(`UPDATE %s SET folded = $2 WHERE id = $1`, table), of.Key, next.Folded()); err != nil {
				return err
			}
		}
		if !public {
			continue
		}
		id := civic.IDOf(civic.CorrectionKind, civic.NewKey())
		if _, err := t.Exec(ctx, `INSERT INTO corrections (id, subject_kind, subject_id, field, before, after, reason) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			id.Key, of.Kind, of.Key, text.Field, text.Now, next, reason); err != nil {
			return err
		}
		if err := noted(id); err != nil {
			return err
		}
	}
	return nil
}
