package civicdb

import (
	"context"

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
	return pg.Rows[civic.Notice](ctx, db, `SELECT `+noticeColumns+` FROM notices n WHERE n.id = ANY($1)`, pg.KeysOf(ids))
}

// PublishNotice publishes a notice. A PUBLISHER of the department may.
func PublishNotice(ctx context.Context, db *pg.DB, by civic.Actor, in civic.PublishNoticeInput) (*civic.Notice, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	id, same := civic.IDOf(civic.NoticeKind, civic.NewKey()), pg.RequestOf(in.IdempotencyKey, in)
	create := pg.Create[civic.Notice]{By: by, Input: in, Request: same, ID: id, Table: "notices", Author: "published_by", Find: NoticesByID}
	return CreateIn(ctx, db, create, in.DepartmentID, civic.PublishNotice, func(t *pg.Tx, department *civic.Department) error {
		_, err := t.Exec(ctx, `INSERT INTO notices (id, department_id, title, body, published_by, idempotency_key, request_hash) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			id.Key, department.Key, civic.Localize(in.Title), civic.Localize(in.Body), by.Account, same.Key, same.Hash)
		return err
	})
}
