package graph

import (
	"context"

	"minyi/domain/trust"
)

func (r *QueryResolver) Receipt(ctx context.Context, code string) (*trust.ReceiptStatus, error) {
	return r.db.ReceiptStatus(ctx, code)
}

func (r *QueryResolver) Checkpoint(ctx context.Context, treeSize *int) (*trust.Checkpoint, error) {
	return r.db.Checkpoint(ctx, treeSize)
}

func (r *QueryResolver) ConsistencyProof(ctx context.Context, from, to int) ([]string, error) {
	return r.db.ConsistencyProof(ctx, from, to)
}
