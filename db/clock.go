package db

import (
	"context"
	"time"

	"github.com/google/uuid"

	"minyi/consult"
)

// Clock is an instant of the database's clock, by which periods open and close.
type Clock struct {
	Now  time.Time      `db:"now"`
	Next *time.Duration `db:"next"` // until a period opens or closes; nil where none will
}

// Clock reads the database's clock.
func (db *DB) Clock(ctx context.Context) (Clock, error) {
	var c Clock
	err := db.get(ctx, &c, `SELECT now() AS now, (extract(epoch FROM min(at) - now()) * 1e9)::bigint AS next FROM (
		  SELECT opens_at AS at FROM consultations WHERE opens_at > now() AND withdrawn_at IS NULL
		  UNION ALL
		  SELECT closes_at FROM consultations WHERE closes_at > now() AND withdrawn_at IS NULL
		) turn`)
	return c, err
}

// Turned names the consultations that opened or closed after one instant and not after another, and their surveys.
func (db *DB) Turned(ctx context.Context, after, until time.Time) ([]consult.ID, error) {
	var turned []uuid.UUID
	err := db.list(ctx, &turned, `SELECT id FROM consultations WHERE withdrawn_at IS NULL
		AND (opens_at > $1 AND opens_at <= $2 OR closes_at > $1 AND closes_at <= $2)`, after, until)
	if err != nil || len(turned) == 0 {
		return nil, err
	}
	return withSurveys(ctx, db, turned)
}
