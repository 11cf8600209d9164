package civicdb

import (
	"context"

	"minyi/db/pg"
	"minyi/domain/civic"
)

// CreateIn creates a thing of a department, if the actor has the right there and the department takes new work. The function writes it.
func CreateIn[T any](ctx context.Context, db *pg.DB, c pg.Create[T], department civic.ID, right civic.Action, write func(*pg.Tx, *civic.Department) error) (*T, error) {
	found, err := pg.One(ctx, db, c.By, DepartmentsByID, department, "departmentId")
	if err != nil {
		return nil, err
	}
	return c.Run(ctx, db, func(t *pg.Tx) error {
		if err := t.Allow(right, found.Code, c.ID); err != nil {
			return err
		}
		if err := found.AcceptWork("departmentId"); err != nil {
			return err
		}
		return write(t, found)
	})
}
