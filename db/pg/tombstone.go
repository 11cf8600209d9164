package pg

import (
	"context"

	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/domain/consult"
)

// Tombstone is what stays of a request whose result its author erased: a keyed hash of the account, the key and what the request was
// about. It says nothing without the secret. Nil where the caller gave no key.
func (r Request) Tombstone(db *DB, about, account uuid.UUID) []byte {
	if r.Key == nil {
		return nil
	}
	return db.Hash("erased request", about.String(), account.String(), *r.Key)
}

// KeepTombstone makes sure that a late repetition of an erased request publishes nothing.
func (r Request) KeepTombstone(ctx context.Context, t *Tx, consultation, about, account uuid.UUID) error {
	if r.Key == nil {
		return nil
	}
	_, err := t.Exec(ctx, `INSERT INTO erased_requests (consultation_id, hash) VALUES ($1, $2) ON CONFLICT DO NOTHING`, consultation, r.Tombstone(t.DB, about, account))
	return err
}

// RefuseErased refuses as ERASED the repetition of a request whose result its author erased.
func RefuseErased(ctx context.Context, db *DB, consultation uuid.UUID, tombstone []byte) error {
	if tombstone == nil {
		return nil
	}
	var erased bool
	err := db.Get(ctx, &erased, `SELECT EXISTS (SELECT FROM erased_requests WHERE consultation_id = $1 AND hash = $2)`, consultation, tombstone)
	if err == nil && erased {
		err = civic.Refuse(consult.Erased, "idempotencyKey")
	}
	return err
}
