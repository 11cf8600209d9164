package db

import (
	"context"

	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/trust"
)

// EditComment changes stance or words. The author may, while the period is open. Without a difference nothing is written.
// Where comments are read before they are published, new words wait for a moderator again.
func (db *DB) EditComment(ctx context.Context, by civic.Actor, in consult.EditCommentInput) (*consult.Comment, error) {
	if err := in.Check(); err != nil {
		return nil, err
	}
	return db.changeComment(ctx, by, in.CommentID, func(t *tx, c *consult.Comment) error {
		if c.WithdrawnAt != nil {
			return civic.Refuse(civic.NotFound, "commentId")
		}
		of, err := t.stillTaken(ctx, by, *c)
		if err != nil {
			return err
		}
		if err := c.Legible(); err != nil {
			return err
		}
		edited, differs := c.Edited(in, of.Moderation)
		if !differs {
			return nil
		}
		return t.edit(ctx, c, edited)
	})
}

// edit writes the words and moves the counts.
func (t *tx) edit(ctx context.Context, c *consult.Comment, edited consult.Comment) error {
	endorsements, err := t.endorsementsOf(ctx, []civic.ID{c.ID()})
	if err != nil {
		return err
	}
	var d delta
	d.moved(*c, edited, endorsements[c.Key])
	if err := t.rewrite(ctx, c, edited, trust.ActChange, `stance = $6, body = $7, state = $8, awaits_decision = $9, grams = $10, edited_at = now()`,
		edited.Stance, edited.Body, edited.State, edited.AwaitsDecision, gramsOf(c.ConsultationKey, edited.Body)); err != nil {
		return err
	}
	return d.settled().append(ctx, t, c.ConsultationKey)
}

// rewrite sets columns of a comment to make it another and appends the receipt of the act, in one statement.
func (t *tx) rewrite(ctx context.Context, c *consult.Comment, to consult.Comment, act trust.Act, set string, args ...any) error {
	to.Revision++
	p := promiseOf(to.Accepted(act))
	err := t.get(ctx, c, `
		WITH m AS (
		  UPDATE comments AS m SET revision = m.revision + 1, `+set+` WHERE m.consultation_id = $1 AND m.id = $2
		  RETURNING `+commentColumns+`
		), receipted AS (
		  INSERT INTO `+receiptColumns+`
		  SELECT m.consultation_id, m.id, m.revision, $3::text, $4::bytea, sha256($5::bytea || `+microsNow+`), now() FROM m
		)
		SELECT `+commentColumns+` FROM m`, append([]any{c.ConsultationKey, c.Key, consult.CommentKind, p.salt, p.commitment}, args...)...)
	if err == nil {
		c.Receipt = p.kept(t.db.log, c.ID(), c.Revision, c.ChangedAt())
	}
	return err
}

// WithdrawComment takes a comment back, and its endorsements with it: from now on only its author finds it, and no count has
// it. The author may, while the period is open; a second time changes nothing.
func (db *DB) WithdrawComment(ctx context.Context, by civic.Actor, in consult.WithdrawCommentInput) (*consult.Comment, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	return db.changeComment(ctx, by, in.CommentID, func(t *tx, c *consult.Comment) error {
		if c.WithdrawnAt != nil {
			return nil
		}
		if _, err := t.stillTaken(ctx, by, *c); err != nil {
			return err
		}
		return t.takeBackComment(ctx, c)
	})
}

// takeBackComment marks the comment and takes it off all counts. Endorsements are counted by a statement that begins after the
// lock was had, and so sees every one that was counted.
func (t *tx) takeBackComment(ctx context.Context, c *consult.Comment) error {
	endorsements, err := t.exec(ctx, `DELETE FROM endorsements WHERE consultation_id = $1 AND comment_id = $2`, c.ConsultationKey, c.Key)
	if err != nil {
		return err
	}
	var d delta
	d.standing(*c, endorsements, -1)
	if err := t.rewrite(ctx, c, *c, trust.ActWithdraw, `withdrawn_at = now()`); err != nil {
		return err
	}
	return d.append(ctx, t, c.ConsultationKey)
}

// changeComment runs its author's change of a comment. A comment of others that was taken back or waits for a moderator is not
// found, as one that never was. The consultation stays as it is until the transaction ends. The comment's row is locked, so that two
// changes of one comment follow each other and the second counts from what the first left; the lock waits for endorsements under
// way, and they for it. Everybody takes the two in this order.
func (db *DB) changeComment(ctx context.Context, by civic.Actor, id civic.ID, change func(*tx, *consult.Comment) error) (*consult.Comment, error) {
	if err := by.Require(civic.CommentAction, ""); err != nil {
		return nil, err
	}
	var c consult.Comment
	err := db.tx(ctx, func(t *tx) error {
		if err := t.hold(ctx, id.Consultation); err != nil {
			return err
		}
		err := t.get(ctx, &c, `SELECT `+commentColumns+` FROM comments m WHERE m.consultation_id = $1 AND m.id = $2
			AND (m.withdrawn_at IS NULL AND m.state <> 'PENDING' OR m.author = $3) FOR UPDATE`, id.Consultation, id.Key, by.Account)
		if err != nil {
			return found(err, "commentId")
		}
		if err := c.RequireAuthor(by); err != nil {
			return err
		}
		if err := change(t, &c); err != nil || c.Receipt != nil {
			return err
		}
		return db.withReceipt(ctx, t, &c)
	})
	if err != nil {
		return nil, err
	}
	return &c, nil
}

// stillTaken gives the comment's consultation, which the transaction holds as it stands, or refuses what comes when it takes nothing from the actor.
func (t *tx) stillTaken(ctx context.Context, by civic.Actor, c consult.Comment) (*consult.Consultation, error) {
	of, err := consultation(ctx, t, civic.IDOf(civic.ConsultationKind, c.ConsultationKey), "commentId")
	if err != nil {
		return nil, err
	}
	return of, of.Accept(by)
}
