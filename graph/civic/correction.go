package civicgraph

import (
	"context"

	civicdb "minyi/db/civic"
	"minyi/domain/civic"
	"minyi/graph"
	"minyi/graph/model"
)

var _ = graph.NodeLoader(civicdb.CorrectionsByID)

func (r *DepartmentResolver) Corrections(ctx context.Context, d *civic.Department, first *int, after *string, last *int, before *string) (*model.CorrectionConnection, error) {
	return model.Connect(civicdb.Corrections(ctx, r.DB, d.ID(), graph.Page(first, after, last, before)))
}
