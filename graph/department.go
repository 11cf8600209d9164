package graph

import (
	"context"

	"minyi/db"
	"minyi/domain/civic"
	"minyi/graph/model"
)

var departments = nodeLoader((*db.DB).DepartmentsByID)

func (r *QueryResolver) Departments(ctx context.Context, first *int, after *string, last *int, before *string) (*model.DepartmentConnection, error) {
	return model.Connect(r.db.Departments(ctx, page(first, after, last, before)))
}

func (r *MutationResolver) CreateDepartment(ctx context.Context, input civic.CreateDepartmentInput) (*model.CreateDepartmentPayload, error) {
	department, err := r.db.CreateDepartment(ctx, civic.ActorOf(ctx), input)
	return &model.CreateDepartmentPayload{Department: department, UserErrors: userErrors(ctx, err)}, foreign(err)
}
