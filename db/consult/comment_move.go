package consultdb

import (
	"context"

	"github.com/google/uuid"

	"minyi/db/pg"
	policydb "minyi/db/policy"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/policy"
)

// MoveComment moves a comment to the clause that it is about. A MODERATOR of the department may, until the report is published. The counts follow,
// and everybody sees that it was moved.
func MoveComment(ctx context.Context, db *pg.DB, by civic.Actor, in consult.MoveCommentInput) (*consult.Comment, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	var moved consult.Comment
	err := db.Write(ctx, by, in, func(t *pg.Tx) error {
		of, err := lockedShared(ctx, t, in.CommentID.Consultation, "commentId")
		if err != nil {
			return err
		}
		if err := t.Allow(consult.Moderate, of.DepartmentCode, in.CommentID); err != nil {
			return err
		}
		if of.Status == consult.StatusReported {
			return civic.Refuse(consult.Reported, "")
		}
		if err := clauseOf(ctx, t, by, *of, in.ClauseID); err != nil {
			return err
		}
		locked, err := lockComments(ctx, t, []civic.ID{in.CommentID})
		if err != nil {
			return err
		}
		c, there := locked[in.CommentID.Key]
		if !there {
			return civic.Refuse(civic.NotFound, "commentId")
		}
		moved = c
		return move(ctx, t, &moved, keyOrNil(in.ClauseID))
	})
	if err != nil {
		return nil, err
	}
	return &moved, nil
}

// move writes the clause and moves the counts.
func move(ctx context.Context, t *pg.Tx, c *consult.Comment, clause *uuid.UUID) error {
	if sameKey(c.ClauseKey, clause) {
		return nil
	}
	was, to := *c, c.Relocated(clause, true)
	if err := t.Get(ctx, c, `UPDATE comments AS m SET clause_id = $3, moved_from = $4, moved_unreceipted = $5, moved_at = now(), words = CASE WHEN m.words IS NULL THEN NULL ELSE CAST($6 AS uuid) END
		WHERE m.consultation_id = $1 AND m.id = $2 RETURNING `+CommentColumns, c.ConsultationKey, c.Key, to.ClauseKey, to.MovedFrom, to.MovedUnreceipted, wordsKey(t.DB, to)); err != nil {
		return duplicateAt("clauseId", err)
	}
	var d pg.Delta
	recountComment(&d, was, *c, 0)
	return withoutDuplicates(d).Append(ctx, t, c.ConsultationKey)
}

// clauseOf refuses a clause that is not one of the consultation's draft, as OTHER_DRAFT. One that the actor may not see is not found.
func clauseOf(ctx context.Context, a pg.Querier, by civic.Actor, of consult.Consultation, id *civic.ID) error {
	if id == nil {
		return nil
	}
	var draft uuid.UUID
	all, codes := policydb.ReachOf(by)
	if err := a.Get(ctx, &draft, `SELECT c.draft_id FROM `+policydb.ClauseTables+` WHERE c.id = $1 AND `+policydb.DraftSeen, id.Key, all, codes); err != nil {
		return pg.NotFoundAt(err, "clauseId")
	}
	if of.DraftKey == nil || draft != *of.DraftKey {
		return civic.Refuse(policy.OtherDraft, "clauseId")
	}
	return nil
}

func sameKey(a, b *uuid.UUID) bool { return a == b || a != nil && b != nil && *a == *b }
