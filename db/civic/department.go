package civicdb

import (
	"context"

	"github.com/google/uuid"

	"minyi/db/pg"
	"minyi/domain/civic"
)

const departmentColumns = `d.id, d.code, d.name, d.created_at`

// Departments lists all departments in the order in which they were added.
func Departments(ctx context.Context, db *pg.DB, page civic.PageArgs) (civic.Page[civic.Department], error) {
	return pg.PageOf(ctx, db, page, pg.Listing[civic.Department]{
		Name: "departments", Columns: departmentColumns, From: `departments d`, Where: `true`, Key: "d.id",
		Place: func(d civic.Department) civic.Place { return civic.Place{Key: d.Key} },
	})
}

// DepartmentsByID finds departments; everybody may.
func DepartmentsByID(ctx context.Context, db *pg.DB, _ civic.Actor, ids []civic.ID) ([]civic.Department, error) {
	return pg.Rows[civic.Department](ctx, db, `SELECT `+departmentColumns+` FROM departments d WHERE d.id = ANY($1)`, pg.KeysOf(ids))
}

// CreateDepartment adds a department. An ADMIN may. It refuses a code that is taken.
func CreateDepartment(ctx context.Context, db *pg.DB, by civic.Actor, in civic.CreateDepartmentInput) (*civic.Department, error) {
	if err := by.Require(civic.ManageDepartments, ""); err != nil {
		return nil, err
	}
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	same := pg.RequestOf(in.IdempotencyKey, in)
	return pg.Idempotent(ctx, db, same, func() (*civic.Department, error) {
		key, made := civic.NewKey(), civic.Department{}
		err := db.Write(ctx, by, in, func(t *pg.Tx) error {
			if err := t.Allow(civic.ManageDepartments, "", civic.IDOf(civic.DepartmentKind, key)); err != nil {
				return err
			}
			return t.Get(ctx, &made, `
			INSERT INTO departments AS d (id, code, name, created_by, idempotency_key, request_hash) VALUES ($1, $2, $3, $4, $5, $6)
			RETURNING `+departmentColumns, key, in.Code, civic.Localize(in.Name), by.Account, same.Key, same.Hash)
		})
		if pg.Violates(err, "departments_code") {
			return nil, civic.Refuse(civic.CodeTaken, "code")
		}
		return &made, err
	}, func(id uuid.UUID) (*civic.Department, error) {
		return pg.Single(DepartmentsByID(ctx, db, by, []civic.ID{civic.IDOf(civic.DepartmentKind, id)}))
	}, `SELECT id, request_hash FROM departments WHERE created_by = $1 AND idempotency_key = $2`, by.Account)
}
