package trustdb

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/trust"
)

// MicrosNow is the instant of the writer's transaction as the eight bytes that LeafOf takes.
const MicrosNow = `int8send((extract(epoch FROM now()) * 1000000)::bigint)`

// ReceiptColumns are what a writer appends beside its own row, in the same statement; position waits for the log.
const ReceiptColumns = `receipts (consultation_id, subject_id, revision, kind, salt, leaf, at)`

// PendingReceipt is a receipt that has no instant yet: the database's clock gives it when the row is written.
type PendingReceipt struct {
	content          string
	Salt, Commitment []byte
}

func NewPendingReceipt(content string) PendingReceipt {
	salt := trust.NewSalt()
	return PendingReceipt{content: content, Salt: salt, Commitment: trust.Commit(salt, content)}
}

// Issue makes the receipt of a pending receipt that was written at an instant.
func (p PendingReceipt) Issue(key trust.LogKey, subject civic.ID, revision int, at time.Time) *trust.Receipt {
	signed := key.SignReceipt(trust.Receipt{Subject: subject, Revision: revision, Salt: p.Salt, Leaf: trust.LeafOf(p.Commitment, at),
		IssuedAt: at.UTC(), Content: p.content})
	return &signed
}

// ReceiptAgain signs the receipt of a thing as it stands once more, which gives the same text until the key is rotated; nil where its salt was
// forgotten or it never had one.
func ReceiptAgain(ctx context.Context, db *pg.DB, a pg.Querier, subject civic.ID, revision int, content string) (*trust.Receipt, error) {
	var row struct {
		Salt []byte    `db:"salt"`
		At   time.Time `db:"at"`
	}
	err := a.Get(ctx, &row, `SELECT r.salt, r.at FROM receipts r WHERE r.consultation_id = $1 AND r.subject_id = $2 AND r.revision = $3 AND r.salt IS NOT NULL`,
		subject.Consultation, subject.Key, revision)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	p := PendingReceipt{content: content, Salt: row.Salt, Commitment: trust.Commit(row.Salt, content)}
	return p.Issue(db.LogKey, subject, revision, row.At), nil
}

// WithReceipt gives a comment that nothing was written to the receipt that it has.
func WithReceipt(ctx context.Context, db *pg.DB, a pg.Querier, c *consult.Comment) (err error) {
	c.Receipt, err = ReceiptAgain(ctx, db, a, c.ID(), c.Revision, c.Accepted(c.Act()))
	return err
}

// VerifierKey is the public key of receipts and checkpoints. After rotations it has one line for each key, the newest first.
func VerifierKey(db *pg.DB) string { return db.LogKey.Text }

// ReceiptStatus says where the leaf of a receipt stands, with the proof against the newest checkpoint. Everybody may ask who
// has the code; one that this server did not sign is refused as BAD_RECEIPT.
func ReceiptStatus(ctx context.Context, db *pg.DB, code string) (*trust.ReceiptStatus, error) {
	r, err := db.LogKey.ReadReceipt(code)
	if err != nil {
		return nil, err
	}
	status := &trust.ReceiptStatus{Code: code, State: trust.ReceiptMissing}
	var position sql.NullInt64
	err = db.Get(ctx, &position, `SELECT r.position FROM receipts r WHERE r.consultation_id = $1 AND r.subject_id = $2 AND r.revision = $3 AND r.leaf = $4`,
		r.Subject.Consultation, r.Subject.Key, r.Revision, r.Leaf)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return status, nil
	case err != nil:
		return nil, err
	case !position.Valid:
		status.State = trust.ReceiptPending
		return status, nil
	}
	return status, prove(ctx, db, status, position.Int64)
}

// prove fills in the place of a leaf and its proof.
func prove(ctx context.Context, db *pg.DB, status *trust.ReceiptStatus, position int64) error {
	c, err := Checkpoint(ctx, db, nil)
	if err != nil {
		return err
	}
	proof, err := proveLeaf(ctx, db, c, position)
	index := int(position)
	status.State, status.LeafIndex, status.Checkpoint, status.InclusionProof = trust.ReceiptIncluded, &index, c, proof
	return err
}

// Forget erases the salts of a thing, so that its leaves point at nothing. The log stays whole, and so do the receipts that
// its author keeps.
func Forget(ctx context.Context, t *pg.Tx, subject civic.ID) error {
	_, err := t.Exec(ctx, `UPDATE receipts SET salt = NULL WHERE consultation_id = $1 AND subject_id = $2`, subject.Consultation, subject.Key)
	return err
}
