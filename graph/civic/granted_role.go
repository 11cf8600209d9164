package civicgraph

import (
	"context"

	civicdb "minyi/db/civic"
	"minyi/domain/civic"
	"minyi/graph"
	"minyi/graph/model"
)

var grantedRoleDepartment = graph.Relate("GrantedRole.department", Departments, func(g *civic.GrantedRole) civic.ID {
	return graph.OptionalID(civic.DepartmentKind, g.DepartmentKey)
})

func (r *QueryResolver) GrantedRoles(ctx context.Context, first *int, after *string, last *int, before *string) (*model.GrantedRoleConnection, error) {
	return model.Connect(civicdb.GrantedRoles(ctx, r.DB, civic.ActorOf(ctx), graph.Page(first, after, last, before)))
}
