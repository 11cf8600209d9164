package pg

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/google/uuid"

	"minyi/domain/civic"
)

// request is what a create keeps to recognize its own repetition: the caller's key and a hash of the whole input. Both are
// nil when no key was given.
type Request struct {
	Key  *string
	Hash []byte
}

// requestOf hashes an input. The hash covers the key too, which does no harm.
func RequestOf(key *string, input any) Request {
	if key == nil {
		return Request{}
	}
	raw, _ := json.Marshal(input)
	hash := sha256.Sum256(raw)
	return Request{Key: key, Hash: hash[:]}
}

// text is the key, and empty where none was given.
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

// once runs a create, and returns the first result again when the same request comes twice. The create runs first, so that a request
// that comes once costs nothing more. A repetition is refused by the unique key, or by a rule that the first run has changed; then the
// lookup statement finds id and request_hash by the caller and the key.
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
