// Package db keeps everything in PostgreSQL: each subject has a file, and the SQL stands beside the method that runs it. A write is one
// transaction with the database's clock and asks a rule in consult. What an actor may not see is not found.
package pg

import (
	"context"
	"database/sql"
	"fmt"
	"reflect"
	"sync"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"

	"minyi/domain/civic"
	"minyi/domain/trust"
)

// DB is an open database. Its methods may be called from many goroutines at once.
type DB struct {
	Pool     *sqlx.DB
	url      string
	Secret   []byte
	SealKeys SealKeys       // encrypt records that only few may read; the first one is the newest
	Zone     *time.Location // of the installation, in which a text comes into force; nil is UTC
	LogKey   trust.LogKey
	prepared sync.Map      // statement text to *sqlx.Stmt
	Searches chan struct{} // one element for each search that runs
	slots    sync.Map      // *Slot to its content
}

// Options are what a database is opened with.
type Options struct {
	Secret   []byte         // the key of the hashes by which people are known: with another secret nobody is recognized
	SealKeys SealKeys       // encrypt records that only few may read; without them a key that follows from the secret does
	MaxConns int            // the most connections to use
	Zone     *time.Location // the time zone of the installation; UTC if it is nil
}

// Open connects to the database, which must be migrated.
func Open(ctx context.Context, url string, o Options) (*DB, error) {
	log, err := trust.NewLogKey(o.Secret)
	if err != nil {
		return nil, err
	}
	pool, err := connectToServe(ctx, url)
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(o.MaxConns)
	pool.SetMaxIdleConns(o.MaxConns)
	return &DB{Pool: pool, url: url, Secret: o.Secret, SealKeys: o.SealKeys, Zone: o.Zone, LogKey: log, Searches: make(chan struct{}, max(1, o.MaxConns/6))}, nil
}

// OnPool is a database for those who bring it to the newest schema. It knows no secret.
func OnPool(pool *sqlx.DB) *DB { return &DB{Pool: pool} }

// Close releases the connections.
func (db *DB) Close() error { return db.Pool.Close() }

// Ping returns an error where the database does not reply.
func (db *DB) Ping(ctx context.Context) error {
	var one int
	return db.Get(ctx, &one, `SELECT 1`)
}

// Tx runs a write in one transaction, and commits it when the function returns no error. now() is the same instant in all its
// statements. The function runs again after a deadlock.
func (db *DB) Tx(ctx context.Context, write func(*Tx) error) error {
	return retryDeadlock(func() error { return db.txOnce(ctx, write) })
}

// retryDeadlock runs a transaction again, three times at most, when PostgreSQL rolled it back to end a deadlock.
func retryDeadlock(run func() error) error {
	err := run()
	for retries := 0; retries < 3 && pq.As(err, pqerror.TRDeadlockDetected) != nil; retries++ {
		err = run()
	}
	return err
}

// txOnce runs a write in one transaction, without a retry.
func (db *DB) txOnce(ctx context.Context, write func(*Tx) error) error {
	begun, err := db.Pool.BeginTxx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = begun.Rollback() }()
	t := &Tx{DB: db, Tx: begun}
	if err := write(t); err != nil {
		return err
	}
	if err := begun.Commit(); err != nil {
		return err
	}
	t.keepStatements(ctx)
	return nil
}

// Tx is a transaction that has begun.
type Tx struct {
	DB    *DB
	Tx    *sqlx.Tx
	fresh []string // statements that the pool has not prepared yet
	by    civic.Actor
	entry *trust.AuditEntry // what a staff action leaves in the audit log; nil in other writes
}

// ListFunc runs a statement and reads its rows.
type ListFunc = func(ctx context.Context, to any, query string, args ...any) error

// Querier runs statements, inside a transaction or outside one.
type Querier interface {
	Get(ctx context.Context, to any, query string, args ...any) error
	List(ctx context.Context, to any, query string, args ...any) error
	Exec(ctx context.Context, query string, args ...any) (int64, error)
}

// Get reads one row. It returns sql.ErrNoRows where there is none.
func (db *DB) Get(ctx context.Context, to any, query string, args ...any) error {
	leave, err := enter(ctx)
	if err != nil {
		return err
	}
	defer leave()
	stmt, err := db.stmt(ctx, query)
	if err != nil {
		return err
	}
	return stmt.GetContext(ctx, to, args...)
}

// enter waits until the operation runs fewer statements than it may run at once.
func enter(ctx context.Context) (leave func(), err error) {
	reads := civic.RequestOf(ctx).Reads
	if reads == nil {
		return func() {}, nil
	}
	select {
	case reads <- struct{}{}:
		return func() { <-reads }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// List reads many rows.
func (db *DB) List(ctx context.Context, to any, query string, args ...any) error {
	leave, err := enter(ctx)
	if err != nil {
		return err
	}
	defer leave()
	stmt, err := db.stmt(ctx, query)
	if err != nil {
		return err
	}
	if room := roomFor(ctx, to); room != nil {
		return listWithin(ctx, stmt, room, to, args)
	}
	return stmt.SelectContext(ctx, to, args...)
}

// listOnce reads many rows by a statement that is not kept prepared.
func (db *DB) listOnce(ctx context.Context, to any, query string, args ...any) error {
	leave, err := enter(ctx)
	if err != nil {
		return err
	}
	defer leave()
	return db.Pool.SelectContext(ctx, to, query, args...)
}

// Exec runs a statement that writes, and returns how many rows it changed.
func (db *DB) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	stmt, err := db.stmt(ctx, query)
	if err != nil {
		return 0, err
	}
	return affected(stmt.ExecContext(ctx, args...))
}

// ExecReturning runs a statement that writes, as a transaction of its own, and reads the rows that it returns. database/sql sends the
// statement again when its connection is lost. So the caller makes the keys of new rows: a second try then meets the rows of the first.
func (db *DB) ExecReturning(ctx context.Context, to any, query string, args ...any) error {
	stmt, err := db.stmt(ctx, query)
	if err != nil {
		return err
	}
	return retryDeadlock(func() error {
		reflect.ValueOf(to).Elem().SetZero() // SelectContext appends
		return stmt.SelectContext(ctx, to, args...)
	})
}

func (t *Tx) Get(ctx context.Context, to any, query string, args ...any) error {
	stmt, err := t.stmt(ctx, query)
	if err != nil {
		return err
	}
	return stmt.GetContext(ctx, to, args...)
}

func (t *Tx) List(ctx context.Context, to any, query string, args ...any) error {
	stmt, err := t.stmt(ctx, query)
	if err != nil {
		return err
	}
	return stmt.SelectContext(ctx, to, args...)
}

func (t *Tx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	stmt, err := t.stmt(ctx, query)
	if err != nil {
		return 0, err
	}
	return affected(stmt.ExecContext(ctx, args...))
}

// stmt prepares a statement once for the life of the pool. lib/pq is fastest with prepared statements.
func (db *DB) stmt(ctx context.Context, query string) (*sqlx.Stmt, error) {
	if stmt, ready := db.prepared.Load(query); ready {
		return stmt.(*sqlx.Stmt), nil
	}
	stmt, err := db.Pool.PreparexContext(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("prepare a statement: %w", err)
	}
	kept, raced := db.prepared.LoadOrStore(query, stmt)
	if raced {
		_ = stmt.Close()
	}
	return kept.(*sqlx.Stmt), nil
}

// stmt brings a prepared statement into the transaction. It prepares a new statement on the transaction's own connection, for this
// transaction alone: a transaction that waits for a second connection may wait for ever.
func (t *Tx) stmt(ctx context.Context, query string) (*sqlx.Stmt, error) {
	if stmt, ready := t.DB.prepared.Load(query); ready {
		return t.Tx.StmtxContext(ctx, stmt.(*sqlx.Stmt)), nil
	}
	t.fresh = append(t.fresh, query)
	return t.Tx.PreparexContext(ctx, query)
}

// keepStatements prepares the new statements for the pool, once the transaction's connection is free. A failure costs only speed.
func (t *Tx) keepStatements(ctx context.Context) {
	for _, query := range t.fresh {
		if _, err := t.DB.stmt(ctx, query); err != nil {
			return
		}
	}
}

func affected(result sql.Result, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}
