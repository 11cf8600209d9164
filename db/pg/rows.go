package pg

import (
	"context"
	"database/sql"
	"errors"

	"github.com/google/uuid"

	"minyi/domain/civic"
)

// Rows reads the rows of a statement.
func Rows[T any](ctx context.Context, q Querier, query string, args ...any) (rows []T, err error) {
	err = q.List(ctx, &rows, query, args...)
	return rows, err
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

// NotFoundAt turns the absence of a row into NOT_FOUND at the field.
func NotFoundAt(err error, field string) error {
	if errors.Is(err, sql.ErrNoRows) {
		return civic.Refuse(civic.NotFound, field)
	}
	return err
}

// Missing tells of each id of a list whose key is not among those found: NOT_FOUND at its place in the field.
func Missing(found []uuid.UUID, ids []civic.ID, field string) (problems civic.Problems) {
	there := map[uuid.UUID]bool{}
	for _, key := range found {
		there[key] = true
	}
	for i, id := range ids {
		if !there[id.Key] {
			problems.Add(civic.NotFound, civic.Indexed(field, i))
		}
	}
	return problems
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
