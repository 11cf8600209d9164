package consultdb

import (
	"context"

	"github.com/google/uuid"

	"minyi/db/pg"
	"minyi/domain/consult"
)

// countPerson notes that a comment begins or ceases to count, in the number of comments of its author and, with the first and after the last one, in
// the number of people. Only writers of the same person wait for each other.
func countPerson(ctx context.Context, t *pg.Tx, d *pg.Delta, was, is consult.Comment) error {
	switch {
	case !was.Counts() && is.Counts():
		var comments int
		err := t.Get(ctx, &comments, `INSERT INTO commenters AS p (consultation_id, account, comments) VALUES ($1, $2, 1)
			ON CONFLICT (consultation_id, account) DO UPDATE SET comments = p.comments + EXCLUDED.comments RETURNING p.comments`, is.ConsultationKey, is.Author)
		if err == nil && comments == 1 {
			d.Add(is.ConsultationKey, consult.PeopleCounter, 1)
		}
		return err
	case was.Counts() && !is.Counts():
		last, err := t.Exec(ctx, `DELETE FROM commenters WHERE consultation_id = $1 AND account = $2 AND comments = 1`, was.ConsultationKey, was.Author)
		if err != nil || last > 0 {
			d.Add(was.ConsultationKey, consult.PeopleCounter, -last)
			return err
		}
		_, err = t.Exec(ctx, `UPDATE commenters SET comments = comments - 1 WHERE consultation_id = $1 AND account = $2`, was.ConsultationKey, was.Author)
		return err
	}
	return nil
}

// DisownCommenter makes the number of comments of an account in a consultation nobody's.
func DisownCommenter(ctx context.Context, db *pg.DB, consultation, account, nobody uuid.UUID) error {
	_, err := db.Exec(ctx, `UPDATE commenters SET account = $3 WHERE consultation_id = $1 AND account = $2`, consultation, account, nobody)
	return err
}
