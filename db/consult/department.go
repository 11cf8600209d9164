package consultdb

import (
	"context"

	"github.com/google/uuid"

	civicdb "minyi/db/civic"
	"minyi/db/pg"
	"minyi/domain/civic"
)

// CloseDepartment closes a department: its roles end, and nothing new begins in it. Its records stay. An ADMIN may. It refuses a department with
// consultations that are not reported, because nobody could answer any more.
func CloseDepartment(ctx context.Context, db *pg.DB, by civic.Actor, in civic.CloseDepartmentInput) (*civic.Department, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	return endDepartment(ctx, db, by, in, in.DepartmentID, func(t *pg.Tx, d civic.Department) error {
		var unfinished int
		if err := t.Get(ctx, &unfinished, `SELECT count(*) FROM consultations WHERE department_id = $1 AND reported_at IS NULL AND withdrawn_at IS NULL`, d.Key); err != nil {
			return err
		}
		if unfinished > 0 {
			return civic.Refuse(civic.UnfinishedConsultations, "departmentId", civic.Count(unfinished))
		}
		if err := d.AcceptWork("departmentId"); err != nil {
			return err
		}
		return closeDepartment(ctx, t, d, in.Reason, nil)
	})
}

// MergeDepartments hands the records, consultations, surveys, requests for information and reading points of a department to its successor, and closes the department: its roles end.
// An ADMIN may, also with a department that was closed without a successor. Its notices stay its own.
func MergeDepartments(ctx context.Context, db *pg.DB, by civic.Actor, in civic.MergeDepartmentsInput) (*civic.Department, error) {
	if err := in.Check(); err != nil {
		return nil, err
	}
	return endDepartment(ctx, db, by, in, in.DepartmentID, func(t *pg.Tx, d civic.Department) error {
		if d.SuccessorKey != nil {
			return d.AcceptWork("departmentId")
		}
		successor, err := civicdb.LockDepartment(ctx, t, in.SuccessorID, "successorId")
		if err != nil {
			return err
		}
		if err := successor.AcceptWork("successorId"); err != nil {
			return err
		}
		var moved pg.KeyArray
		if err := t.List(ctx, &moved, `UPDATE consultations SET department_id = $2 WHERE department_id = $1 RETURNING id`, d.Key, successor.Key); err != nil {
			return err
		}
		for _, table := range []string{"policy_records", "surveys", "disclosure_requests", "public_concerns", "reading_points"} {
			if _, err := t.Exec(ctx, `UPDATE `+table+` SET department_id = $2 WHERE department_id = $1`, d.Key, successor.Key); err != nil {
				return err
			}
		}
		// Annual reports stay those of the department that reported.
		if _, err := t.Exec(ctx, `UPDATE contents SET department_id = $2 WHERE department_id = $1 AND kind <> 'Z'`, d.Key, successor.Key); err != nil {
			return err
		}
		for _, key := range moved {
			if err := t.NotifyConsultation(ctx, key); err != nil {
				return err
			}
		}
		return closeDepartment(ctx, t, d, in.Reason, &successor.Key)
	})
}

// endDepartment runs a change that ends the work of a department.
func endDepartment(ctx context.Context, db *pg.DB, by civic.Actor, in any, id civic.ID, change func(*pg.Tx, civic.Department) error) (*civic.Department, error) {
	if err := by.Require(civic.ManageDepartments, ""); err != nil {
		return nil, err
	}
	defer civicdb.ForgetRoles(ctx, db)
	return pg.Change(ctx, db, by, in, id, civicdb.DepartmentsByID, func(t *pg.Tx) error {
		if err := t.Allow(civic.ManageDepartments, "", id); err != nil {
			return err
		}
		d, err := civicdb.LockDepartment(ctx, t, id, "departmentId")
		if err != nil {
			return err
		}
		return change(t, *d)
	})
}

// closeDepartment notes the end of a department and takes the roles in it.
func closeDepartment(ctx context.Context, t *pg.Tx, d civic.Department, reason string, successor *uuid.UUID) error {
	if _, err := t.Exec(ctx, `UPDATE departments SET closed_at = LEAST(closed_at, now()), closing_reason = $2, successor_id = $3 WHERE id = $1`, d.Key, reason, successor); err != nil {
		return err
	}
	return civicdb.EndRoles(ctx, t, d.Key)
}
