package consultdb

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"minyi/db/pg"
	trustdb "minyi/db/trust"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/legaltext"
	"minyi/domain/policy"
	"minyi/domain/trust"
)

// EnterComment enters a comment that came on paper, by phone or at a hearing. It is nobody's account's, is published at once, and has a receipt as others have. EDITORs and
// MODERATORs of the department may, until the report.
func EnterComment(ctx context.Context, db *pg.DB, by civic.Actor, in consult.EnterCommentInput) (*consult.Comment, error) {
	if err := in.Check(); err != nil {
		return nil, err
	}
	same, key := pg.RequestOf(in.IdempotencyKey, in), civic.NewKey()
	author := uuid.New()
	if same.Key != nil { // the same request leads to the same row
		author = uuid.UUID(db.Hash("entered comment", by.Account.String(), *same.Key)[:16])
	}
	read := func(id uuid.UUID) (*consult.Comment, error) {
		c, err := pg.Single(CommentsByID(ctx, db, by, []civic.ID{civic.IDWithin(consult.CommentKind, in.ConsultationID.Key, id)}))
		if err != nil {
			return nil, err
		}
		return c, trustdb.WithReceipt(ctx, db, db, c)
	}
	return pg.Idempotent(ctx, db, same, func() (*consult.Comment, error) {
		if err := db.Write(ctx, by, in, func(t *pg.Tx) error { return enterComment(ctx, t, by, in, same, key, author) }); err != nil {
			return nil, err
		}
		return read(key)
	}, read, `SELECT id, request_hash FROM comments WHERE consultation_id = $1 AND author = $2 AND idempotency_key = $3`, in.ConsultationID.Key, author)
}

func enterComment(ctx context.Context, t *pg.Tx, by civic.Actor, in consult.EnterCommentInput, same pg.Request, key, author uuid.UUID) error {
	of, err := lockedShared(ctx, t, in.ConsultationID.Key, "consultationId")
	if err != nil {
		return err
	}
	id := civic.IDWithin(consult.CommentKind, of.Key, key)
	if err := t.Allow(consult.EnterComments, of.DepartmentCode, id); err != nil {
		return err
	}
	now, err := t.Now(ctx)
	if err != nil {
		return err
	}
	today := civic.DateOf(now, civic.TimeZone(of.Timezone))
	if err := of.AcceptEntered(in.ReceivedOn, today); err != nil {
		return err
	}
	if err := enteredOn(ctx, t, by, *of, in.ClauseID); err != nil {
		return err
	}
	c := consult.Comment{ConsultationKey: of.Key, Key: key, ClauseKey: keyOrNil(in.ClauseID), Author: author, Stance: in.Stance, Body: in.Body, Day: today, State: consult.CommentPublished, Revision: 1,
		Channel: in.Channel, CreatedAt: now}
	p := trustdb.NewPendingReceipt(c.Accepted(trust.ActSubmit))
	folded, grams := foldedBody(of.Key, in.Body)
	if _, err := t.Exec(ctx, fmt.Sprintf(`WITH made AS (
		  INSERT INTO comments (consultation_id, id, clause_id, author, stance, body, folded, grams, day, idempotency_key, request_hash, state, revision, channel, received_on)
		  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'PUBLISHED', 1, $12, $13) RETURNING consultation_id, id)
		INSERT INTO %s SELECT consultation_id, id, 1, $14::text, $15::bytea, sha256($16::bytea || %s), now() FROM made`, trustdb.ReceiptColumns, trustdb.MicrosNow),
		c.ConsultationKey, c.Key, c.ClauseKey, c.Author, c.Stance, c.Body, folded, grams, c.Day, same.Key, same.Hash, c.Channel, in.ReceivedOn, consult.CommentKind, p.Salt, p.Commitment); err != nil {
		return err
	}
	if err := noteChanged(ctx, t, c.ConsultationKey, c.Key); err != nil {
		return err
	}
	var d pg.Delta
	countComment(&d, c, 0, 1)
	return d.Append(ctx, t, c.ConsultationKey)
}

// enteredOn refuses a clause that is not one of the consultation's draft, and the title.
func enteredOn(ctx context.Context, t *pg.Tx, by civic.Actor, of consult.Consultation, clause *civic.ID) error {
	if err := clauseOf(ctx, t, by, of, clause); err != nil || clause == nil {
		return err
	}
	var kind legaltext.ClauseKind
	if err := t.Get(ctx, &kind, `SELECT kind FROM clauses WHERE id = $1`, clause.Key); err != nil {
		return err
	}
	if kind == legaltext.Title {
		return civic.Refuse(policy.TitleClause, "clauseId")
	}
	return nil
}
