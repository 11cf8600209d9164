package graph

import (
	"context"

	"minyi/consult"
	"minyi/graph/model"
)

var grantedRoleDepartment = relate("GrantedRole.department", departments, func(g *consult.GrantedRole) consult.ID {
	return optionalID(consult.DepartmentKind, g.DepartmentKey)
})

func (r *query) GrantedRoles(ctx context.Context, first *int, after *string, last *int, before *string) (*model.GrantedRoleConnection, error) {
	return model.Connect(r.db.GrantedRoles(ctx, consult.ActorOf(ctx), page(first, after, last, before)))
}

func (r *mutation) GrantRole(ctx context.Context, input consult.GrantRoleInput) (*model.GrantRolePayload, error) {
	granted, err := r.db.GrantRole(ctx, consult.ActorOf(ctx), input)
	return &model.GrantRolePayload{GrantedRole: granted, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *mutation) RevokeRole(ctx context.Context, input consult.RevokeRoleInput) (*model.RevokeRolePayload, error) {
	revoked, err := r.db.RevokeRole(ctx, consult.ActorOf(ctx), input)
	return &model.RevokeRolePayload{GrantedRole: revoked, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *grantedRole) Department(ctx context.Context, granted *consult.GrantedRole) (*consult.Department, error) {
	return grantedRoleDepartment.Load(ctx, granted)
}

func (r *mutation) CreateBrowserKey(ctx context.Context, input consult.CreateBrowserKeyInput) (*model.CreateBrowserKeyPayload, error) {
	key, err := r.db.CreateBrowserKey(ctx, input)
	return &model.CreateBrowserKeyPayload{BrowserKey: key, UserErrors: userErrors(ctx, err)}, foreign(err)
}
