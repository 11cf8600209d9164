package pg

import (
	"context"
	"crypto/hmac"
	"errors"
)

// ErrOtherSecret is the error of a secret that is not the one of the database.
var ErrOtherSecret = errors.New("SECRET or SECRET_FILE is not the secret of this database: nobody would be recognized and no receipt would hold; put the right secret back")

// CheckSecret compares the secret with the check value in the database. The first secret leaves its check value there. In a database
// without one, the seal of the audit log tells whether the secret is the one that was used before. The error is ErrOtherSecret.
func (db *DB) CheckSecret(ctx context.Context) error {
	own := db.Hash("secret check")
	var kept [][]byte
	if err := db.List(ctx, &kept, `SELECT value FROM secret_check`); err != nil {
		return err
	}
	if len(kept) > 0 {
		return sameSecret(kept[0], own)
	}
	var head AuditHead
	if err := db.Get(ctx, &head, `SELECT seq, hash, seal FROM audit_head`); err != nil {
		return err
	}
	if head.Seq > 0 && !hmac.Equal(head.Seal, db.SealOf(head.Seq, head.Hash)) {
		return ErrOtherSecret
	}
	var value []byte // of the first of several servers that start at the same time
	if err := db.Get(ctx, &value, `INSERT INTO secret_check (one, value) VALUES (true, $1) ON CONFLICT (one) DO UPDATE SET one = true RETURNING value`, own); err != nil {
		return err
	}
	return sameSecret(value, own)
}

func sameSecret(kept, own []byte) error {
	if !hmac.Equal(kept, own) {
		return ErrOtherSecret
	}
	return nil
}
