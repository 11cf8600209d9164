package graph

import (
	"context"
	civicdb "minyi/db/civic"
	"minyi/domain/civic"
	"minyi/graph/model"
)

var grantedRoleDepartment = relate("GrantedRole.department", departments, func(g *civic.GrantedRole) civic.ID {
	return optionalID(civic.DepartmentKind, g.DepartmentKey)
})

func (r *QueryResolver) GrantedRoles(ctx context.Context, first *int, after *string, last *int, before *string) (*model.GrantedRoleConnection, error) {
	return model.Connect(civicdb.GrantedRoles(ctx, r.db, civic.ActorOf(ctx), page(first, after, last, before)))
}

func (r *MutationResolver) GrantRole(ctx context.Context, input civic.GrantRoleInput) (*model.GrantRolePayload, error) {
	granted, err := civicdb.GrantRole(ctx, r.db, civic.ActorOf(ctx), input)
	return &model.GrantRolePayload{GrantedRole: granted, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *MutationResolver) RevokeRole(ctx context.Context, input civic.RevokeRoleInput) (*model.RevokeRolePayload, error) {
	revoked, err := civicdb.RevokeRole(ctx, r.db, civic.ActorOf(ctx), input)
	return &model.RevokeRolePayload{GrantedRole: revoked, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *GrantedRoleResolver) Department(ctx context.Context, granted *civic.GrantedRole) (*civic.Department, error) {
	return grantedRoleDepartment.Load(ctx, granted)
}
