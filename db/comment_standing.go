package db

import (
	"context"

	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/domain/consult"
)

// A moderator's decision, an edit and a withdrawal change in how many counts a comment stands. Each takes the comment off the
// counts as it was and puts it on them as it is.

// standing notes, so many times, all that a comment with some endorsements adds to the counts as it stands.
func (d *delta) standing(c consult.Comment, endorsements, times int64) {
	switch {
	case c.WithdrawnAt != nil:
		return
	case c.State == consult.CommentPending:
		d.add(c.ConsultationKey, consult.PendingCounter, times)
		return
	case c.State == consult.CommentIsHidden:
		d.add(c.ConsultationKey, consult.HiddenCounter, times)
	}
	d.comments(c.ConsultationKey, c.ClauseKey, c.Stance, times)
	d.add(c.ConsultationKey, consult.CommentsOnDay+string(c.Day), times)
	if endorsements > 0 {
		d.endorsements(c.ID(), endorsements*times)
	}
}

// moved notes what changes in the counts when a comment stands otherwise than before.
func (d *delta) moved(was, is consult.Comment, endorsements int64) {
	d.standing(was, endorsements, -1)
	d.standing(is, endorsements, 1)
}

// settled adds up what was noted of the same counter and leaves out what comes to nothing.
func (d delta) settled() delta {
	type counter struct {
		subject uuid.UUID
		name    string
	}
	sums := map[counter]int64{}
	for i, subject := range d.subjects {
		sums[counter{subject, d.counters[i]}] += d.amounts[i]
	}
	var left delta
	for i, subject := range d.subjects {
		key := counter{subject, d.counters[i]}
		if sums[key] != 0 {
			left.add(subject, key.name, sums[key])
			sums[key] = 0
		}
	}
	return left
}

// endorsementsOf counts the endorsements of comments whose rows the transaction has locked, by their keys. It runs after the
// lock was had, and so sees every one that was counted.
func (t *tx) endorsementsOf(ctx context.Context, comments []civic.ID) (map[uuid.UUID]int64, error) {
	var found []struct {
		Key    uuid.UUID `db:"comment_id"`
		Amount int64     `db:"amount"`
	}
	if len(comments) == 0 {
		return nil, nil
	}
	err := t.list(ctx, &found, `SELECT comment_id, count(*) AS amount FROM endorsements WHERE consultation_id = $1 AND comment_id = ANY($2) GROUP BY comment_id`,
		comments[0].Consultation, keysOf(comments))
	amounts := map[uuid.UUID]int64{}
	for _, f := range found {
		amounts[f.Key] = f.Amount
	}
	return amounts, err
}
