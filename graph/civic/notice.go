package civicgraph

import (
	"context"

	civicdb "minyi/db/civic"
	"minyi/domain/civic"
	"minyi/graph"
	"minyi/graph/model"
)

var (
	_ = graph.NodeLoader(civicdb.NoticesByID)

	noticeDepartment = graph.Relate("Notice.department", Departments, func(n *civic.Notice) civic.ID {
		return civic.IDOf(civic.DepartmentKind, n.DepartmentKey)
	})
)

func (r *DepartmentResolver) Notices(ctx context.Context, d *civic.Department, first *int, after *string, last *int, before *string) (*model.NoticeConnection, error) {
	return model.Connect(civicdb.Notices(ctx, r.DB, *d, graph.Page(first, after, last, before)))
}
