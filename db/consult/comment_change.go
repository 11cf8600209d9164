package consultdb

import (
	"context"

	"minyi/db/pg"
	policydb "minyi/db/policy"
	trustdb "minyi/db/trust"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/trust"
)

// EditComment changes stance or words. The author may, while the period is open. Without a difference nothing is written.
// Where comments are read before they are published, new words wait for a moderator again.
func EditComment(ctx context.Context, db *pg.DB, by civic.Actor, in consult.EditCommentInput) (*consult.Comment, error) {
	if err := in.Check(); err != nil {
		return nil, err
	}
	return ChangeComment(ctx, db, by, in.CommentID, func(t *pg.Tx, c *consult.Comment) error {
		if c.WithdrawnAt != nil {
			return civic.Refuse(civic.NotFound, "commentId")
		}
		of, err := stillTaken(ctx, t, by, *c)
		if err != nil {
			return err
		}
		if err := c.CheckNotErased(); err != nil {
			return err
		}
		if err := clauseOf(ctx, t, by, *of, in.ClauseID); err != nil {
			return err
		}
		edited, differs := c.Edited(in, of.Moderation)
		if in.Passage != nil {
			if edited.Passage, err = policydb.PassageOf(ctx, t, by, edited.ClauseKey, in.Passage); err != nil {
				return err
			}
			differs = differs || !c.SaysTheSame(edited)
		}
		if !differs {
			return nil
		}
		return edit(ctx, t, c, edited)
	})
}

// edit writes the words and moves the counts.
func edit(ctx context.Context, t *pg.Tx, c *consult.Comment, edited consult.Comment) error {
	before, after, err := endorsementsOfEdited(ctx, t, *c, edited)
	if err != nil {
		return err
	}
	var d pg.Delta
	countComment(&d, *c, before, -1)
	countComment(&d, edited, after, 1)
	folded, grams := foldedBody(c.ConsultationKey, edited.Body)
	err = rewrite(ctx, t, c, edited, trust.ActChange, `stance = $6, body = $7, state = $8, awaits_decision = $9, grams = $10, folded = $13, edited_at = now(),
		clause_id = $11, moved_from = $12, passage = $14, moved_at = CASE WHEN m.clause_id IS DISTINCT FROM $11 THEN now() ELSE m.moved_at END, words = $15`,
		edited.Stance, edited.Body, edited.State, edited.AwaitsDecision, grams, edited.ClauseKey, edited.MovedFrom, folded, edited.Passage, wordsKey(t.DB, edited))
	if err != nil {
		return duplicateAt("body", err)
	}
	return withoutDuplicates(d).Append(ctx, t, c.ConsultationKey)
}

// endorsementsOfEdited counts the endorsements of a comment before and after an edit. Who endorsed other words, or another stance, has
// not endorsed these: those endorsements end.
func endorsementsOfEdited(ctx context.Context, t *pg.Tx, c, edited consult.Comment) (before, after int64, err error) {
	if c.SaysTheSame(edited) {
		all, err := endorsementsOf(ctx, t, []civic.ID{c.ID()})
		return all[c.Key], all[c.Key], err
	}
	before, err = t.Exec(ctx, `DELETE FROM endorsements WHERE consultation_id = $1 AND comment_id = $2`, c.ConsultationKey, c.Key)
	return before, 0, err
}

// rewrite sets columns of a comment to make it another and appends the receipt of the act, in one statement.
func rewrite(ctx context.Context, t *pg.Tx, c *consult.Comment, to consult.Comment, act trust.Act, set string, args ...any) error {
	to.Revision++
	to.AcceptedStance, to.MovedUnreceipted = nil, false
	p := trustdb.NewPendingReceipt(to.Accepted(act))
	err := t.Get(ctx, c, `
		WITH m AS (
		  UPDATE comments AS m SET revision = m.revision + 1, accepted_stance = NULL, moved_unreceipted = false, `+set+` WHERE m.consultation_id = $1 AND m.id = $2
		  RETURNING `+CommentColumns+`
		), receipted AS (
		  INSERT INTO `+trustdb.ReceiptColumns+`
		  SELECT m.consultation_id, m.id, m.revision, $3::text, $4::bytea, sha256($5::bytea || `+trustdb.MicrosNow+`), now() FROM m
		)
		SELECT `+CommentColumns+` FROM m`, append([]any{c.ConsultationKey, c.Key, consult.CommentKind, p.Salt, p.Commitment}, args...)...)
	if err != nil {
		return err
	}
	c.Receipt = p.Issue(t.DB.LogKey, c.ID(), c.Revision, c.ChangedAt())
	return noteChanged(ctx, t, c.ConsultationKey, c.Key)
}

// WithdrawComment takes a comment back, and its endorsements with it: from now on only its author finds it, and no count has
// it. The author may, while the period is open; a second time changes nothing.
func WithdrawComment(ctx context.Context, db *pg.DB, by civic.Actor, in consult.WithdrawCommentInput) (*consult.Comment, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	return ChangeComment(ctx, db, by, in.CommentID, func(t *pg.Tx, c *consult.Comment) error {
		if c.WithdrawnAt != nil {
			return nil
		}
		if _, err := stillTaken(ctx, t, by, *c); err != nil {
			return err
		}
		return TakeBackComment(ctx, t, c)
	})
}

// TakeBackComment marks the comment and takes it off all counts. Endorsements are counted by a statement that begins after the
// lock was had, and so sees every one that was counted.
func TakeBackComment(ctx context.Context, t *pg.Tx, c *consult.Comment) error {
	endorsements, err := t.Exec(ctx, `DELETE FROM endorsements WHERE consultation_id = $1 AND comment_id = $2`, c.ConsultationKey, c.Key)
	if err != nil {
		return err
	}
	var d pg.Delta
	countComment(&d, *c, endorsements, -1)
	if err := rewrite(ctx, t, c, *c, trust.ActWithdraw, `withdrawn_at = now(), words = NULL`); err != nil {
		return err
	}
	return d.Append(ctx, t, c.ConsultationKey)
}

// ChangeComment runs its author's change of a comment. A comment of others that was taken back or waits for a moderator is not
// found, as one that never was. The consultation stays as it is until the transaction ends. The comment's row is locked, so that two
// changes of one comment follow each other and the second counts from what the first left; the lock waits for endorsements under
// way, and they for it. Everybody takes the two in this order.
func ChangeComment(ctx context.Context, db *pg.DB, by civic.Actor, id civic.ID, change func(*pg.Tx, *consult.Comment) error) (*consult.Comment, error) {
	if err := by.Require(consult.CommentAction, ""); err != nil {
		return nil, err
	}
	var c consult.Comment
	err := db.Tx(ctx, func(t *pg.Tx) error {
		if err := LockShared(ctx, t, id.Consultation); err != nil {
			return err
		}
		err := t.Get(ctx, &c, `SELECT `+CommentColumns+` FROM comments m WHERE m.consultation_id = $1 AND m.id = $2
			AND (m.withdrawn_at IS NULL AND m.state <> 'PENDING' OR m.author = $3) FOR UPDATE`, id.Consultation, id.Key, by.Account)
		if err != nil {
			return pg.NotFoundAt(err, "commentId")
		}
		if err := c.RequireAuthor(by); err != nil {
			return err
		}
		if err := change(t, &c); err != nil || c.Receipt != nil {
			return err
		}
		return trustdb.WithReceipt(ctx, db, t, &c)
	})
	if err != nil {
		return nil, err
	}
	return &c, nil
}

// stillTaken gives the comment's consultation, which the transaction holds as it stands, or refuses what comes when it takes nothing from the actor.
func stillTaken(ctx context.Context, t *pg.Tx, by civic.Actor, c consult.Comment) (*consult.Consultation, error) {
	of, err := Consultation(ctx, t, civic.IDOf(civic.ConsultationKind, c.ConsultationKey), "commentId")
	if err != nil {
		return nil, err
	}
	return of, of.Accept(by)
}
