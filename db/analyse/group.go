// Package analysedb keeps what was found out about comments: campaigns, themes and codes.
package analysedb

import (
	"context"

	"github.com/google/uuid"

	"minyi/db/pg"
)

// groupLock is the advisory lock that lets one process group at a time.
const groupLock = pg.FoldLock + 4

// groupedAtOnce is how many comments are put into their groups in one transaction.
const groupedAtOnce = 1000

// GroupComments puts comments that are new or have changed into their campaigns, and gives how many they were; 0 too while another process
// does. The public waits for none of it.
func GroupComments(ctx context.Context, db *pg.DB) (taken int, err error) {
	err = db.WithLeaderLock(ctx, groupLock, func(t *pg.Tx) error {
		var changed []struct {
			Consultation uuid.UUID `db:"consultation_id"`
			Comment      uuid.UUID `db:"comment_id"`
		}
		if err := t.List(ctx, &changed, `DELETE FROM changed_comments d USING (SELECT consultation_id, comment_id FROM changed_comments ORDER BY 1, 2 LIMIT $1) first
			WHERE d.consultation_id = first.consultation_id AND d.comment_id = first.comment_id RETURNING d.consultation_id, d.comment_id`, groupedAtOnce); err != nil {
			return err
		}
		taken = len(changed)
		of := map[uuid.UUID]pg.KeyArray{}
		var consultations pg.KeyArray
		for _, c := range changed {
			of[c.Consultation] = append(of[c.Consultation], c.Comment)
			consultations = append(consultations, c.Consultation)
		}
		for _, consultation := range pg.Distinct(consultations) {
			if err := group(ctx, t, consultation, of[consultation], false); err != nil {
				return err
			}
		}
		return nil
	})
	return taken, err
}

// Forget takes a comment out of its campaign, with the keys that follow from its words. It runs before its author erases them.
func Forget(ctx context.Context, t *pg.Tx, consultation, comment uuid.UUID) error {
	return group(ctx, t, consultation, pg.KeyArray{comment}, true)
}

// lockGroups keeps others from changing the groups of a consultation until the transaction ends. No writer of the public takes this lock.
func lockGroups(ctx context.Context, t *pg.Tx, consultation uuid.UUID) error {
	_, err := t.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended('groups of ' || $1::text, 0))`, consultation.String())
	return err
}

// group takes changed comments out of their groups and puts those that everybody reads into the groups of their words. Those that leave are
// only taken out.
func group(ctx context.Context, t *pg.Tx, consultation uuid.UUID, comments pg.KeyArray, leave bool) error {
	if err := lockGroups(ctx, t, consultation); err != nil {
		return err
	}
	g, err := beginGrouping(ctx, t, consultation, comments, leave)
	if err != nil {
		return err
	}
	var withdrawn pg.KeyArray
	for _, m := range g.rows {
		if m.Withdrawn {
			withdrawn = append(withdrawn, m.Key)
		}
		if m.Grouped && (!m.Standing || m.Revision != *m.GroupedRevision) {
			g.remove(m)
		}
	}
	g.placeAll()
	if err := uncode(ctx, t, consultation, withdrawn); err != nil {
		return err
	}
	return g.write(ctx)
}
