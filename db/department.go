package db

import (
	"context"

	"github.com/google/uuid"

	"minyi/consult"
)

const departmentColumns = `d.id, d.code, d.name, d.created_at`

// Departments lists all departments in the order in which they were added.
func (db *DB) Departments(ctx context.Context, page consult.PageArgs) (consult.Page[consult.Department], error) {
	return pageOf(ctx, db, page, listing[consult.Department]{
		name: "departments", columns: departmentColumns, from: `departments d`, where: `true`, key: "d.id",
		place: func(d consult.Department) consult.Place { return consult.Place{Key: d.Key} },
	})
}

// DepartmentsByID finds departments; everybody may.
func (db *DB) DepartmentsByID(ctx context.Context, _ consult.Actor, ids []consult.ID) ([]consult.Department, error) {
	var found []consult.Department
	err := db.list(ctx, &found, `SELECT `+departmentColumns+` FROM departments d WHERE d.id = ANY($1)`, keysOf(ids))
	return found, err
}

// CreateDepartment adds a department. An ADMIN may. It refuses a code that is taken.
func (db *DB) CreateDepartment(ctx context.Context, by consult.Actor, in consult.CreateDepartmentInput) (*consult.Department, error) {
	if err := by.Require(consult.ManageDepartments, ""); err != nil {
		return nil, err
	}
	if err := consult.Check(in); err != nil {
		return nil, err
	}
	same := requestOf(in.IdempotencyKey, in)
	return once(ctx, db, same, func() (*consult.Department, error) {
		key, made := consult.NewKey(), consult.Department{}
		err := db.write(ctx, by, in, func(t *tx) error {
			if err := t.allow(consult.ManageDepartments, "", consult.IDOf(consult.DepartmentKind, key)); err != nil {
				return err
			}
			return t.get(ctx, &made, `
			INSERT INTO departments AS d (id, code, name, created_by, idempotency_key, request_hash) VALUES ($1, $2, $3, $4, $5, $6)
			RETURNING `+departmentColumns, key, in.Code, consult.Localize(in.Name), by.Account, same.Key, same.Hash)
		})
		if violates(err, "departments_code") {
			return nil, consult.Refuse(consult.CodeTaken, "code")
		}
		return &made, err
	}, func(id uuid.UUID) (*consult.Department, error) {
		return only(db.DepartmentsByID(ctx, by, []consult.ID{consult.IDOf(consult.DepartmentKind, id)}))
	}, `SELECT id, request_hash FROM departments WHERE created_by = $1 AND idempotency_key = $2`, by.Account)
}
