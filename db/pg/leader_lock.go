package pg

import "context"

// leaderIdleTimeout is how long the leader may leave its transaction without a statement.
const leaderIdleTimeout = "5s"

// WithLeaderLock runs a write that only one server process does at a time. It does nothing while another process holds the lock. The lock ends
// with the transaction: at once when the process dies, and after leaderIdleTimeout when it hangs. PostgreSQL then rolls back what was half done.
func (db *DB) WithLeaderLock(ctx context.Context, lock int64, write func(*Tx) error) error {
	return db.Tx(ctx, func(t *Tx) error {
		var locked bool
		if err := t.Get(ctx, &locked, `SELECT pg_try_advisory_xact_lock($1) AND set_config('idle_in_transaction_session_timeout', $2, true) <> ''`, lock, leaderIdleTimeout); err != nil || !locked {
			return err
		}
		return write(t)
	})
}
