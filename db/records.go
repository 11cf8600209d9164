package db

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"minyi/consult"
)

// records are what rows of one kind that are written together leave beside them: a delta for each consultation, and a receipt for each row.
type records struct {
	kind     consult.Kind
	deltas   map[uuid.UUID]*delta
	receipts []*consult.Receipt
}

// delta is what is added to a consultation's counts.
func (r *records) delta(consultation uuid.UUID) *delta {
	if r.deltas == nil {
		r.deltas = map[uuid.UUID]*delta{}
	}
	if r.deltas[consultation] == nil {
		r.deltas[consultation] = &delta{}
	}
	return r.deltas[consultation]
}

// receipt gives the receipt of a new row.
func (r *records) receipt(key consult.LogKey, p promise, subject consult.ID, at time.Time) *consult.Receipt {
	given := p.kept(key, subject, 1, at)
	r.receipts = append(r.receipts, given)
	return given
}

// append keeps the records in the transaction of the rows.
func (r *records) append(ctx context.Context, t *tx) error {
	if len(r.receipts) == 0 {
		return nil
	}
	n, m := len(r.deltas), len(r.receipts)
	counted, ids := make(keyArray, 0, n), make(keyArray, n)
	subjects, counters, amounts, made := make(pq.StringArray, n), make(pq.StringArray, n), make(pq.StringArray, n), make(pq.StringArray, n)
	for consultation, d := range r.deltas {
		sum, i := d.settled(), len(counted)
		counted, ids[i] = append(counted, consultation), consult.NewKey()
		subjects[i], counters[i], amounts[i] = literal(keyArray(sum.subjects)), literal(pq.StringArray(sum.counters)), literal(pq.Int64Array(sum.amounts))
		made[i] = literal(keyArray(d.made))
	}
	scopes, keys, salts, leaves := make(keyArray, m), make(keyArray, m), make(pq.ByteaArray, m), make(pq.ByteaArray, m)
	for i, receipt := range r.receipts {
		scopes[i], keys[i], salts[i], leaves[i] = receipt.Subject.Consultation, receipt.Subject.Key, receipt.Salt, receipt.Leaf
	}
	_, err := t.exec(ctx, `
		WITH counted AS (
		  INSERT INTO tally_deltas (consultation_id, id, subjects, counters, amounts, made)
		  SELECT consultation_id, id, CAST(subjects AS uuid[]), CAST(counters AS text[]), CAST(amounts AS bigint[]), CAST(made AS uuid[])
		  FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[]) AS d (consultation_id, id, subjects, counters, amounts, made)
		)
		INSERT INTO `+receiptColumns+`
		SELECT consultation_id, subject_id, 1, $7::text, salt, leaf, now() FROM unnest($8::uuid[], $9::uuid[], $10::bytea[], $11::bytea[]) AS r (consultation_id, subject_id, salt, leaf)`,
		counted, ids, subjects, counters, amounts, made, r.kind, scopes, keys, salts, leaves)
	return err
}
