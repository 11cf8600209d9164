package civicgraph

import (
	"context"

	civicdb "minyi/db/civic"
	"minyi/domain/civic"
	"minyi/graph"
	"minyi/graph/model"
)

var (
	Departments = graph.NodeLoader(civicdb.DepartmentsByID)

	departmentSuccessor = graph.Relate("Department.successor", Departments, func(d *civic.Department) civic.ID {
		return graph.OptionalID(civic.DepartmentKind, d.SuccessorKey)
	})
)

func (r *QueryResolver) Departments(ctx context.Context, first *int, after *string, last *int, before *string) (*model.DepartmentConnection, error) {
	return model.Connect(civicdb.Departments(ctx, r.DB, graph.Page(first, after, last, before)))
}
