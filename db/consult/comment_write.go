package consultdb

import (
	"context"
	_ "embed"
	"slices"
	"strings"
	"time"

	"github.com/lib/pq"

	"minyi/db/pg"
	trustdb "minyi/db/trust"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/policy"
	"minyi/domain/trust"
)

// newComment is a comment that waits to be written. made has a receipt once it is written.
type newComment struct {
	by      civic.Actor
	in      consult.SubmitCommentInput
	same    pg.Request
	promise trustdb.PendingReceipt
	grams   []int32
	folded  *string // what searches compare; nil: the body
	made    consult.Comment
}

func newCommentOf(by civic.Actor, in consult.SubmitCommentInput, passage *policy.Passage, same pg.Request) *newComment {
	folded, grams := foldedBody(in.ConsultationID.Key, in.Body)
	n := &newComment{by: by, in: in, same: same, grams: grams, folded: folded, made: consult.Comment{
		ConsultationKey: in.ConsultationID.Key, Key: civic.NewKey(), ClauseKey: keyOrNil(in.ClauseID), Passage: passage, Author: by.Account, Stance: in.Stance, Body: in.Body, Revision: 1, Channel: consult.Online}}
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

//go:embed comment_write.sql
var insertCommentsText string

// InsertCommentsSQL is the statement of insertComments.
var InsertCommentsSQL = strings.NewReplacer("{status}", StatusNow, "{receipts}", trustdb.ReceiptColumns, "{micros}", trustdb.MicrosNow).Replace(insertCommentsText)

// insertComments writes and counts the comments that their consultations accept by the clock of this transaction. A comment waits for a
// moderator where its consultation is moderated before publishing. One statement does it all, to cross the network once. Every caller
// writes in the same order, so that two statements with the same keys cannot deadlock.
func insertComments(ctx context.Context, db *pg.DB, run pg.ListFunc, all []*newComment) error {
	consultations, columns := columnsOfComments(all)
	var written []insertedComments
	err := run(ctx, &written, InsertCommentsSQL, slices.Concat([]any{consultations}, columns,
		[]any{consult.PendingCounter, consult.CommentsOnDay, consult.CommentsCounter, consult.CommentKind, tombstonesOf(db, all), foldedOf(all), passagesOf(all), wordsOf(db, all)})...)
	if err != nil {
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

// foldedOf returns what searches compare of comments; NULL where that is the body.
func foldedOf(all []*newComment) any {
	folded := make([]*string, len(all))
	for i, n := range all {
		folded[i] = n.folded
	}
	return pq.Array(folded)
}

// tombstonesOf returns the tombstones that the requests of comments would have.
func tombstonesOf(db *pg.DB, all []*newComment) pg.BytesArray {
	tombstones := make(pg.BytesArray, len(all))
	for i, n := range all {
		tombstones[i] = n.same.Tombstone(db, n.made.ConsultationKey, n.by.Account)
	}
	return tombstones
}

// wordsOf returns the hashes by which the same words of the same person are known.
func wordsOf(db *pg.DB, all []*newComment) pg.KeyArray {
	words := make(pg.KeyArray, len(all))
	for i, n := range all {
		words[i] = wordsKey(db, n.made)
	}
	return words
}

// passagesOf returns the passages of comments as JSON, empty where there is none.
func passagesOf(all []*newComment) pg.TextArray {
	passages := make(pg.TextArray, len(all))
	for i, n := range all {
		if n.made.Passage != nil {
			raw, _ := n.made.Passage.Value() // texts always marshal
			passages[i] = raw.(string)
		}
	}
	return passages
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
