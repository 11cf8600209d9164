package consultdb

import (
	"cmp"
	"context"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/consult"
)

// ReportComment tells the moderators that a comment should not be seen. Everyone who is signed in may, once a comment and at
// any time. A second report changes nothing, unless the comment was edited after a moderator decided on the first one. It refuses COMMENT_HIDDEN what is not seen anyway. The row is locked as by every
// other change of it: under the weaker lock that would do, an endorsement could lock the row's old version while a change, which had waited for this
// one, had locked the new version, and each would then wait for the other.
func ReportComment(ctx context.Context, db *pg.DB, by civic.Actor, in consult.ReportCommentInput) (*consult.Comment, error) {
	if err := cmp.Or(by.Require(consult.ReportComment, ""), in.Check()); err != nil {
		return nil, err
	}
	var c consult.Comment
	err := db.Tx(ctx, func(t *pg.Tx) error {
		err := t.Get(ctx, &c, `SELECT `+CommentColumns+` FROM comments m WHERE m.consultation_id = $1 AND m.id = $2
			AND m.withdrawn_at IS NULL AND m.state <> 'PENDING' FOR UPDATE`, in.CommentID.Consultation, in.CommentID.Key)
		if err != nil {
			return pg.NotFoundAt(err, "commentId")
		}
		return fileReport(ctx, t, by, &c, in)
	})
	if err != nil {
		return nil, err
	}
	return &c, nil
}

// fileReport keeps a report of a comment whose row is locked, and puts the comment into the moderators' queue.
func fileReport(ctx context.Context, t *pg.Tx, by civic.Actor, c *consult.Comment, in consult.ReportCommentInput) error {
	reported, err := t.Exec(ctx, `INSERT INTO comment_reports AS r (consultation_id, comment_id, account, reason, note) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (consultation_id, comment_id, account) DO UPDATE SET reason = EXCLUDED.reason, note = EXCLUDED.note, created_at = EXCLUDED.created_at
		WHERE r.created_at < $6`, c.ConsultationKey, c.Key, by.Account, in.Reason, in.Note, c.DecidedBeforeEdit())
	switch {
	case err != nil || reported == 0:
		return err
	case c.State == consult.CommentIsHidden:
		return civic.Refuse(consult.CommentHidden, "commentId")
	}
	return t.Get(ctx, c, `UPDATE comments AS m SET open_reports = m.open_reports + 1, awaits_decision = true
		WHERE m.consultation_id = $1 AND m.id = $2 RETURNING `+CommentColumns, c.ConsultationKey, c.Key)
}

// DisputeAuthorship marks a comment as not its account holder's own words, and puts it into the moderators' queue. The account
// that wrote it may, at any time; a second time changes nothing.
func DisputeAuthorship(ctx context.Context, db *pg.DB, by civic.Actor, in consult.DisputeAuthorshipInput) (*consult.Comment, error) {
	if err := in.Check(); err != nil {
		return nil, err
	}
	return ChangeComment(ctx, db, by, in.CommentID, func(t *pg.Tx, c *consult.Comment) error {
		switch {
		case c.WithdrawnAt != nil:
			return civic.Refuse(civic.NotFound, "commentId")
		case c.AuthorshipDisputed():
			return nil
		case c.ErasedAt != nil:
			return c.CheckNotErased()
		}
		return t.Get(ctx, c, `UPDATE comments AS m SET disputed_at = now(), dispute_statement = $3, awaits_decision = true
			WHERE m.consultation_id = $1 AND m.id = $2 RETURNING `+CommentColumns, c.ConsultationKey, c.Key, in.Statement)
	})
}
