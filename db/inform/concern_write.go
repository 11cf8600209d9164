package informdb

import (
	"context"

	civicdb "minyi/db/civic"
	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/inform"
)

// RecordConcern notes a concern. An INSPECTOR may, and an EDITOR for the department that they name.
func RecordConcern(ctx context.Context, db *pg.DB, by civic.Actor, in inform.RecordConcernInput) (*inform.PublicConcern, error) {
	if err := in.Check(); err != nil {
		return nil, err
	}
	code, err := departmentCode(ctx, db, by, in.DepartmentID)
	if err != nil {
		return nil, err
	}
	id, same := civic.IDOf(inform.ConcernIDKind, civic.NewKey()), pg.RequestOf(in.IdempotencyKey, in)
	create := pg.Create[inform.PublicConcern]{By: by, Input: in, Request: same, ID: id, Table: "public_concerns", Find: ConcernsByID}
	return create.Run(ctx, db, func(t *pg.Tx) error {
		if err := t.Allow(inform.RecordConcern, code, id); err != nil {
			return err
		}
		now, err := t.Now(ctx)
		if err != nil {
			return err
		}
		if in.SensedAt.After(now) {
			return civic.Refuse(inform.FutureTime, "sensedAt")
		}
		sources, err := civic.ValueJSON(in.From())
		if err != nil {
			return err
		}
		_, err = t.Exec(ctx, `INSERT INTO public_concerns (id, department_id, kind, severity, summary, sources, sensed_at, created_by, idempotency_key, request_hash)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, id.Key, pg.KeyOf(in.DepartmentID), in.Kind, in.Severity, in.Summary, sources, in.SensedAt, by.Account, same.Key, same.Hash)
		return err
	})
}

// departmentCode finds the code of a department that takes new work; empty where none is named.
func departmentCode(ctx context.Context, db *pg.DB, by civic.Actor, id *civic.ID) (string, error) {
	if id == nil {
		return "", nil
	}
	department, err := pg.One(ctx, db, by, civicdb.DepartmentsByID, *id, "departmentId")
	if err != nil {
		return "", err
	}
	return department.Code, department.AcceptWork("departmentId")
}

// AssignConcern says which department must answer. An INSPECTOR may. It refuses concerns that are answered, closed or merged.
func AssignConcern(ctx context.Context, db *pg.DB, by civic.Actor, in inform.AssignConcernInput) (*inform.PublicConcern, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	if _, err := departmentCode(ctx, db, by, &in.DepartmentID); err != nil {
		return nil, err
	}
	return pg.Change(ctx, db, by, in, in.ConcernID, ConcernsByID, func(t *pg.Tx) error {
		if err := t.Allow(inform.AssignConcern, "", in.ConcernID); err != nil {
			return err
		}
		c, err := lockConcern(ctx, t, by, in.ConcernID, "concernId")
		if err != nil {
			return err
		}
		if err := c.RequireOpen("concernId"); err != nil {
			return err
		}
		if c.Answers > 0 {
			return civic.Refuse(inform.WrongConcernState, "concernId", civic.Found(c.State()))
		}
		_, err = t.Exec(ctx, `UPDATE public_concerns SET department_id = $2 WHERE id = $1`, in.ConcernID.Key, in.DepartmentID.Key)
		return err
	})
}

// MergeConcerns says that concerns are the same as another one, whose answer then answers them too. An INSPECTOR may, and an EDITOR of the
// department of all of them. It refuses concerns that are closed or merged already.
func MergeConcerns(ctx context.Context, db *pg.DB, by civic.Actor, in inform.MergeConcernsInput) (*inform.PublicConcern, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	return pg.Change(ctx, db, by, in, in.IntoID, ConcernsByID, func(t *pg.Tx) error {
		into, err := changeConcern(ctx, t, by, in.IntoID, "intoId")
		if err != nil {
			return err
		}
		var problems civic.Problems
		for i, id := range in.ConcernIDs {
			field := civic.Indexed("concernIds", i)
			if id == in.IntoID {
				problems.Add(civic.Invalid, field)
				continue
			}
			_, err := changeConcern(ctx, t, by, id, field)
			if err := problems.Gather(err); err != nil {
				return err
			}
		}
		if err := problems.Err(); err != nil {
			return err
		}
		_, err = t.Exec(ctx, `UPDATE public_concerns SET merged_into = $1, department_id = COALESCE(department_id, $3) WHERE id = ANY($2) OR merged_into = ANY($2)`,
			into.Key, pg.KeysOf(in.ConcernIDs), into.DepartmentKey)
		if err != nil {
			return err
		}
		return t.Allow(inform.RecordConcern, into.Code(), in.IntoID)
	})
}

// CloseConcern ends a concern, with a reason. An INSPECTOR may, and an EDITOR of its department. It refuses concerns that are closed or merged.
func CloseConcern(ctx context.Context, db *pg.DB, by civic.Actor, in inform.CloseConcernInput) (*inform.PublicConcern, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	return pg.Change(ctx, db, by, in, in.ConcernID, ConcernsByID, func(t *pg.Tx) error {
		if _, err := changeConcern(ctx, t, by, in.ConcernID, "concernId"); err != nil {
			return err
		}
		_, err := t.Exec(ctx, `UPDATE public_concerns SET closed_at = now(), close_reason = $2 WHERE id = $1 OR merged_into = $1`, in.ConcernID.Key, in.Reason)
		return err
	})
}

// changeConcern locks an open concern and asks for the right to handle it.
func changeConcern(ctx context.Context, t *pg.Tx, by civic.Actor, id civic.ID, field string) (*inform.PublicConcern, error) {
	c, err := lockConcern(ctx, t, by, id, field)
	if err != nil {
		return nil, err
	}
	if err := t.Allow(inform.RecordConcern, c.Code(), id); err != nil {
		return nil, err
	}
	return c, c.RequireOpen(field)
}
