package db

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"minyi/consult"
)

// newComment is a comment on its way. What was made of it has a receipt once it was taken.
type newComment struct {
	by      consult.Actor
	in      consult.SubmitCommentInput
	same    request
	promise promise
	grams   []int32
	made    consult.Comment
}

func newCommentOf(by consult.Actor, in consult.SubmitCommentInput, same request) *newComment {
	n := &newComment{by: by, in: in, same: same, grams: consult.Grams(in.ConsultationID.Key, in.Body), made: consult.Comment{
		ConsultationKey: in.ConsultationID.Key, Key: consult.NewKey(), ClauseKey: keyOrNil(in.ClauseID), Author: by.Account, Stance: in.Stance, Body: in.Body, Revision: 1}}
	n.promise = promiseOf(n.made.Accepted(consult.ActSubmit))
	return n
}

// writeComments writes comments of many people in one transaction, and passes over those that their consultations do not take.
func (db *DB) writeComments(ctx context.Context, all []*newComment) error {
	of := distinct(all, func(n *newComment) uuid.UUID { return n.made.ConsultationKey })
	return db.together(ctx, of, func(t *tx, entered []uuid.UUID) error { return t.insertComments(ctx, all, entered) })
}

// writeComment writes one by itself.
func (db *DB) writeComment(ctx context.Context, n *newComment) error {
	return db.alone(ctx, n.made.ConsultationKey, func(t *tx, entered []uuid.UUID) error { return t.insertComments(ctx, []*newComment{n}, entered) })
}

// insertedComment is what the database decides about a comment.
type insertedComment struct {
	Key            uuid.UUID               `db:"id"`
	Day            consult.Date            `db:"day"`
	State          consult.ModerationState `db:"state"`
	AwaitsDecision bool                    `db:"awaits_decision"`
	CreatedAt      time.Time               `db:"created_at"`
}

// insertComments writes those comments that the consultations entered take by the clock of this very statement. A comment waits for a
// moderator where its consultation asks so. They are written in an order that all share, so that no two transactions with
// the same keys wait for each other.
func (t *tx) insertComments(ctx context.Context, all []*newComment, entered []uuid.UUID) error {
	var written []insertedComment
	if err := t.list(ctx, &written, `
		INSERT INTO comments AS m (consultation_id, id, clause_id, author, stance, body, grams, day, idempotency_key, request_hash, state, awaits_decision, revision)
		SELECT c.id, n.id, CAST(NULLIF(n.clause_id, '') AS uuid), n.author, n.stance, n.body, CAST(n.grams AS int[]), CAST(now() AT TIME ZONE c.timezone AS date),
		  NULLIF(n.idempotency_key, ''), NULLIF(n.request_hash, ''),
		  CASE c.moderation WHEN 'BEFORE_PUBLISHING' THEN 'PENDING' ELSE 'PUBLISHED' END, c.moderation = 'BEFORE_PUBLISHING', 1
		FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::bytea[])
		  AS n (consultation_id, id, clause_id, author, reached, stance, body, grams, idempotency_key, request_hash)
		JOIN consultations c ON c.id = n.consultation_id
		WHERE c.id = ANY($1) AND `+statusNow+` = 'OPEN' AND c.identity_level = ANY(CAST(n.reached AS text[]))
		  AND (n.clause_id = '' OR EXISTS (SELECT FROM clauses l WHERE l.id = CAST(n.clause_id AS uuid) AND l.draft_id = c.draft_id))
		ORDER BY n.author, n.idempotency_key
		ON CONFLICT (consultation_id, author, idempotency_key) DO NOTHING
		RETURNING m.id, m.day, m.state, m.awaits_decision, m.created_at`, append([]any{keyArray(entered)}, columnsOfComments(all)...)...); err != nil {
		return err
	}
	return t.recordComments(ctx, all, written)
}

// columnsOfComments writes comments as arrays, one a column.
func columnsOfComments(all []*newComment) []any {
	n := len(all)
	consultations, keys, authors, hashes := make(keyArray, n), make(keyArray, n), make(keyArray, n), make(pq.ByteaArray, n)
	clauses, reached, stances, bodies := make(pq.StringArray, n), make(pq.StringArray, n), make(pq.StringArray, n), make(pq.StringArray, n)
	grams, idempotency := make(pq.StringArray, n), make(pq.StringArray, n)
	for i, c := range all {
		consultations[i], keys[i], authors[i] = c.made.ConsultationKey, c.made.Key, c.by.Account
		reached[i], stances[i], bodies[i], grams[i] = literal(pq.Array(c.by.Assurance.Reached())), string(c.in.Stance), c.in.Body, literal(pq.Int32Array(c.grams))
		if c.in.ClauseID != nil {
			clauses[i] = c.in.ClauseID.Key.String()
		}
		idempotency[i], hashes[i] = c.same.text(), c.same.Hash
	}
	return []any{consultations, keys, clauses, authors, reached, stances, bodies, grams, idempotency, hashes}
}

// recordComments counts the comments that were written and keeps their receipts.
func (t *tx) recordComments(ctx context.Context, all []*newComment, written []insertedComment) error {
	r := records{kind: consult.CommentKind}
	made := make(map[uuid.UUID]*newComment, len(all))
	for _, n := range all {
		n.made.Receipt = nil // of an attempt that was taken back
		made[n.made.Key] = n
	}
	for _, w := range written {
		n := made[w.Key]
		n.made.Day, n.made.State, n.made.AwaitsDecision, n.made.CreatedAt = w.Day, w.State, w.AwaitsDecision, w.CreatedAt
		d := r.delta(n.made.ConsultationKey)
		d.standing(n.made, 0, 1)
		d.made = append(d.made, w.Key)
		n.made.Receipt = r.receipt(t.db.log, n.promise, n.made.ID(), w.CreatedAt)
	}
	return r.append(ctx, t)
}
