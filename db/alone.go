package db

import "context"

// longestPause is how long a process that works alone may leave its transaction without a statement.
const longestPause = "5s"

// alone runs a write that one server process does at a time: it does nothing where another is at it. A process that dies leaves the
// work to the others at once; from one that hangs PostgreSQL takes it back, with all that was half done.
func (db *DB) alone(ctx context.Context, lock int64, write func(*tx) error) error {
	return db.tx(ctx, func(t *tx) error {
		var mine bool
		if err := t.get(ctx, &mine, `SELECT pg_try_advisory_xact_lock($1) AND set_config('idle_in_transaction_session_timeout', $2, true) <> ''`, lock, longestPause); err != nil || !mine {
			return err
		}
		return write(t)
	})
}
