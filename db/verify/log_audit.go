package verifydb

import (
	"context"
	"database/sql"
	"time"

	"github.com/google/uuid"
	"golang.org/x/mod/sumdb/tlog"

	consultdb "minyi/db/consult"
	disclosedb "minyi/db/disclose"
	"minyi/db/pg"
	surveydb "minyi/db/survey"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/disclose"
	"minyi/domain/survey"
	"minyi/domain/trust"
)

// AuditLog holds every comment, survey response and disclosure request against the log, and the log against its own leaves and checkpoints, in
// one snapshot and without writing anything. Checkpoints that somebody kept outside have to agree too: who cut the end off the
// log would be found out by nothing else. It is for whoever has the database, not for the API, and tells how many leaves and rows it has checked.
func AuditLog(ctx context.Context, db *pg.DB, kept []trust.Checkpoint, checked func(int)) (*trust.LogAudit, error) {
	begun, err := db.Pool.BeginTxx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer func() { _ = begun.Rollback() }()
	a := logAudit{tx: &pg.Tx{DB: db, Tx: begun}, kept: map[int64]tlog.Hash{}, checked: checked}
	for _, c := range kept {
		a.kept[int64(c.TreeSize)] = c.Root
	}
	for _, step := range []func(context.Context) error{a.log, a.comments, a.responses, a.requests, a.gone, a.pending} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	return &a.found, nil
}

// logAudit is an audit under way.
type logAudit struct {
	tx      *pg.Tx
	kept    map[int64]tlog.Hash // roots by size that have not been met yet
	found   trust.LogAudit
	checked func(int)
}

// auditAtOnce is how many rows are read at a time.
const auditAtOnce = 1000

// receiptColumn is the receipt beside the row that it was given for; without a leaf there is none.
type receiptColumn struct {
	Salt []byte `db:"salt"`
	Leaf []byte `db:"leaf"`
}

// accepted is what receipts are given for.
type accepted interface {
	ID() civic.ID
	Act() trust.Act
	Accepted(trust.Act) string
	ChangedAt() time.Time
}

// hold compares a row's content with its receipt.
func (a *logAudit) hold(row accepted, r receiptColumn) {
	leaf := func() string {
		return string(trust.LeafOf(trust.Commit(r.Salt, row.Accepted(row.Act())), row.ChangedAt()))
	}
	switch {
	case r.Leaf == nil:
		a.found.Find(trust.WasAdded, row.ID())
	case r.Salt == nil:
		a.found.Forgotten++
	case leaf() != string(r.Leaf):
		a.found.Find(trust.WasChanged, row.ID())
	default:
		a.found.Held++
	}
}

func (a *logAudit) comments(ctx context.Context) error {
	return eachPage(func(consultation, after uuid.UUID) (rows []struct {
		consult.Comment
		receiptColumn
	}, err error) {
		err = a.tx.List(ctx, &rows, `SELECT `+consultdb.CommentColumns+`, r.salt, r.leaf
			FROM comments m LEFT JOIN receipts r ON r.consultation_id = m.consultation_id AND r.subject_id = m.id AND r.revision = m.revision
			WHERE (m.consultation_id, m.id) > ($1, $2) ORDER BY m.consultation_id, m.id LIMIT $3`, consultation, after, auditAtOnce)
		for _, row := range rows {
			a.hold(row.Comment, row.receiptColumn)
		}
		a.checked(len(rows))
		return rows, err
	})
}

func (a *logAudit) responses(ctx context.Context) error {
	return eachPage(func(consultation, after uuid.UUID) (rows []struct {
		survey.SurveyResponse
		receiptColumn
	}, err error) {
		err = a.tx.List(ctx, &rows, `SELECT `+surveydb.ResponseColumns+`, t.salt, t.leaf
			FROM survey_responses r LEFT JOIN receipts t ON t.consultation_id = r.consultation_id AND t.subject_id = r.id AND t.revision = r.revision
			WHERE (r.consultation_id, r.id) > ($1, $2) ORDER BY r.consultation_id, r.id LIMIT $3`, consultation, after, auditAtOnce)
		for _, row := range rows {
			a.hold(row.SurveyResponse, row.receiptColumn)
		}
		a.checked(len(rows))
		return rows, err
	})
}

func (a *logAudit) requests(ctx context.Context) error {
	return eachPage(func(_, after uuid.UUID) ([]disclose.DisclosureRequest, error) {
		rows, err := disclosedb.RequestsAfter(ctx, a.tx, after, auditAtOnce)
		if err != nil {
			return nil, err
		}
		receipts, err := disclosedb.Receipts(ctx, a.tx, rows)
		for _, row := range rows {
			a.hold(row, receiptColumn(receipts[row.Key]))
		}
		a.checked(len(rows))
		return rows, err
	})
}

// eachPage reads pages until one is empty, each after the last row of the one before.
func eachPage[T interface{ ID() civic.ID }](page func(consultation, after uuid.UUID) ([]T, error)) error {
	var last civic.ID
	for {
		rows, err := page(last.Consultation, last.Key)
		if err != nil || len(rows) == 0 {
			return err
		}
		last = rows[len(rows)-1].ID()
	}
}

// gone finds receipts of things that are not there any more, or only as they were before. The newest receipt of a thing decides.
func (a *logAudit) gone(ctx context.Context) error {
	for kind, table := range map[civic.Kind]string{consult.CommentKind: "comments", survey.SurveyResponseKind: "survey_responses", disclose.RequestKind: disclosedb.ReceiptRows} {
		var rows []struct {
			Consultation uuid.UUID `db:"consultation_id"`
			Subject      uuid.UUID `db:"subject_id"`
			Forgotten    bool      `db:"forgotten"`
			Gone         bool      `db:"gone"`
		}
		if err := a.tx.List(ctx, &rows, `SELECT DISTINCT ON (r.consultation_id, r.subject_id) r.consultation_id, r.subject_id, r.salt IS NULL AS forgotten, m.id IS NULL AS gone
			FROM receipts r LEFT JOIN `+table+` m ON m.consultation_id = r.consultation_id AND m.id = r.subject_id
			WHERE r.kind = $1 AND (m.id IS NULL OR m.revision < r.revision) ORDER BY r.consultation_id, r.subject_id, r.revision DESC`, kind); err != nil {
			return err
		}
		for _, row := range rows {
			id := civic.IDWithin(kind, row.Consultation, row.Subject)
			switch {
			case row.Gone && row.Forgotten:
				a.found.Forgotten++
			case row.Gone:
				a.found.Find(trust.WasDeleted, id)
			default:
				a.found.Find(trust.WasPutBack, id)
			}
		}
	}
	return nil
}

func (a *logAudit) pending(ctx context.Context) error {
	return a.tx.Get(ctx, &a.found.Pending, `SELECT count(*) FROM receipts WHERE position IS NULL`)
}
