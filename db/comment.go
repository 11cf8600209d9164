package db

import (
	"context"
	"database/sql"
	"errors"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"minyi/consult"
)

const commentColumns = `m.consultation_id, m.id, m.clause_id, m.author, m.stance, m.body, m.day, m.created_at, m.edited_at, m.withdrawn_at, m.erased_at, m.revision,
	m.state, m.hidden_reason, m.hidden_note, m.moderated_at, m.awaits_decision, m.open_reports, m.disputed_at, m.dispute_statement`

// CommentsByID finds comments. Everybody may see those that were not taken back and do not wait for a moderator; their author
// sees those too, and who reads moderation those that wait. The words of a hidden one come along, for WordsFor to give or withhold. The
// key of a comment is its own everywhere; that of its consultation only leads to the rows.
func (db *DB) CommentsByID(ctx context.Context, by consult.Actor, ids []consult.ID) ([]consult.Comment, error) {
	departments, all := by.Reach(consult.ReadModeration)
	var found []consult.Comment
	err := db.list(ctx, &found, `SELECT `+commentColumns+` FROM comments m WHERE m.consultation_id = ANY($1) AND m.id = ANY($2)
		AND (m.withdrawn_at IS NULL OR m.author = $3)
		AND (m.state <> 'PENDING' OR m.author = $3 OR $4::bool OR EXISTS (SELECT FROM consultations c JOIN departments dep ON dep.id = c.department_id
		  WHERE c.id = m.consultation_id AND dep.code = ANY($5)))`, scopesOf(ids), keysOf(ids), by.Account, all, pq.Array(departments))
	return found, err
}

// SubmitComment makes a comment. Everyone who is signed in and known well enough may, while the period is open.
func (db *DB) SubmitComment(ctx context.Context, by consult.Actor, in consult.SubmitCommentInput) (*consult.Comment, error) {
	if err := by.Require(consult.CommentAction, ""); err != nil {
		return nil, err
	}
	if err := in.Check(); err != nil {
		return nil, err
	}
	same := requestOf(in.IdempotencyKey, in)
	return once(ctx, db, same, func() (*consult.Comment, error) {
		made, err := db.insertComment(ctx, by, in, same)
		if !errors.Is(err, sql.ErrNoRows) {
			return made, err
		}
		if err := db.whyNoComment(ctx, by, in); err != nil {
			return nil, err
		}
		made, err = db.insertComment(ctx, by, in, same) // it opened between the two statements
		return made, found(err, "consultationId")
	}, func(id uuid.UUID) (*consult.Comment, error) {
		c, err := only(db.CommentsByID(ctx, by, []consult.ID{consult.IDWithin(consult.CommentKind, in.ConsultationID.Key, id)}))
		if err != nil {
			return nil, err
		}
		return c, db.withReceipt(ctx, db, c)
	}, `SELECT id, request_hash FROM comments WHERE consultation_id = $1 AND author = $2 AND idempotency_key = $3`, in.ConsultationID.Key, by.Account)
}

// insertComment writes and counts a comment, which waits for a moderator where the consultation asks so, where the consultation takes it by the clock of this very statement; sql.ErrNoRows
// where it does not. It is one statement, so that no writer waits for another and the network is crossed once.
func (db *DB) insertComment(ctx context.Context, by consult.Actor, in consult.SubmitCommentInput, same request) (*consult.Comment, error) {
	made := consult.Comment{ConsultationKey: in.ConsultationID.Key, Key: consult.NewKey(), ClauseKey: keyOrNil(in.ClauseID), Stance: in.Stance, Body: in.Body, Revision: 1}
	p := promiseOf(made.Accepted(consult.ActSubmit))
	var d delta
	d.comments(in.ConsultationID.Key, keyOrNil(in.ClauseID), in.Stance, 1)
	err := db.get(ctx, &made, `
		WITH made AS (
		  INSERT INTO comments AS m (consultation_id, id, clause_id, author, stance, body, grams, day, idempotency_key, request_hash, state, awaits_decision, revision)
		  SELECT c.id, $2::uuid, $3::uuid, $4::uuid, $5::text, $6::text, $18::int[], CAST(now() AT TIME ZONE c.timezone AS date), $7::text, $8::bytea,
		    CASE c.moderation WHEN 'BEFORE_PUBLISHING' THEN 'PENDING' ELSE 'PUBLISHED' END, c.moderation = 'BEFORE_PUBLISHING', 1
		  FROM consultations c
		  WHERE c.id = $1 AND `+statusNow+` = 'OPEN' AND c.identity_level = ANY($9)
		    AND ($3::uuid IS NULL OR EXISTS (SELECT FROM clauses l WHERE l.id = $3 AND l.draft_id = c.draft_id))`+whileItStands+`
		  RETURNING `+commentColumns+`
		), counted AS (
		  INSERT INTO tally_deltas (consultation_id, id, subjects, counters, amounts)
		  SELECT m.consultation_id, m.id,
		    CASE m.state WHEN 'PENDING' THEN ARRAY[m.consultation_id] ELSE $10::uuid[] || m.consultation_id END,
		    CASE m.state WHEN 'PENDING' THEN ARRAY[$14::text] ELSE $11::text[] || ($13::text || to_char(m.day, 'YYYY-MM-DD')) END,
		    CASE m.state WHEN 'PENDING' THEN ARRAY[1::bigint] ELSE $12::bigint[] || 1::bigint END
		  FROM made m
		), receipted AS (
		  INSERT INTO `+receiptColumns+`
		  SELECT m.consultation_id, m.id, m.revision, $15::text, $16::bytea, sha256($17::bytea || `+microsNow+`), m.created_at FROM made m
		)
		SELECT `+commentColumns+` FROM made m`,
		in.ConsultationID.Key, made.Key, keyOf(in.ClauseID), by.Account, in.Stance, in.Body, same.Key, same.Hash, pq.Array(by.Assurance.Reached()),
		pq.Array(d.subjects), pq.Array(d.counters), pq.Array(d.amounts), consult.CommentsOnDay, consult.PendingCounter,
		consult.CommentKind, p.salt, p.commitment, gramsOf(in.ConsultationID.Key, in.Body))
	if err != nil {
		return nil, err
	}
	made.Receipt = p.kept(db.log, made.ID(), made.Revision, made.CreatedAt)
	return &made, nil
}

// whyNoComment says why the consultation did not take a comment: NOT_FOUND, what Accept refuses, or OTHER_DRAFT. A clause that
// the actor may not see is not found.
func (db *DB) whyNoComment(ctx context.Context, by consult.Actor, in consult.SubmitCommentInput) error {
	c, err := consultation(ctx, db, in.ConsultationID, "consultationId")
	if err != nil {
		return err
	}
	if err := c.Accept(by); err != nil || in.ClauseID == nil {
		return err
	}
	clause, err := only(db.ClausesByID(ctx, by, []consult.ID{*in.ClauseID}))
	if err != nil {
		return under("clauseId", err)
	}
	if c.DraftKey == nil || clause.DraftKey != *c.DraftKey {
		return consult.Refuse(consult.OtherDraft, "clauseId")
	}
	return nil
}

// comments notes comments with a stance in the counts of their consultation and clause, but not in those of their day.
func (d *delta) comments(consultation uuid.UUID, clause *uuid.UUID, stance consult.Stance, amount int64) {
	for _, counter := range []string{consult.CommentsCounter, consult.CommentsWith(stance)} {
		d.add(consultation, counter, amount)
		if clause != nil {
			d.add(*clause, counter, amount)
		}
	}
}

// keyOrNil is the key of an id that may be missing.
func keyOrNil(id *consult.ID) *uuid.UUID {
	if id == nil {
		return nil
	}
	return &id.Key
}
