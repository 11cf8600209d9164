package graph

import (
	"context"

	"minyi/consult"
	"minyi/db"
	"minyi/graph/model"
)

var departments = nodeLoader((*db.DB).DepartmentsByID)

func (r *query) Departments(ctx context.Context, first *int, after *string, last *int, before *string) (*model.DepartmentConnection, error) {
	return model.Connect(r.db.Departments(ctx, page(first, after, last, before)))
}

func (r *mutation) CreateDepartment(ctx context.Context, input consult.CreateDepartmentInput) (*model.CreateDepartmentPayload, error) {
	department, err := r.db.CreateDepartment(ctx, consult.ActorOf(ctx), input)
	return &model.CreateDepartmentPayload{Department: department, UserErrors: userErrors(ctx, err)}, foreign(err)
}
