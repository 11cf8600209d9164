package civicdb

import (
	"cmp"
	"context"

	"minyi/db/pg"
	"minyi/domain/civic"
)

const departmentColumns = `d.id, d.code, d.name, d.created_at, d.closed_at, d.closing_reason, d.successor_id`

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
	if err := cmp.Or(by.Require(civic.ManageDepartments, ""), civic.Check(in)); err != nil {
		return nil, err
	}
	id, same := civic.IDOf(civic.DepartmentKind, civic.NewKey()), pg.RequestOf(in.IdempotencyKey, in)
	create := pg.Create[civic.Department]{By: by, Input: in, Request: same, ID: id, Table: "departments", Find: DepartmentsByID}
	return create.Run(ctx, db, func(t *pg.Tx) error {
		if err := t.Allow(civic.ManageDepartments, "", id); err != nil {
			return err
		}
		_, err := t.Exec(ctx, `INSERT INTO departments (id, code, name, created_by, idempotency_key, request_hash) VALUES ($1, $2, $3, $4, $5, $6)`,
			id.Key, in.Code, civic.Localize(in.Name), by.Account, same.Key, same.Hash)
		if pg.Violates(err, "departments_code") {
			return civic.Refuse(civic.CodeTaken, "code")
		}
		return err
	})
}

// UpdateDepartment gives a department another name. An ADMIN may. The old name stays readable.
func UpdateDepartment(ctx context.Context, db *pg.DB, by civic.Actor, in civic.UpdateDepartmentInput) (*civic.Department, error) {
	if err := cmp.Or(by.Require(civic.ManageDepartments, ""), civic.Check(in)); err != nil {
		return nil, err
	}
	return pg.Change(ctx, db, by, in, in.DepartmentID, DepartmentsByID, func(t *pg.Tx) error {
		if err := t.Allow(civic.ManageDepartments, "", in.DepartmentID); err != nil {
			return err
		}
		d, err := LockDepartment(ctx, t, in.DepartmentID, "departmentId")
		if err != nil {
			return err
		}
		return Correct(ctx, t, in.DepartmentID, "departments", true, in.Reason, []Text{{Field: civic.CorrectedName, Column: "name", Now: d.Names, Given: in.Name}}, func(civic.ID) error { return nil })
	})
}

// LockDepartment reads a department, and keeps others from changing it until the transaction ends.
func LockDepartment(ctx context.Context, t *pg.Tx, id civic.ID, field string) (*civic.Department, error) {
	var d civic.Department
	err := t.Get(ctx, &d, `SELECT `+departmentColumns+` FROM departments d WHERE d.id = $1 FOR UPDATE`, id.Key)
	return &d, pg.NotFoundAt(err, field)
}
