package graph

import (
	"context"

	"minyi/consult"
)

func (r *query) Receipt(ctx context.Context, code string) (*consult.ReceiptStatus, error) {
	return r.db.ReceiptStatus(ctx, code)
}

func (r *query) Checkpoint(ctx context.Context, treeSize *int) (*consult.Checkpoint, error) {
	return r.db.Checkpoint(ctx, treeSize)
}

func (r *query) ConsistencyProof(ctx context.Context, from, to int) ([]string, error) {
	return r.db.ConsistencyProof(ctx, from, to)
}
