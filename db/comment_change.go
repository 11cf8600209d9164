package db

import (
	"context"

	"minyi/consult"
)

// Whoever changes a comment locks its row, so that two changes of one comment follow each other and the second counts from what
// the first left. Editing leaves the endorsements alone and takes a lock that lets people endorse meanwhile; withdrawing takes
// one that waits for them, and they for it.
const (
	toEdit     = ` FOR NO KEY UPDATE`
	toWithdraw = ` FOR UPDATE`
)

// EditComment changes stance or words. The author may, while the period is open. Without a difference nothing is written.
func (db *DB) EditComment(ctx context.Context, by consult.Actor, in consult.EditCommentInput) (*consult.Comment, error) {
	if err := in.Check(); err != nil {
		return nil, err
	}
	return db.changeComment(ctx, by, in.CommentID, toEdit, func(t *tx, c *consult.Comment) error {
		if c.WithdrawnAt != nil {
			return consult.Refuse(consult.NotFound, "commentId")
		}
		if err := stillTaken(ctx, t, by, *c); err != nil {
			return err
		}
		edited, differs := c.Edited(in)
		if !differs {
			return nil
		}
		return t.edit(ctx, c, edited)
	})
}

// edit writes the words and moves the counts from one stance to the other.
func (t *tx) edit(ctx context.Context, c *consult.Comment, edited consult.Comment) error {
	var d delta
	d.comments(c.ConsultationKey, c.ClauseKey, c.Stance, -1)
	d.comments(c.ConsultationKey, c.ClauseKey, edited.Stance, 1)
	moved := edited.Stance != c.Stance
	if err := t.get(ctx, c, `UPDATE comments AS m SET stance = $3, body = $4, grams = $5, edited_at = now() WHERE m.consultation_id = $1 AND m.id = $2
		RETURNING `+commentColumns, c.ConsultationKey, c.Key, edited.Stance, edited.Body, gramsOf(c.ConsultationKey, edited.Body)); err != nil || !moved {
		return err
	}
	return d.append(ctx, t, c.ConsultationKey)
}

// WithdrawComment takes a comment back, and its endorsements with it: from now on only its author finds it, and no count has
// it. The author may, while the period is open; a second time changes nothing.
func (db *DB) WithdrawComment(ctx context.Context, by consult.Actor, in consult.WithdrawCommentInput) (*consult.Comment, error) {
	if err := consult.Check(in); err != nil {
		return nil, err
	}
	return db.changeComment(ctx, by, in.CommentID, toWithdraw, func(t *tx, c *consult.Comment) error {
		if c.WithdrawnAt != nil {
			return nil
		}
		if err := stillTaken(ctx, t, by, *c); err != nil {
			return err
		}
		return t.withdrawComment(ctx, c)
	})
}

// withdrawComment marks the comment and takes it off all counts. Endorsements are counted by a statement that begins after the
// lock was had, and so sees every one that was counted.
func (t *tx) withdrawComment(ctx context.Context, c *consult.Comment) error {
	if err := t.get(ctx, c, `UPDATE comments AS m SET withdrawn_at = now() WHERE m.consultation_id = $1 AND m.id = $2
		RETURNING `+commentColumns, c.ConsultationKey, c.Key); err != nil {
		return err
	}
	endorsements, err := t.exec(ctx, `DELETE FROM endorsements WHERE consultation_id = $1 AND comment_id = $2`, c.ConsultationKey, c.Key)
	if err != nil {
		return err
	}
	var d delta
	d.comments(c.ConsultationKey, c.ClauseKey, c.Stance, -1)
	d.add(c.ConsultationKey, consult.CommentsOnDay+string(c.Day), -1)
	if endorsements > 0 {
		d.endorsements(c.ID(), -endorsements)
	}
	return d.append(ctx, t, c.ConsultationKey)
}

// changeComment runs its author's change of a comment. A comment of others that was taken back is not found, as one that never was.
func (db *DB) changeComment(ctx context.Context, by consult.Actor, id consult.ID, lock string, change func(*tx, *consult.Comment) error) (*consult.Comment, error) {
	if err := by.Require(consult.CommentAction, ""); err != nil {
		return nil, err
	}
	var c consult.Comment
	err := db.tx(ctx, func(t *tx) error {
		err := t.get(ctx, &c, `SELECT `+commentColumns+` FROM comments m WHERE m.consultation_id = $1 AND m.id = $2
			AND (m.withdrawn_at IS NULL OR m.author = $3)`+lock, id.Consultation, id.Key, by.Account)
		if err != nil {
			return found(err, "commentId")
		}
		if err := c.RequireAuthor(by); err != nil {
			return err
		}
		return change(t, &c)
	})
	if err != nil {
		return nil, err
	}
	return &c, nil
}

// stillTaken refuses what comes when the comment's consultation takes nothing from the actor.
func stillTaken(ctx context.Context, a asker, by consult.Actor, c consult.Comment) error {
	of, err := consultation(ctx, a, consult.IDOf(consult.ConsultationKind, c.ConsultationKey), "commentId")
	if err != nil {
		return err
	}
	return of.Accept(by)
}
