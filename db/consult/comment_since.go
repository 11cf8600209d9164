package consultdb

import (
	"context"
	"encoding/binary"
	"slices"
	"time"

	"github.com/google/uuid"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/consult"
)

// clocksApart is how far the clocks of the server processes, which make the keys, may lie apart.
const clocksApart = 10 * time.Minute

// CommentsSince lists the newest comments, at most 100, that a consultation has received after an instant by the
// database's clock, the oldest first. Everybody may. The keys only keep it from reading those long before.
func CommentsSince(ctx context.Context, db *pg.DB, _ civic.Actor, consultation civic.ID, since time.Time) ([]consult.Comment, error) {
	var found []consult.Comment
	err := db.List(ctx, &found, `SELECT `+CommentColumns+` FROM comments m
		WHERE m.consultation_id = $1 AND m.id > $2 AND m.created_at > $3 AND m.withdrawn_at IS NULL
		ORDER BY m.id DESC LIMIT $4`, consultation.Key, keyAt(since.Add(-clocksApart)), since, civic.MaxPageSize)
	slices.Reverse(found)
	return found, err
}

// keyAt is a key that precedes all that are made after an instant.
func keyAt(at time.Time) (key uuid.UUID) {
	var milliseconds [8]byte
	binary.BigEndian.PutUint64(milliseconds[:], uint64(at.UnixMilli()))
	copy(key[:6], milliseconds[2:])
	return key
}
