package consultdb

import (
	"cmp"
	"context"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"minyi/db/pg"
	policydb "minyi/db/policy"
	trustdb "minyi/db/trust"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/legaltext"
	"minyi/domain/policy"
)

const CommentColumns = `m.consultation_id, m.id, m.clause_id, m.passage, m.author, m.stance, m.accepted_stance, m.body, m.day, m.created_at, m.edited_at, m.withdrawn_at, m.erased_at, m.revision,
	m.state, m.hidden_reason, m.hidden_note, m.moderated_at, m.awaits_decision, m.open_reports, m.disputed_at, m.dispute_statement, m.moved_at, m.moved_from, m.moved_unreceipted, m.channel, m.received_on`

// CommentsByID finds comments. Everybody may see those that were not taken back and do not wait for a moderator; their author
// sees those too, and who reads moderation those that wait. The words of a hidden one come along, for WordsFor to give or withhold. The
// key of a comment is its own everywhere; that of its consultation only leads to the rows.
func CommentsByID(ctx context.Context, db *pg.DB, by civic.Actor, ids []civic.ID) ([]consult.Comment, error) {
	departments, all := by.Reach(consult.ReadModeration)
	return pg.Rows[consult.Comment](ctx, db, `SELECT `+CommentColumns+` FROM comments m WHERE m.consultation_id = ANY($1) AND m.id = ANY($2)
		AND (m.withdrawn_at IS NULL OR m.author = $3)
		AND (m.state <> 'PENDING' OR m.author = $3 OR $4::bool OR EXISTS (SELECT FROM consultations c JOIN departments dep ON dep.id = c.department_id
		  WHERE c.id = m.consultation_id AND dep.code = ANY($5)))`, pg.ScopesOf(ids), pg.KeysOf(ids), by.Account, all, pq.Array(departments))
}

// SubmitComment makes a comment. Everyone who is signed in and known well enough may, while the period is open.
func SubmitComment(ctx context.Context, db *pg.DB, by civic.Actor, in consult.SubmitCommentInput) (*consult.Comment, error) {
	if err := cmp.Or(by.Require(consult.CommentAction, ""), in.Check()); err != nil {
		return nil, err
	}
	same := pg.RequestOf(in.IdempotencyKey, in)
	return pg.Idempotent(ctx, db, same, func() (*consult.Comment, error) {
		passage, err := policydb.PassageOf(ctx, db, by, keyOrNil(in.ClauseID), in.Passage)
		if err != nil {
			return nil, err
		}
		return makeComment(ctx, db, newCommentOf(by, in, passage, same))
	},
		func(id uuid.UUID) (*consult.Comment, error) {
			c, err := pg.Single(CommentsByID(ctx, db, by, []civic.ID{civic.IDWithin(consult.CommentKind, in.ConsultationID.Key, id)}))
			if err != nil {
				return nil, err
			}
			return c, trustdb.WithReceipt(ctx, db, db, c)
		}, `SELECT id, request_hash FROM comments WHERE consultation_id = $1 AND author = $2 AND idempotency_key = $3`, in.ConsultationID.Key, by.Account)
}

// newComments writes the comments that come at the same moment together.
var newComments = pg.NewSlot(func(db *pg.DB) *pg.Batcher[newComment] {
	return pg.NewBatcher(func(ctx context.Context, all []*newComment) error { return writeComments(ctx, db, all) })
})

// makeComment writes a comment together with those of others. One that was not taken has a reason, or its key came before; else the
// consultation opened just now or was in the hands of staff, and it is tried once more by itself.
func makeComment(ctx context.Context, db *pg.DB, n *newComment) (*consult.Comment, error) {
	for _, write := range []func() error{
		func() error { return newComments.Of(db).Put(ctx, n) },
		func() error { return writeComment(ctx, db, n) },
	} {
		if err := write(); err != nil {
			return nil, err
		}
		if n.made.Receipt != nil {
			return &n.made, nil
		}
		if err := whyNoComment(ctx, db, n.by, n.in); err != nil {
			return nil, err
		}
		if earlier, err := refuseDuplicate(ctx, db, n); err != nil {
			return earlier, err
		}
		if err := pg.RefuseErased(ctx, db, n.made.ConsultationKey, n.same.Tombstone(db, n.made.ConsultationKey, n.by.Account)); err != nil {
			return nil, err
		}
	}
	return nil, civic.Refuse(civic.NotFound, "consultationId")
}

// whyNoComment says why the consultation did not take a comment: NOT_FOUND, what Accept refuses, OTHER_DRAFT or TITLE_CLAUSE. A clause that
// the actor may not see is not found.
func whyNoComment(ctx context.Context, db *pg.DB, by civic.Actor, in consult.SubmitCommentInput) error {
	c, err := Consultation(ctx, db, in.ConsultationID, "consultationId")
	if err != nil {
		return err
	}
	if err := c.Accept(by); err != nil || in.ClauseID == nil {
		return err
	}
	clause, err := pg.Single(policydb.ClausesByID(ctx, db, by, []civic.ID{*in.ClauseID}))
	if err != nil {
		return pg.Under("clauseId", err)
	}
	if c.DraftKey == nil || clause.DraftKey != *c.DraftKey {
		return civic.Refuse(policy.OtherDraft, "clauseId")
	}
	if clause.Kind == legaltext.Title {
		return civic.Refuse(policy.TitleClause, "clauseId")
	}
	return nil
}

// comments notes comments with a stance in the counts of their consultation and clause, but not in those of their day.
func comments(d *pg.Delta, consultation uuid.UUID, clause *uuid.UUID, stance consult.Stance, amount int64) {
	for _, counter := range []string{consult.CommentsCounter, consult.CommentsWith(stance)} {
		d.Add(consultation, counter, amount)
		if clause != nil {
			d.Add(*clause, counter, amount)
		}
	}
}

// keyOrNil is the key of an id that may be missing.
func keyOrNil(id *civic.ID) *uuid.UUID {
	if id == nil {
		return nil
	}
	return &id.Key
}
