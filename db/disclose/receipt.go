package disclosedb

import (
	"context"

	"github.com/google/uuid"

	"minyi/db/pg"
	"minyi/domain/disclose"
)

// ReceiptRows are the requests as the rows that receipts are given for. They belong to no consultation and have one revision.
const ReceiptRows = `(SELECT CAST('00000000-0000-0000-0000-000000000000' AS uuid) AS consultation_id, id, 1 AS revision FROM disclosure_requests)`

// Receipt is the salt and the leaf of a request's receipt.
type Receipt struct {
	Salt []byte `db:"salt"`
	Leaf []byte `db:"leaf"`
}

// Receipts finds the receipts of requests by their keys.
func Receipts(ctx context.Context, a pg.Querier, of []disclose.DisclosureRequest) (map[uuid.UUID]Receipt, error) {
	keys := make(pg.KeyArray, len(of))
	for i, r := range of {
		keys[i] = r.Key
	}
	var rows []struct {
		Key uuid.UUID `db:"subject_id"`
		Receipt
	}
	err := a.List(ctx, &rows, `SELECT r.subject_id, r.salt, r.leaf FROM receipts r WHERE r.consultation_id = $1 AND r.subject_id = ANY($2) AND r.revision = 1`, uuid.UUID{}, keys)
	found := make(map[uuid.UUID]Receipt, len(rows))
	for _, row := range rows {
		found[row.Key] = row.Receipt
	}
	return found, err
}
