package consultdb

import (
	"context"
	"database/sql"
	"errors"

	"github.com/google/uuid"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/consult"
)

// wordsKey is a keyed hash of a comment's author, clause, passage and words. A unique index finds by it that the same person says the same again, so
// that nobody waits for anybody else.
func wordsKey(db *pg.DB, c consult.Comment) uuid.UUID {
	var clause, passage string
	if c.ClauseKey != nil {
		clause = c.ClauseKey.String()
	}
	if c.Passage != nil {
		raw, _ := c.Passage.Value() // texts always marshal
		passage = raw.(string)
	}
	return uuid.UUID(db.Hash("words of a comment", c.ConsultationKey.String(), c.Author.String(), clause, passage, consult.SameWords(c.Body))[:16])
}

// refuseDuplicate refuses as DUPLICATE a comment that says what its author has said before, and returns the earlier one. If the comment itself stands
// there, an earlier try wrote it and lost its connection before the reply.
func refuseDuplicate(ctx context.Context, db *pg.DB, n *newComment) (*consult.Comment, error) {
	var found struct {
		Key     uuid.UUID `db:"id"`
		SameKey bool      `db:"same_key"`
	}
	err := db.Get(ctx, &found, `SELECT m.id, EXISTS (SELECT FROM comments k WHERE k.consultation_id = $1 AND k.author = $3 AND k.idempotency_key = $4) AS same_key
		FROM comments m WHERE m.consultation_id = $1 AND m.words = $2`, n.made.ConsultationKey, wordsKey(db, n.made), n.by.Account, n.same.Key)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, nil
	case err != nil:
		return nil, err
	case found.Key == n.made.Key || found.SameKey:
		return nil, pg.ErrAlreadyWritten
	}
	id := civic.IDWithin(consult.CommentKind, n.made.ConsultationKey, found.Key)
	earlier, err := pg.Single(CommentsByID(ctx, db, n.by, []civic.ID{id}))
	if err != nil {
		return nil, err
	}
	return earlier, civic.Refuse(civic.Duplicate, "body", civic.Fact{Name: "found", Value: id.String()})
}

// duplicateAt refuses as DUPLICATE a change after which a comment would say what its author has said before.
func duplicateAt(field string, err error) error {
	if pg.Violates(err, "comments_words") {
		return civic.Refuse(civic.Duplicate, field)
	}
	return err
}
