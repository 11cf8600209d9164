package disclosegraph

import (
	"context"

	disclosedb "minyi/db/disclose"
	"minyi/domain/civic"
	"minyi/domain/disclose"
	"minyi/graph"
	civicgraph "minyi/graph/civic"
	"minyi/graph/model"
)

var (
	_ = graph.NodeLoader(disclosedb.ReadingPointsByID)

	readingPointDepartment = graph.Relate("ReadingPoint.department", civicgraph.Departments, func(p *disclose.ReadingPoint) civic.ID {
		return civic.IDOf(civic.DepartmentKind, p.DepartmentKey)
	})
)

func (r *QueryResolver) ReadingPoints(ctx context.Context, first *int, after *string, last *int, before *string, departmentID *civic.ID, kind *disclose.ReadingPointKind) (*model.ReadingPointConnection, error) {
	return model.Connect(disclosedb.ReadingPoints(ctx, r.DB, graph.Page(first, after, last, before), departmentID, kind))
}
