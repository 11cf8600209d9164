package disclosedb

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/disclose"
)

// maintainedAtOnce is how many rows one run of Maintain handles.
const maintainedAtOnce = 1000

// Maintain erases applicants whose time is over, encrypts with the newest key what an older one had encrypted, counts again the requests that a new calendar may move, and
// takes those that were given up from the lists of what is to be done. It returns how many rows it changed. It may run at any time, and is for the server's background.
func Maintain(ctx context.Context, db *pg.DB) (changed int, err error) {
	for _, step := range []func(context.Context, *pg.DB) (int, error){eraseApplicants, recount,
		func(ctx context.Context, db *pg.DB) (int, error) {
			return reseal(ctx, db, "disclosure_applicants", "0")
		},
		func(ctx context.Context, db *pg.DB) (int, error) { return reseal(ctx, db, "disclosure_texts", "seq") }} {
		n, err := step(ctx, db)
		if err != nil {
			return changed, err
		}
		changed += n
	}
	return changed, nil
}

// eraseApplicants erases who applied when the time for it has come.
func eraseApplicants(ctx context.Context, db *pg.DB) (int, error) { return erase(ctx, db, `true`) }

// EraseMine erases who applied of the actor's requests that have ended, before its time. Running requests stay: without their applicant nobody
// could reply.
func EraseMine(ctx context.Context, db *pg.DB, by civic.Actor) (int, error) {
	if _, err := db.Exec(ctx, `UPDATE disclosure_applicants a SET erase_on = `+pg.Today+` FROM disclosure_requests q
		WHERE q.id = a.request_id AND q.applicant = $2 AND (q.remind_on IS NULL OR q.lapses_on <= `+pg.Today+`)`, db.Zone.String(), by.Account); err != nil {
		return 0, err
	}
	return erase(ctx, db, `EXISTS (SELECT FROM disclosure_requests q WHERE q.id = b.request_id AND q.applicant = $4)`, by.Account)
}

// erase deletes who applied, of the requests b that fit the condition, and cuts the tie to the account. The words of the request and its reply
// stay in the archive.
func erase(ctx context.Context, db *pg.DB, condition string, args ...any) (int, error) {
	erased, err := db.Exec(ctx, `WITH gone AS (
		  DELETE FROM disclosure_applicants a WHERE a.request_id IN (SELECT b.request_id FROM disclosure_applicants b WHERE b.erase_on <= `+pg.Today+` AND `+condition+` LIMIT $2) RETURNING a.request_id
		), signed AS (
		  UPDATE disclosure_events e SET recorded_by = $3 FROM gone, disclosure_requests q WHERE q.id = gone.request_id AND e.request_id = q.id AND e.recorded_by = q.applicant
		)
		UPDATE disclosure_requests q SET applicant = NULL, created_by = CASE WHEN q.created_by = q.applicant THEN $3 ELSE q.created_by END, idempotency_key = NULL, request_hash = NULL
		FROM gone WHERE q.id = gone.request_id`, append([]any{db.Zone.String(), maintainedAtOnce, uuid.UUID{}}, args...)...)
	return int(erased), err
}

// reseal encrypts rows of a table with the newest key.
func reseal(ctx context.Context, db *pg.DB, table, seq string) (int, error) {
	var rows []struct {
		Request uuid.UUID `db:"request_id"`
		Seq     int       `db:"seq"`
		pg.Sealed
	}
	if err := db.List(ctx, &rows, fmt.Sprintf(`SELECT request_id, %s AS seq, key_id, box FROM %s WHERE key_id <> $1 LIMIT $2`, seq, table), db.SealKeyID(), maintainedAtOnce); err != nil {
		return 0, err
	}
	for _, row := range rows {
		what := applicantOf(row.Request)
		if row.Seq > 0 {
			what = textOf(row.Request, row.Seq)
		}
		var value any
		if err := db.Open(what, row.Sealed, &value); err != nil {
			return 0, err
		}
		sealed, err := db.Seal(what, value)
		if err != nil {
			return 0, err
		}
		if _, err := db.Exec(ctx, fmt.Sprintf(`UPDATE %s SET key_id = $3, box = $4 WHERE request_id = $1 AND %s = $2 AND key_id = $5`, table, seq),
			row.Request, row.Seq, sealed.KeyID, sealed.Box, row.KeyID); err != nil {
			return 0, err
		}
	}
	return len(rows), nil
}

// recount counts requests again that another calendar may move, and those that were given up since they were counted. The end of the time to pay is a matter of the
// calendar too.
func recount(ctx context.Context, db *pg.DB) (int, error) {
	clock, today, err := clockOf(ctx, db, db)
	if err != nil {
		return 0, err
	}
	var keys []uuid.UUID
	if err := db.List(ctx, &keys, `SELECT id FROM disclosure_requests WHERE remind_on IS NOT NULL AND (calendar <> $1 OR lapses_on <= $2)
		UNION SELECT id FROM disclosure_requests WHERE outcome = 'FEE_OVERDUE' AND calendar <> $1 LIMIT $3`, clock.Calendar.KnownOn(today).Versions(), today, maintainedAtOnce); err != nil {
		return 0, err
	}
	for _, key := range keys {
		if err := db.Tx(ctx, func(t *pg.Tx) error {
			r, err := lock(ctx, t, civic.Actor{}, civic.IDOf(disclose.RequestKind, key))
			if err != nil {
				return err
			}
			return updateLists(ctx, t, r)
		}); err != nil {
			return 0, err
		}
	}
	return len(keys), nil
}
