package pg

import (
	"crypto/hmac"
	"crypto/sha256"

	"github.com/google/uuid"
)

// Hash is a keyed hash of some parts. Different lists of parts never give the same input to the hash.
func (db *DB) Hash(parts ...string) []byte {
	mac := hmac.New(sha256.New, db.Secret)
	for _, part := range parts {
		mac.Write([]byte(part))
		mac.Write([]byte{0})
	}
	return mac.Sum(nil)
}

// PersonIn is the keyed hash by which a survey knows that somebody has answered. It differs from survey to survey, so that
// the responses of one person cannot be put together.
func (db *DB) PersonIn(survey, account uuid.UUID) []byte {
	return db.Hash("survey", survey.String(), account.String())
}
