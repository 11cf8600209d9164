package disclosedb

import (
	"cmp"
	"context"
	"slices"

	"github.com/google/uuid"

	civicdb "minyi/db/civic"
	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/disclose"
)

const (
	readingPointColumns = `p.id, p.department_id, dep.code AS department_code, p.kind, p.name, p.address, p.opening_hours, p.hours, p.exceptions, p.contact, p.latitude, p.longitude, p.created_at, p.revised_at, p.closed_at, p.closing_reason,
		p.verified_on, p.verified_on + interval '1 year' <= now() AS unconfirmed`
	readingPointTables = `reading_points p JOIN departments dep ON dep.id = p.department_id`
)

// ReadingPoints lists the reading points that are open, in the order in which they were added: of a department or of all, of one kind or of all. Everybody may.
func ReadingPoints(ctx context.Context, db *pg.DB, page civic.PageArgs, department *civic.ID, kind *disclose.ReadingPointKind) (civic.Page[disclose.ReadingPoint], error) {
	if department != nil {
		if _, err := department.Of(civic.DepartmentKind, "departmentId"); err != nil {
			return civic.Page[disclose.ReadingPoint]{}, err
		}
	}
	return pg.PageOf(ctx, db, page, pg.Listing[disclose.ReadingPoint]{
		Name: "readingPoints", Columns: readingPointColumns, From: readingPointTables, Key: "p.id",
		Where: `p.closed_at IS NULL AND ($1::uuid IS NULL OR p.department_id = $1) AND ($2::text IS NULL OR p.kind = $2)`, Args: []any{pg.KeyOf(department), kind},
		Place: func(p disclose.ReadingPoint) civic.Place { return civic.Place{Key: p.Key} },
	})
}

// ReadingPointsByID finds reading points, also those that are closed. Everybody may.
func ReadingPointsByID(ctx context.Context, db *pg.DB, _ civic.Actor, ids []civic.ID) ([]disclose.ReadingPoint, error) {
	return pg.Rows[disclose.ReadingPoint](ctx, db, `SELECT `+readingPointColumns+` FROM `+readingPointTables+` WHERE p.id = ANY($1)`, pg.KeysOf(ids))
}

// OpenReadingPoint adds a reading point. An EDITOR or a PUBLISHER of the department may.
func OpenReadingPoint(ctx context.Context, db *pg.DB, by civic.Actor, in disclose.OpenReadingPointInput) (*disclose.ReadingPoint, error) {
	if err := in.Check(); err != nil {
		return nil, err
	}
	id, same := civic.IDOf(disclose.ReadingPointIDKind, civic.NewKey()), pg.RequestOf(in.IdempotencyKey, in)
	create := pg.Create[disclose.ReadingPoint]{By: by, Input: in, Request: same, ID: id, Table: "reading_points", Find: ReadingPointsByID}
	return civicdb.CreateIn(ctx, db, create, in.DepartmentID, disclose.KeepReadingPoints, func(t *pg.Tx, department *civic.Department) error {
		p := in.ReadingPoint
		latitude, longitude := p.Position.Degrees()
		hours, exceptions := p.Opening()
		_, err := t.Exec(ctx, `INSERT INTO reading_points (id, department_id, kind, name, address, opening_hours, contact, latitude, longitude, created_by, idempotency_key, request_hash, hours, exceptions, verified_on)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, CAST(now() AT TIME ZONE CAST($15 AS text) AS date))`, id.Key, department.Key, p.Kind, civic.Localize(p.Name), civic.Localize(p.Address), civic.Localize(p.OpeningHours),
			p.Contact, latitude, longitude, by.Account, same.Key, same.Hash, hours, exceptions, db.Zone.String())
		return err
	})
}

// ReviseReadingPoint changes what a reading point says. An EDITOR or a PUBLISHER of the department may. It refuses READING_POINT_CLOSED.
func ReviseReadingPoint(ctx context.Context, db *pg.DB, by civic.Actor, in disclose.ReviseReadingPointInput) (*disclose.ReadingPoint, error) {
	if err := in.Check(); err != nil {
		return nil, err
	}
	return changeReadingPoint(ctx, db, by, in, in.ReadingPointID, func(t *pg.Tx) error {
		p := in.ReadingPoint
		latitude, longitude := p.Position.Degrees()
		hours, exceptions := p.Opening()
		_, err := t.Exec(ctx, `UPDATE reading_points SET kind = $2, name = $3, address = $4, opening_hours = $5, contact = $6, latitude = $7, longitude = $8, hours = $9, exceptions = $10, revised_at = now(),
			verified_on = CAST(now() AT TIME ZONE CAST($11 AS text) AS date) WHERE id = $1`,
			in.ReadingPointID.Key, p.Kind, civic.Localize(p.Name), civic.Localize(p.Address), civic.Localize(p.OpeningHours), p.Contact, latitude, longitude, hours, exceptions, db.Zone.String())
		return err
	})
}

// ConfirmReadingPoint notes that all which a reading point says is right today. An EDITOR or a PUBLISHER of the department may. It refuses READING_POINT_CLOSED.
func ConfirmReadingPoint(ctx context.Context, db *pg.DB, by civic.Actor, in disclose.ConfirmReadingPointInput) (*disclose.ReadingPoint, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	return changeReadingPoint(ctx, db, by, in, in.ReadingPointID, func(t *pg.Tx) error {
		_, err := t.Exec(ctx, `UPDATE reading_points SET verified_on = CAST(now() AT TIME ZONE CAST($2 AS text) AS date) WHERE id = $1`, in.ReadingPointID.Key, db.Zone.String())
		return err
	})
}

// WeekKey names seven days of a reading point, from a day on or from today.
type WeekKey struct {
	Point uuid.UUID
	From  civic.Date
}

// Weeks says when reading points are open on seven days, by the working calendar that is known today. Everybody may.
func Weeks(ctx context.Context, db *pg.DB, _ civic.Actor, keys []WeekKey) (map[WeekKey][]disclose.OpenDay, error) {
	clock, today, err := clockOf(ctx, db, db)
	if err != nil {
		return nil, err
	}
	var ids pg.KeyArray
	for _, k := range keys {
		ids = append(ids, k.Point)
	}
	points, err := pg.Rows[disclose.ReadingPoint](ctx, db, `SELECT `+readingPointColumns+` FROM `+readingPointTables+` WHERE p.id = ANY($1)`, ids)
	weeks, calendar := map[WeekKey][]disclose.OpenDay{}, clock.Calendar.KnownOn(today)
	for _, k := range keys {
		if i := slices.IndexFunc(points, func(p disclose.ReadingPoint) bool { return p.Key == k.Point }); i >= 0 {
			weeks[k] = points[i].Week(cmp.Or(k.From, today), calendar)
		}
	}
	return weeks, err
}

// CloseReadingPoint takes a reading point off the list; its id still finds it. An EDITOR or a PUBLISHER of the department may. It refuses READING_POINT_CLOSED.
func CloseReadingPoint(ctx context.Context, db *pg.DB, by civic.Actor, in disclose.CloseReadingPointInput) (*disclose.ReadingPoint, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	return changeReadingPoint(ctx, db, by, in, in.ReadingPointID, func(t *pg.Tx) error {
		_, err := t.Exec(ctx, `UPDATE reading_points SET closed_at = now(), closing_reason = $2 WHERE id = $1`, in.ReadingPointID.Key, in.Reason)
		return err
	})
}

// changeReadingPoint changes a reading point that is open, and keeps others from changing it at the same time.
func changeReadingPoint(ctx context.Context, db *pg.DB, by civic.Actor, in any, id civic.ID, change func(*pg.Tx) error) (*disclose.ReadingPoint, error) {
	return pg.Change(ctx, db, by, in, id, ReadingPointsByID, func(t *pg.Tx) error {
		if _, err := t.Exec(ctx, `SELECT FROM reading_points WHERE id = $1 FOR UPDATE`, id.Key); err != nil {
			return err
		}
		var p disclose.ReadingPoint
		if err := t.Get(ctx, &p, `SELECT `+readingPointColumns+` FROM `+readingPointTables+` WHERE p.id = $1`, id.Key); err != nil {
			return pg.NotFoundAt(err, "readingPointId")
		}
		if err := t.Allow(disclose.KeepReadingPoints, p.DepartmentCode, id); err != nil {
			return err
		}
		if err := p.RefuseClosed(); err != nil {
			return err
		}
		return change(t)
	})
}
