package graph

import (
	"context"
	civicdb "minyi/db/civic"
	"minyi/domain/civic"
	"minyi/graph/model"
)

func (r *MutationResolver) CreateBrowserKey(ctx context.Context, input civic.CreateBrowserKeyInput) (*model.CreateBrowserKeyPayload, error) {
	key, err := civicdb.CreateBrowserKey(ctx, r.db, input)
	return &model.CreateBrowserKeyPayload{BrowserKey: key, UserErrors: userErrors(ctx, err)}, foreign(err)
}
