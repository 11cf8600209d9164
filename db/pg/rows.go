package pg

import (
	"context"
	"database/sql"
	"errors"

	"minyi/domain/civic"
)

// Rows reads the rows of a statement.
func Rows[T any](ctx context.Context, q Querier, query string, args ...any) (rows []T, err error) {
	err = q.List(ctx, &rows, query, args...)
	return rows, err
}

// Row reads the one row of a statement. The error is sql.ErrNoRows where there is none.
func Row[T any](ctx context.Context, q Querier, query string, args ...any) (*T, error) {
	var row T
	if err := q.Get(ctx, &row, query, args...); err != nil {
		return nil, err
	}
	return &row, nil
}

// Each keeps one thing that was made of each row by the row's key.
func Each[R any, K comparable, V any](rows []R, err error, entry func(R) (K, V)) (map[K]V, error) {
	byKey := make(map[K]V, len(rows))
	for _, row := range rows {
		key, value := entry(row)
		byKey[key] = value
	}
	return byKey, err
}

// Grouped keeps what was made of the rows in their order, by the rows' keys.
func Grouped[R any, K comparable, V any](rows []R, err error, entry func(R) (K, V)) (map[K][]V, error) {
	groups := map[K][]V{}
	for _, row := range rows {
		key, value := entry(row)
		groups[key] = append(groups[key], value)
	}
	return groups, err
}

// Finder finds the things with some ids. It leaves out those that the actor may not see.
type Finder[T any] func(ctx context.Context, db *DB, by civic.Actor, ids []civic.ID) ([]T, error)

// One finds one thing, or refuses NOT_FOUND at the field.
func One[T any](ctx context.Context, db *DB, by civic.Actor, find Finder[T], id civic.ID, field string) (*T, error) {
	found, err := Single(find(ctx, db, by, []civic.ID{id}))
	return found, Under(field, err)
}

// Change runs what a staff member does as DB.Write does, and finds the thing as it is now.
func Change[T any](ctx context.Context, db *DB, by civic.Actor, in any, id civic.ID, find Finder[T], write func(*Tx) error) (*T, error) {
	if err := db.Write(ctx, by, in, write); err != nil {
		return nil, err
	}
	return One(ctx, db, by, find, id, "")
}

// InTx runs a write as DB.Tx does, and returns what it made.
func InTx[T any](ctx context.Context, db *DB, write func(*Tx) (*T, error)) (made *T, err error) {
	err = db.Tx(ctx, func(t *Tx) error {
		made, err = write(t)
		return err
	})
	if err != nil {
		return nil, err
	}
	return made, nil
}

// NotFoundAt turns the absence of a row into NOT_FOUND at the field.
func NotFoundAt(err error, field string) error {
	if errors.Is(err, sql.ErrNoRows) {
		return civic.Refuse(civic.NotFound, field)
	}
	return err
}

// Single returns the one row of a lookup, or NOT_FOUND.
func Single[T any](rows []T, err error) (*T, error) {
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, civic.Refuse(civic.NotFound, "")
	}
	return &rows[0], nil
}
