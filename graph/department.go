package graph

import (
	"context"

	civicdb "minyi/db/civic"
	"minyi/domain/civic"
	"minyi/graph/model"
)

var departments = nodeLoader(civicdb.DepartmentsByID)

func (r *QueryResolver) Departments(ctx context.Context, first *int, after *string, last *int, before *string) (*model.DepartmentConnection, error) {
	return model.Connect(civicdb.Departments(ctx, r.db, page(first, after, last, before)))
}

func (r *MutationResolver) CreateDepartment(ctx context.Context, input civic.CreateDepartmentInput) (*model.CreateDepartmentPayload, error) {
	department, err := civicdb.CreateDepartment(ctx, r.db, civic.ActorOf(ctx), input)
	return &model.CreateDepartmentPayload{Department: department, UserErrors: userErrors(ctx, err)}, foreign(err)
}
