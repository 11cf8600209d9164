package civicdb

import (
	"context"

	"github.com/google/uuid"

	"minyi/db/pg"
	"minyi/domain/civic"
)

const noticeColumns = `n.id, n.department_id, n.title, n.body, n.published_at`

// Notices lists the notices of a department, most recently published first. Everybody may.
func Notices(ctx context.Context, db *pg.DB, of civic.Department, page civic.PageArgs) (civic.Page[civic.Notice], error) {
	return pg.PageOf(ctx, db, page, pg.Listing[civic.Notice]{
		Name: "notices/" + of.Key.String(), Columns: noticeColumns, From: `notices n`, Where: `n.department_id = $1`, Args: []any{of.Key}, Key: "n.id", Descending: true,
		Place: func(n civic.Notice) civic.Place { return civic.Place{Key: n.Key} },
	})
}

// NoticesByID finds notices. Everybody may.
func NoticesByID(ctx context.Context, db *pg.DB, _ civic.Actor, ids []civic.ID) ([]civic.Notice, error) {
	var found []civic.Notice
	err := db.List(ctx, &found, `SELECT `+noticeColumns+` FROM notices n WHERE n.id = ANY($1)`, pg.KeysOf(ids))
	return found, err
}

// PublishNotice publishes a notice. A PUBLISHER of the department may.
func PublishNotice(ctx context.Context, db *pg.DB, by civic.Actor, in civic.PublishNoticeInput) (*civic.Notice, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	department, err := pg.Single(DepartmentsByID(ctx, db, by, []civic.ID{in.DepartmentID}))
	if err != nil {
		return nil, pg.Under("departmentId", err)
	}
	if err := department.AcceptWork("departmentId"); err != nil && by.Can(civic.PublishNotice, department.Code) {
		return nil, err
	}
	same := pg.RequestOf(in.IdempotencyKey, in)
	return pg.Idempotent(ctx, db, same, func() (*civic.Notice, error) {
		key, made := civic.NewKey(), civic.Notice{}
		err := db.Write(ctx, by, in, func(t *pg.Tx) error {
			if err := t.Allow(civic.PublishNotice, department.Code, civic.IDOf(civic.NoticeKind, key)); err != nil {
				return err
			}
			return t.Get(ctx, &made, `INSERT INTO notices AS n (id, department_id, title, body, published_by, idempotency_key, request_hash)
				VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING `+noticeColumns,
				key, department.Key, civic.Localize(in.Title), civic.Localize(in.Body), by.Account, same.Key, same.Hash)
		})
		return &made, err
	}, func(id uuid.UUID) (*civic.Notice, error) {
		return pg.Single(NoticesByID(ctx, db, by, []civic.ID{civic.IDOf(civic.NoticeKind, id)}))
	}, `SELECT id, request_hash FROM notices WHERE published_by = $1 AND idempotency_key = $2`, by.Account)
}
