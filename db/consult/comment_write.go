package consultdb

import (
	"context"
	"slices"
	"time"

	"minyi/db/pg"
	trustdb "minyi/db/trust"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/legaltext"
	"minyi/domain/trust"
)

// newComment is a comment that waits to be written. made has a receipt once it is written.
type newComment struct {
	by      civic.Actor
	in      consult.SubmitCommentInput
	same    pg.Request
	promise trustdb.PendingReceipt
	grams   []int32
	made    consult.Comment
}

func newCommentOf(by civic.Actor, in consult.SubmitCommentInput, same pg.Request) *newComment {
	n := &newComment{by: by, in: in, same: same, grams: legaltext.Grams(in.ConsultationID.Key, in.Body), made: consult.Comment{
		ConsultationKey: in.ConsultationID.Key, Key: civic.NewKey(), ClauseKey: keyOrNil(in.ClauseID), Author: by.Account, Stance: in.Stance, Body: in.Body, Revision: 1}}
	n.promise = trustdb.NewPendingReceipt(n.made.Accepted(trust.ActSubmit))
	return n
}

// writeComments writes comments of many people in one statement. It leaves out those that their consultations do not accept.
func writeComments(ctx context.Context, db *pg.DB, all []*newComment) error {
	return insertComments(ctx, db, db.ExecReturning, all)
}

// writeComment writes one comment outside the batch. It waits for staff who are changing the status of the consultation.
func writeComment(ctx context.Context, db *pg.DB, n *newComment) error {
	return WithSharedLock(ctx, db, n.made.ConsultationKey, func(t *pg.Tx) error { return insertComments(ctx, db, t.List, []*newComment{n}) })
}

// insertedComments are comments that were written, with what the database decided about them.
type insertedComments struct {
	Keys      pg.KeyArray             `db:"ids"`
	Day       civic.Date              `db:"day"`
	State     consult.ModerationState `db:"state"`
	CreatedAt time.Time               `db:"created_at"`
}

// insertComments writes and counts the comments that their consultations accept by the clock of this transaction. A comment waits for a
// moderator where its consultation is moderated before publishing. One statement does it all, to cross the network once. Every caller
// writes in the same order, so that two statements with the same keys cannot deadlock.
func insertComments(ctx context.Context, db *pg.DB, run pg.ListFunc, all []*newComment) error {
	consultations, columns := columnsOfComments(all)
	var written []insertedComments
	err := run(ctx, &written, `
		WITH n AS MATERIALIZED (
		  SELECT * FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::int[], $10::int[], $11::text[], $12::bytea[], $13::bytea[], $14::bytea[])
		  AS n (consultation_id, id, clause_id, author, reached, stance, body, first_gram, last_gram, idempotency_key, request_hash, salt, commitment)
		), open AS MATERIALIZED (
		  SELECT c.id, c.draft_id, c.identity_level, c.moderation = 'BEFORE_PUBLISHING' AS moderated, CAST(now() AT TIME ZONE c.timezone AS date) AS day
		  FROM enter($1, false) c WHERE `+StatusNow+` = 'OPEN'
		), made AS (
		  INSERT INTO comments AS m (consultation_id, id, clause_id, author, stance, body, grams, day, idempotency_key, request_hash, state, awaits_decision, revision)
		  SELECT o.id, n.id, CAST(NULLIF(n.clause_id, '') AS uuid), n.author, n.stance, n.body, ($15::int[])[n.first_gram:n.last_gram], o.day,
		    NULLIF(n.idempotency_key, ''), NULLIF(n.request_hash, ''), CASE WHEN o.moderated THEN 'PENDING' ELSE 'PUBLISHED' END, o.moderated, 1
		  FROM n JOIN open o ON o.id = n.consultation_id AND o.identity_level = ANY(string_to_array(n.reached, ' '))
		  WHERE n.clause_id = '' OR EXISTS (SELECT FROM clauses l WHERE l.id = CAST(n.clause_id AS uuid) AND l.draft_id = o.draft_id)
		  ORDER BY n.author, n.idempotency_key
		  ON CONFLICT (consultation_id, author, idempotency_key) DO NOTHING
		  RETURNING m.consultation_id, m.id, m.clause_id, m.stance, m.day, m.state, m.created_at
		), sums AS (
		  SELECT m.consultation_id, k.subject_id, k.counter, count(*) AS amount
		  FROM made m CROSS JOIN LATERAL (VALUES
		    (m.consultation_id, $16::text, 'PENDING'), (m.consultation_id, $17::text || to_char(m.day, 'YYYY-MM-DD'), 'PUBLISHED'),
		    (m.consultation_id, $18::text, 'PUBLISHED'), (m.consultation_id, $18::text || '/' || m.stance, 'PUBLISHED'),
		    (m.clause_id, $18::text, 'PUBLISHED'), (m.clause_id, $18::text || '/' || m.stance, 'PUBLISHED')) AS k (subject_id, counter, state)
		  WHERE k.state = m.state AND k.subject_id IS NOT NULL GROUP BY 1, 2, 3
		), counted AS (
		  INSERT INTO tally_deltas (consultation_id, id, subjects, counters, amounts, made)
		  SELECT s.consultation_id, d.made[1], array_agg(s.subject_id), array_agg(s.counter), array_agg(s.amount), d.made
		  FROM sums s JOIN (SELECT m.consultation_id, array_agg(m.id) AS made FROM made m GROUP BY 1) d ON d.consultation_id = s.consultation_id
		  GROUP BY s.consultation_id, d.made
		), receipted AS (
		  INSERT INTO `+trustdb.ReceiptColumns+`
		  SELECT m.consultation_id, m.id, 1, $19::text, n.salt, sha256(n.commitment || `+trustdb.MicrosNow+`), m.created_at FROM made m JOIN n ON n.id = m.id
		)
		SELECT array_agg(m.id) AS ids, m.day, m.state, m.created_at FROM made m GROUP BY m.day, m.state, m.created_at`, slices.Concat([]any{consultations}, columns,
		[]any{consult.PendingCounter, consult.CommentsOnDay, consult.CommentsCounter, consult.CommentKind})...)
	switch {
	case pg.Violates(err, "comments_pkey"):
		return pg.ErrAlreadyWritten
	case err != nil:
		return err
	}
	for _, w := range written {
		for _, n := range all {
			if slices.Contains(w.Keys, n.made.Key) {
				n.made.Day, n.made.State, n.made.AwaitsDecision, n.made.CreatedAt = w.Day, w.State, w.State == consult.CommentPending, w.CreatedAt
				n.made.Receipt = n.promise.Issue(db.LogKey, n.made.ID(), 1, w.CreatedAt)
			}
		}
	}
	return nil
}

// columnsOfComments returns the consultations of comments, and the comments as arrays: one for each column, and one for all grams.
func columnsOfComments(all []*newComment) (pg.KeyArray, []any) {
	n := len(all)
	consultations, keys, authors, hashes := make(pg.KeyArray, n), make(pg.KeyArray, n), make(pg.KeyArray, n), make(pg.BytesArray, n)
	clauses, reached, stances, bodies := make(pg.TextArray, n), make(pg.TextArray, n), make(pg.TextArray, n), make(pg.TextArray, n)
	firstGrams, lastGrams, idempotency := make(pg.NumberArray, n), make(pg.NumberArray, n), make(pg.TextArray, n)
	salts, commitments := make(pg.BytesArray, n), make(pg.BytesArray, n)
	grams, count := make([][]int32, n), int32(0)
	for i, c := range all {
		consultations[i], keys[i], authors[i] = c.made.ConsultationKey, c.made.Key, c.by.Account
		reached[i], stances[i], bodies[i] = Levels(c.by), string(c.in.Stance), c.in.Body
		firstGrams[i], lastGrams[i] = count+1, count+int32(len(c.grams)) // as PostgreSQL counts
		grams[i], count = c.grams, lastGrams[i]
		if c.in.ClauseID != nil {
			clauses[i] = c.in.ClauseID.Key.String()
		}
		idempotency[i], hashes[i], salts[i], commitments[i] = c.same.Text(), c.same.Hash, c.promise.Salt, c.promise.Commitment
	}
	return pg.Distinct(consultations), []any{consultations, keys, clauses, authors, reached, stances, bodies, firstGrams, lastGrams, idempotency, hashes, salts, commitments, pg.NumberArray(slices.Concat(grams...))}
}
