package pg

import (
	"context"
	"database/sql"
	"time"

	"github.com/google/uuid"
)

// Backlog is what waits for the work in the background, and how much the database holds.
type Backlog struct {
	Deltas      int        `db:"deltas"` // not folded yet; both numbers stop at mostCounted
	OldestDelta *uuid.UUID `db:"oldest_delta"`
	Receipts    int        `db:"receipts"` // without a place in the log
	OldestAt    *time.Time `db:"oldest_receipt"`
	Bytes       int64      `db:"bytes"`
	Now         time.Time  `db:"now"`
}

// mostCounted is how many of what waits are counted: that it is so much says enough, and the rest would take time.
const mostCounted = 100_000

// Backlog reads what waits now.
func (db *DB) Backlog(ctx context.Context) (Backlog, error) {
	var b Backlog
	err := db.Get(ctx, &b, `
		SELECT d.deltas, d.oldest_delta, r.receipts, r.oldest_receipt, pg_database_size(current_database()) AS bytes, now() AS now
		FROM (SELECT count(*) AS deltas, min(id::text) AS oldest_delta FROM (SELECT id FROM tally_deltas LIMIT $1) first) d,
		  (SELECT count(*) AS receipts, min(at) AS oldest_receipt FROM (SELECT at FROM receipts WHERE position IS NULL ORDER BY at LIMIT $1) first) r`, mostCounted)
	return b, err
}

// TallyLag is how long the oldest delta that was counted has waited to be folded.
func (b Backlog) TallyLag() time.Duration {
	if b.OldestDelta == nil {
		return 0
	}
	made := time.Unix(b.OldestDelta.Time().UnixTime()) // ids tell when they were made
	return max(0, b.Now.Sub(made))
}

// ReceiptLag is how long the oldest receipt has waited for its place in the log.
func (b Backlog) ReceiptLag() time.Duration {
	if b.OldestAt == nil {
		return 0
	}
	return max(0, b.Now.Sub(*b.OldestAt))
}

// PoolStats tells of the connections to the database.
func (db *DB) PoolStats() sql.DBStats { return db.Pool.Stats() }
