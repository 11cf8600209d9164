package pg

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"minyi/domain/civic"
)

// Request is what a create keeps to recognize its own repetition: the caller's key and a hash of the whole input. Both are
// nil when the caller gave no key.
type Request struct {
	Key  *string
	Hash []byte
}

// RequestOf hashes an input. The hash covers the key too, which does no harm.
func RequestOf(key *string, input any) Request {
	if key == nil {
		return Request{}
	}
	raw, _ := json.Marshal(input)
	hash := sha256.Sum256(raw)
	return Request{Key: key, Hash: hash[:]}
}

// Text is the key, and empty where the caller gave none.
func (r Request) Text() string {
	if r.Key == nil {
		return ""
	}
	return *r.Key
}

// earlier is the row that a repeated request made the first time.
type earlier struct {
	ID   uuid.UUID `db:"id"`
	Hash []byte    `db:"request_hash"`
}

// Idempotent runs a create, and reads the first result again when the same request comes twice. The create runs first, so that a request
// that comes once costs nothing more. A repetition is refused by the unique key, or by a rule that the first run has changed; then the
// lookup statement finds id and request_hash by the caller and the key. The same key with another input is IDEMPOTENCY_CONFLICT.
func Idempotent[T any](ctx context.Context, db *DB, r Request, create func() (T, error), read func(id uuid.UUID) (T, error), lookup string, args ...any) (T, error) {
	made, err := create()
	if err == nil || r.Key == nil || !refusedOrBroken(err) {
		return made, err
	}
	var before earlier
	switch lookupErr := db.Get(ctx, &before, lookup, append(args, *r.Key)...); {
	case errors.Is(lookupErr, sql.ErrNoRows):
		return made, err
	case lookupErr != nil:
		return made, lookupErr
	case string(before.Hash) != string(r.Hash):
		return made, civic.Refuse(civic.IdempotencyConflict, "idempotencyKey")
	}
	return read(before.ID)
}

// refusedOrBroken tells whether a repetition can cause an error; other errors come from a failing database.
func refusedOrBroken(err error) bool {
	var problems civic.Problems
	return errors.As(err, &problems) || errors.Is(err, ErrAlreadyWritten) || Violates(err, "")
}

// Create is a create of staff, which is idempotent. Its table keeps the author, idempotency_key and request_hash with each row.
type Create[T any] struct {
	By      civic.Actor
	Input   any
	Request Request
	ID      civic.ID // of the new thing
	Table   string
	Column  string // of the thing's key; id if empty
	Author  string // the column of the author's account; created_by if empty
	Find    Finder[T]
}

// Run writes the new thing as DB.Write does and finds it, or finds the thing that the same request has made before.
func (c Create[T]) Run(ctx context.Context, db *DB, write func(*Tx) error) (*T, error) {
	read := func(key uuid.UUID) (*T, error) {
		return One(ctx, db, c.By, c.Find, civic.IDWithin(c.ID.Kind, c.ID.Consultation, key), "")
	}
	create := func() (*T, error) {
		if err := db.Write(ctx, c.By, c.Input, write); err != nil {
			return nil, err
		}
		return read(c.ID.Key)
	}
	lookup, args := c.lookup()
	return Idempotent(ctx, db, c.Request, create, read, lookup, args...)
}

// lookup finds an earlier row by the author, the key, and the consultation of things that belong to one.
func (c Create[T]) lookup() (string, []any) {
	statement := fmt.Sprintf(`SELECT %s AS id, request_hash FROM %s WHERE %s = $1 AND `, cmp.Or(c.Column, "id"), c.Table, cmp.Or(c.Author, "created_by"))
	if c.ID.Consultation == uuid.Nil {
		return statement + `idempotency_key = $2`, []any{c.By.Account}
	}
	return statement + `consultation_id = $2 AND idempotency_key = $3`, []any{c.By.Account, c.ID.Consultation}
}
