package trustgraph

import (
	"context"

	trustdb "minyi/db/trust"
	"minyi/domain/trust"
)

func (r *QueryResolver) Receipt(ctx context.Context, code string) (*trust.ReceiptStatus, error) {
	return trustdb.ReceiptStatus(ctx, r.DB, code)
}

func (r *QueryResolver) Checkpoint(ctx context.Context, treeSize *int) (*trust.Checkpoint, error) {
	return trustdb.Checkpoint(ctx, r.DB, treeSize)
}

func (r *QueryResolver) ConsistencyProof(ctx context.Context, from, to int) ([]string, error) {
	return trustdb.ConsistencyProof(ctx, r.DB, from, to)
}
