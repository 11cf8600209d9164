package trustdb

import (
	"context"
	"crypto/rand"

	"minyi/db/pg"
	"minyi/domain/trust"
)

// saltLength is the number of random bytes of a rotation.
const saltLength = 32

// LoadKeys gives the database the keys of all rotations. The program calls it once, before it serves anybody.
func LoadKeys(ctx context.Context, db *pg.DB) error {
	key, err := keysOf(ctx, db, db.Secret)
	if err == nil {
		db.LogKey = key
	}
	return err
}

func keysOf(ctx context.Context, a pg.Querier, secret []byte) (trust.LogKey, error) {
	var salts [][]byte
	if err := a.List(ctx, &salts, `SELECT k.salt FROM log_keys k ORDER BY k.generation`); err != nil {
		return trust.LogKey{}, err
	}
	return trust.NewLogKey(secret, salts...)
}

// RotateKey adds a key for receipts and checkpoints, and returns all keys. Servers sign with it from their next start on. What was signed
// before stays valid. Only a person who has the secret and the database can call it. The audit log keeps it.
func RotateKey(ctx context.Context, db *pg.DB) (keys trust.LogKey, err error) {
	salt := make([]byte, saltLength)
	_, _ = rand.Read(salt) // never fails
	return keys, db.Operate(ctx, func(t *pg.Tx) (any, error) {
		var did trust.RotateKeyInput
		if err := t.Get(ctx, &did.Generation, `INSERT INTO log_keys (generation, salt) SELECT COALESCE(max(k.generation), 0) + 1, $1 FROM log_keys k RETURNING generation`, salt); err != nil {
			return nil, err
		}
		keys, err = keysOf(ctx, t, db.Secret)
		return did, err
	})
}
