package db

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"

	"github.com/google/uuid"

	"minyi/consult"
)

// Account finds the account of a person by issuer and subject, and opens it at the first time. Only a keyed hash of the
// subject is kept: without the secret nobody can tell whose account it is.
func (db *DB) Account(ctx context.Context, issuer, subject string) (uuid.UUID, error) {
	var key uuid.UUID
	hash := db.hash("account", issuer, subject)
	err := db.get(ctx, &key, `
		WITH opened AS (
		  INSERT INTO accounts (id, issuer, subject_hash) VALUES ($1, $2, $3) ON CONFLICT (issuer, subject_hash) DO NOTHING RETURNING id
		)
		SELECT id FROM opened UNION ALL SELECT id FROM accounts WHERE issuer = $2 AND subject_hash = $3 LIMIT 1`,
		consult.NewKey(), issuer, hash)
	if found(err, "") != err { // another request opened it between this statement's two looks
		err = db.get(ctx, &key, `SELECT id FROM accounts WHERE issuer = $1 AND subject_hash = $2`, issuer, hash)
	}
	return key, err
}

// person is the keyed hash by which a survey knows that somebody has answered. It differs from survey to survey, so that
// the responses of one person cannot be put together.
func (db *DB) person(survey, account uuid.UUID) []byte {
	return db.hash("survey", survey.String(), account.String())
}

// hash is a keyed hash of some parts, none of which can be taken for another.
func (db *DB) hash(parts ...string) []byte {
	mac := hmac.New(sha256.New, db.secret)
	for _, part := range parts {
		mac.Write([]byte(part))
		mac.Write([]byte{0})
	}
	return mac.Sum(nil)
}
