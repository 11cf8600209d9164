package db

import (
	"context"

	"github.com/google/uuid"

	"minyi/domain/civic"
)

const departmentColumns = `d.id, d.code, d.name, d.created_at`

// Departments lists all departments in the order in which they were added.
func (db *DB) Departments(ctx context.Context, page civic.PageArgs) (civic.Page[civic.Department], error) {
	return pageOf(ctx, db, page, listing[civic.Department]{
		name: "departments", columns: departmentColumns, from: `departments d`, where: `true`, key: "d.id",
		place: func(d civic.Department) civic.Place { return civic.Place{Key: d.Key} },
	})
}

// DepartmentsByID finds departments; everybody may.
func (db *DB) DepartmentsByID(ctx context.Context, _ civic.Actor, ids []civic.ID) ([]civic.Department, error) {
	var found []civic.Department
	err := db.list(ctx, &found, `SELECT `+departmentColumns+` FROM departments d WHERE d.id = ANY($1)`, keysOf(ids))
	return found, err
}

// CreateDepartment adds a department. An ADMIN may. It refuses a code that is taken.
func (db *DB) CreateDepartment(ctx context.Context, by civic.Actor, in civic.CreateDepartmentInput) (*civic.Department, error) {
	if err := by.Require(civic.ManageDepartments, ""); err != nil {
		return nil, err
	}
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	same := requestOf(in.IdempotencyKey, in)
	return once(ctx, db, same, func() (*civic.Department, error) {
		key, made := civic.NewKey(), civic.Department{}
		err := db.write(ctx, by, in, func(t *tx) error {
			if err := t.allow(civic.ManageDepartments, "", civic.IDOf(civic.DepartmentKind, key)); err != nil {
				return err
			}
			return t.get(ctx, &made, `
			INSERT INTO departments AS d (id, code, name, created_by, idempotency_key, request_hash) VALUES ($1, $2, $3, $4, $5, $6)
			RETURNING `+departmentColumns, key, in.Code, civic.Localize(in.Name), by.Account, same.Key, same.Hash)
		})
		if violates(err, "departments_code") {
			return nil, civic.Refuse(civic.CodeTaken, "code")
		}
		return &made, err
	}, func(id uuid.UUID) (*civic.Department, error) {
		return only(db.DepartmentsByID(ctx, by, []civic.ID{civic.IDOf(civic.DepartmentKind, id)}))
	}, `SELECT id, request_hash FROM departments WHERE created_by = $1 AND idempotency_key = $2`, by.Account)
}
