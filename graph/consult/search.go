package consultgraph

import (
	"context"

	consultdb "minyi/db/consult"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/graph"
	"minyi/graph/model"
)

func (r *QueryResolver) Search(ctx context.Context, first *int, after *string, last *int, before *string, text string, kinds []consult.SearchKind, orderBy consult.SearchOrder) (*model.SearchResultConnection, error) {
	return model.Connect(consultdb.Search(ctx, r.DB, consult.Search{Text: text, Kinds: kinds, Order: orderBy}, graph.Page(first, after, last, before)))
}

func (r *SearchResultResolver) Node(ctx context.Context, found *consult.SearchResult) (civic.Node, error) {
	return graph.LoadAnyNode(ctx, found.NodeID())
}
