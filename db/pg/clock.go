package pg

import (
	"context"
	"time"

	"github.com/google/uuid"

	"minyi/domain/civic"
)

// Today is the SQL of the day by the database's clock in the time zone of the installation, which is the statement's first argument.
const Today = `CAST(now() AT TIME ZONE CAST($1 AS text) AS date)`

// Today is the transaction's day in the time zone of the installation.
func (t *Tx) Today(ctx context.Context) (civic.Date, error) {
	var day civic.Date
	err := t.Get(ctx, &day, `SELECT `+Today, t.DB.Zone.String())
	return day, err
}

// Clock is an instant of the database's clock, by which periods open and close.
type Clock struct {
	Now  time.Time      `db:"now"`
	Next *time.Duration `db:"next"` // until a period opens or closes; nil where none will
}

// Clock reads the database's clock.
func (db *DB) Clock(ctx context.Context) (Clock, error) {
	var c Clock
	err := db.Get(ctx, &c, `SELECT now() AS now, (extract(epoch FROM min(at) - now()) * 1e9)::bigint AS next FROM (
		  SELECT opens_at AS at FROM consultations WHERE opens_at > now() AND withdrawn_at IS NULL
		  UNION ALL
		  SELECT closes_at FROM consultations WHERE closes_at > now() AND withdrawn_at IS NULL
		) turn`)
	return c, err
}

// Turned names the consultations that opened or closed after one instant and not after another, and their surveys.
func (db *DB) Turned(ctx context.Context, after, until time.Time) ([]civic.ID, error) {
	var turned []uuid.UUID
	err := db.List(ctx, &turned, `SELECT id FROM consultations WHERE withdrawn_at IS NULL
		AND (opens_at > $1 AND opens_at <= $2 OR closes_at > $1 AND closes_at <= $2)`, after, until)
	if err != nil || len(turned) == 0 {
		return nil, err
	}
	return withSurveys(ctx, db, turned)
}

// Now is the transaction's instant by the database's clock.
func (t *Tx) Now(ctx context.Context) (time.Time, error) {
	var now time.Time
	err := t.Get(ctx, &now, `SELECT now()`)
	return now, err
}
