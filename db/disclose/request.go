// Package disclosedb keeps requests for government information: their events, which are only added, and apart from them, encrypted, what
// people wrote and who applies.
package disclosedb

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	consultdb "minyi/db/consult"
	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/disclose"
)

const requestColumns = `q.id, q.department_id, dep.code AS department_code, q.number, q.applicant, q.applicant_kind, q.topic, q.wanted_form, q.created_at,
	(SELECT jsonb_agg(jsonb_build_object('kind', e.kind, 'on', e.on_day, 'answerBy', e.answer_by, 'servedOn', e.served_on, 'who', e.party, 'days', e.days,
	  'amountYuan', e.amount_yuan, 'outcome', e.outcome, 'by', e.recorded_by, 'recordedAt', e.recorded_at) ORDER BY e.seq)
	  FROM disclosure_events e WHERE e.request_id = q.id) AS events`

const requestTables = `disclosure_requests q JOIN departments dep ON dep.id = q.department_id`

// RequestsByID finds requests. Everybody may; the texts come along for the applicant and for those who handle the request.
func RequestsByID(ctx context.Context, db *pg.DB, by civic.Actor, ids []civic.ID) ([]disclose.DisclosureRequest, error) {
	return read(ctx, db, db, readableBy(by), `q.id = ANY($1)`, pg.KeysOf(ids))
}

// RequestsAfter reads requests with their texts in the order of their keys, for whoever has the database.
func RequestsAfter(ctx context.Context, t *pg.Tx, after uuid.UUID, limit int) ([]disclose.DisclosureRequest, error) {
	all := func(disclose.DisclosureRequest) bool { return true }
	return read(ctx, t.DB, t, all, `q.id > $1 ORDER BY q.id LIMIT $2`, after, limit)
}

// reader says of which requests the texts are read.
type reader func(disclose.DisclosureRequest) bool

// readableBy reads the texts of the requests that the actor may read.
func readableBy(by civic.Actor) reader {
	return func(r disclose.DisclosureRequest) bool { return r.ReadableBy(by) }
}

// read finds requests by a condition, with their state on this day.
func read(ctx context.Context, db *pg.DB, a pg.Querier, by reader, where string, args ...any) ([]disclose.DisclosureRequest, error) {
	found, err := pg.Rows[disclose.DisclosureRequest](ctx, a, `SELECT `+requestColumns+` FROM `+requestTables+` WHERE `+where, args...)
	if err != nil {
		return nil, err
	}
	return found, fill(ctx, db, a, by, found)
}

// fill computes the state of requests, and reads the texts of those that the reader may read.
func fill(ctx context.Context, db *pg.DB, a pg.Querier, by reader, found []disclose.DisclosureRequest) error {
	if len(found) == 0 {
		return nil
	}
	clock, today, err := clockOf(ctx, db, a)
	if err != nil {
		return err
	}
	readable := map[uuid.UUID]*disclose.DisclosureRequest{}
	for i := range found {
		r := &found[i]
		r.Status, r.Today = clock.At(r.Events, today), today
		if by(*r) {
			r.Texts, readable[r.Key] = map[int]disclose.Text{}, r
		}
	}
	return readTexts(ctx, db, a, readable)
}

// clockOf returns the clock by the calendars that are known, and the day in the time zone of the installation.
func clockOf(ctx context.Context, db *pg.DB, a pg.Querier) (disclose.Clock, civic.Date, error) {
	var today civic.Date
	if err := a.Get(ctx, &today, `SELECT `+pg.Today, db.Zone.String()); err != nil {
		return disclose.Clock{}, "", err
	}
	history, err := consultdb.CalendarHistory(ctx, a, "CN", db.Zone.String())
	return disclose.Clock{Rules: disclose.DefaultRules(), Calendar: history}, today, err
}

// readTexts opens the texts of requests.
func readTexts(ctx context.Context, db *pg.DB, a pg.Querier, of map[uuid.UUID]*disclose.DisclosureRequest) error {
	if len(of) == 0 {
		return nil
	}
	var keys pg.KeyArray
	for key := range of {
		keys = append(keys, key)
	}
	var texts []struct {
		Request uuid.UUID `db:"request_id"`
		Seq     int       `db:"seq"`
		pg.Sealed
	}
	if err := a.List(ctx, &texts, `SELECT x.request_id, x.seq, x.key_id, x.box FROM disclosure_texts x WHERE x.request_id = ANY($1)`, keys); err != nil {
		return err
	}
	for _, x := range texts {
		var text disclose.Text
		if err := db.Open(textOf(x.Request, x.Seq), x.Sealed, &text); err != nil {
			return err
		}
		of[x.Request].Texts[x.Seq] = text
	}
	return nil
}

// textOf names what a text is sealed for.
func textOf(request uuid.UUID, seq int) string {
	return fmt.Sprintf("disclosure text %s %d", request, seq)
}

// applicantOf names what an applicant's record is sealed for.
func applicantOf(request uuid.UUID) string { return "disclosure applicant " + request.String() }

// DisclosureRegister lists the requests of a department or of all, newest first. Everybody may.
func DisclosureRegister(ctx context.Context, db *pg.DB, by civic.Actor, page civic.PageArgs, department *civic.ID, year *int) (civic.Page[disclose.DisclosureRequest], error) {
	if department != nil {
		if _, err := department.Of(civic.DepartmentKind, "departmentId"); err != nil {
			return civic.Page[disclose.DisclosureRequest]{}, err
		}
	}
	return list(ctx, db, by, page, pg.Listing[disclose.DisclosureRequest]{
		Name: "disclosureRegister", Where: `($1::uuid IS NULL OR q.department_id = $1) AND ($2::int IS NULL OR q.year = $2)`, Args: []any{pg.KeyOf(department), year},
	})
}

// ViewerRequests lists the actor's own requests, newest first.
func ViewerRequests(ctx context.Context, db *pg.DB, by civic.Actor, page civic.PageArgs) (civic.Page[disclose.DisclosureRequest], error) {
	return list(ctx, db, by, page, pg.Listing[disclose.DisclosureRequest]{Name: "viewer/disclosureRequests", Where: `q.applicant = $1`, Args: []any{by.Account}})
}

// DisclosureReminders lists what a department must do or waits for, by the day on which it is due. Those who handle requests may.
func DisclosureReminders(ctx context.Context, db *pg.DB, by civic.Actor, page civic.PageArgs, department civic.Department) (civic.Page[disclose.DisclosureRequest], error) {
	if err := by.Require(disclose.ReadDisclosure, department.Code); err != nil {
		return civic.Page[disclose.DisclosureRequest]{}, err
	}
	return list(ctx, db, by, page, pg.Listing[disclose.DisclosureRequest]{
		Name: "disclosureReminders/" + department.Code, Rank: "q.remind_on", RankValue: pg.ByDay,
		Where: `q.department_id = $1 AND q.remind_on IS NOT NULL AND (q.lapses_on IS NULL OR q.lapses_on > (SELECT CAST(now() AT TIME ZONE CAST($2 AS text) AS date)))`,
		Args:  []any{department.Key, db.Zone.String()},
	})
}

// list reads a page of requests with their state. A listing without a rank is by key, newest first.
func list(ctx context.Context, db *pg.DB, by civic.Actor, page civic.PageArgs, l pg.Listing[disclose.DisclosureRequest]) (civic.Page[disclose.DisclosureRequest], error) {
	l.Columns, l.From, l.Key, l.Descending = requestColumns+`, q.remind_on`, requestTables, "q.id", l.Rank == ""
	l.Place = func(r disclose.DisclosureRequest) civic.Place {
		if l.Rank != "" {
			return civic.Place{Rank: r.RemindOn.Number(), Key: r.Key}
		}
		return civic.Place{Key: r.Key}
	}
	l.Count = func(ctx context.Context) (n int, err error) { // without the departments, which each request has
		err = db.Get(ctx, &n, `SELECT count(*) FROM disclosure_requests q WHERE `+l.Where, l.Args...)
		return n, err
	}
	found, err := pg.PageOf(ctx, db, page, l)
	if err != nil {
		return found, err
	}
	return found, fill(ctx, db, db, readableBy(by), found.Rows)
}
