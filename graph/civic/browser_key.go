package civicgraph

import (
	"context"

	civicdb "minyi/db/civic"
	"minyi/domain/civic"
	"minyi/graph"
	"minyi/graph/model"
)

func (r *MutationResolver) CreateBrowserKey(ctx context.Context, input civic.CreateBrowserKeyInput) (*model.CreateBrowserKeyPayload, error) {
	key, err := civicdb.CreateBrowserKey(ctx, r.DB, input)
	return &model.CreateBrowserKeyPayload{BrowserKey: key, UserErrors: graph.UserErrors(ctx, err)}, graph.TopLevel(err)
}
