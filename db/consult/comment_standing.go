package consultdb

import (
	"context"

	"github.com/google/uuid"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/consult"
)

// A moderator's decision, an edit and a withdrawal change in how many counts a comment stands. Each takes the comment off the
// counts as it was and puts it on them as it is.

// countComment adds (times is 1) or removes (times is -1) all that a comment with some endorsements adds to the counts as it stands.
func countComment(d *pg.Delta, c consult.Comment, endorsements, times int64) {
	switch {
	case c.WithdrawnAt != nil:
		return
	case c.State == consult.CommentPending:
		d.Add(c.ConsultationKey, consult.PendingCounter, times)
		return
	case c.State == consult.CommentIsHidden:
		d.Add(c.ConsultationKey, consult.HiddenCounter, times)
	}
	comments(d, c.ConsultationKey, c.ClauseKey, c.Stance, times)
	d.Add(c.ConsultationKey, consult.CommentsOnDay+string(c.Day), times)
	if c.Channel != consult.Online {
		d.Add(c.ConsultationKey, consult.EnteredCounter, times)
	}
	if endorsements > 0 {
		Endorsements(d, c.ID(), endorsements*times)
	}
}

// recountComment notes what changes in the counts when a comment stands otherwise than before.
func recountComment(d *pg.Delta, was, is consult.Comment, endorsements int64) {
	countComment(d, was, endorsements, -1)
	countComment(d, is, endorsements, 1)
}

// withoutDuplicates adds up the amounts of the same counter and leaves out sums of zero.
func withoutDuplicates(d pg.Delta) pg.Delta {
	type counter struct {
		subject uuid.UUID
		name    string
	}
	sums := map[counter]int64{}
	for i, subject := range d.Subjects {
		sums[counter{subject, d.Counters[i]}] += d.Amounts[i]
	}
	var left pg.Delta
	for i, subject := range d.Subjects {
		key := counter{subject, d.Counters[i]}
		if sums[key] != 0 {
			left.Add(subject, key.name, sums[key])
			sums[key] = 0
		}
	}
	return left
}

// endorsementsOf counts the endorsements of comments whose rows the transaction has locked, by their keys. It runs after the
// lock was had, and so sees every one that was counted.
func endorsementsOf(ctx context.Context, t *pg.Tx, comments []civic.ID) (map[uuid.UUID]int64, error) {
	var found []struct {
		Key    uuid.UUID `db:"comment_id"`
		Amount int64     `db:"amount"`
	}
	if len(comments) == 0 {
		return nil, nil
	}
	err := t.List(ctx, &found, `SELECT comment_id, count(*) AS amount FROM endorsements WHERE consultation_id = $1 AND comment_id = ANY($2) GROUP BY comment_id`,
		comments[0].Consultation, pg.KeysOf(comments))
	amounts := map[uuid.UUID]int64{}
	for _, f := range found {
		amounts[f.Key] = f.Amount
	}
	return amounts, err
}
