package disclosedb

import (
	"context"

	civicdb "minyi/db/civic"
	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/disclose"
)

// ImportCatalogue reads a table as the next version of a catalogue. An EDITOR of the department may. It refuses NOT_A_CATALOGUE.
func ImportCatalogue(ctx context.Context, db *pg.DB, by civic.Actor, in disclose.ImportCatalogueInput) (*disclose.DisclosureCatalogue, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	items, warnings, err := disclose.ReadCatalogue(in.Table)
	if err != nil {
		return nil, err
	}
	id, same := civic.IDOf(disclose.CatalogueKind, civic.NewKey()), pg.RequestOf(in.IdempotencyKey, in)
	create := pg.Create[disclose.DisclosureCatalogue]{By: by, Input: in, Request: same, ID: id, Table: "disclosure_catalogues", Find: CataloguesByID}
	return civicdb.CreateIn(ctx, db, create, in.DepartmentID, disclose.WriteCatalogue, func(t *pg.Tx, department *civic.Department) error {
		doubts, err := civic.ValueJSON(warnings)
		if err != nil {
			return err
		}
		if _, err := t.Exec(ctx, `INSERT INTO disclosure_catalogues (id, department_id, district, field, version, warnings, created_by, idempotency_key, request_hash)
			SELECT $1::uuid, $2::uuid, $3::text, $4::text, COALESCE(max(g.version), 0) + 1, $5::jsonb, $6::uuid, $7::text, $8::bytea FROM disclosure_catalogues g
			WHERE g.department_id = $2 AND g.district = $3 AND g.field = $4`, id.Key, department.Key, in.District, in.Field, doubts, by.Account, same.Key, same.Hash); err != nil {
			return err
		}
		for _, i := range items {
			if _, err := t.Exec(ctx, `INSERT INTO catalogue_items (id, catalogue_id, position, words, time_limit, limit_days, limit_unit) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
				i.Key, id.Key, i.Position, i.Words, i.TimeLimit, i.LimitDays, i.LimitUnit); err != nil {
				return err
			}
		}
		return nil
	})
}

// PublishCatalogue makes a catalogue the one in force, in the place of the version before. A PUBLISHER of the department may. It refuses ALREADY_PUBLISHED.
func PublishCatalogue(ctx context.Context, db *pg.DB, by civic.Actor, in disclose.PublishCatalogueInput) (*disclose.DisclosureCatalogue, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	return pg.Change(ctx, db, by, in, in.CatalogueID, CataloguesByID, func(t *pg.Tx) error {
		g, err := lockCatalogue(ctx, t, by, `g.id = $3`, in.CatalogueID, "catalogueId")
		if err != nil {
			return err
		}
		if err := t.Allow(disclose.PublishCatalogue, g.DepartmentCode, in.CatalogueID); err != nil {
			return err
		}
		if g.PublishedAt != nil {
			return civic.Refuse(disclose.AlreadyPublished, "catalogueId")
		}
		for _, change := range []string{
			`UPDATE disclosure_catalogues o SET replaced_at = now() FROM disclosure_catalogues g WHERE g.id = $1 AND o.department_id = g.department_id AND o.district = g.district AND o.field = g.field
			 AND o.published_at IS NOT NULL AND o.replaced_at IS NULL`,
			`UPDATE disclosure_catalogues SET published_at = now() WHERE id = $1`,
		} {
			if _, err := t.Exec(ctx, change, g.Key); err != nil {
				return err
			}
		}
		return nil
	})
}

// lockCatalogue reads the catalogue that fits a condition and keeps others from changing it until the transaction ends.
func lockCatalogue(ctx context.Context, t *pg.Tx, by civic.Actor, where string, id civic.ID, field string) (*disclose.DisclosureCatalogue, error) {
	found, err := pg.Rows[disclose.DisclosureCatalogue](ctx, t, `SELECT `+catalogueColumns+` FROM `+catalogueTables+` WHERE `+catalogueSeen+` AND `+where+` FOR UPDATE OF g`, append(reachOfCatalogues(by), id.Key)...)
	g, err := pg.Single(found, err)
	return g, pg.Under(field, err)
}

// RecordFormed notes something that was formed and must be published. An EDITOR of the department may. It refuses CATALOGUE_NOT_IN_FORCE and FUTURE_DAY.
func RecordFormed(ctx context.Context, db *pg.DB, by civic.Actor, in disclose.RecordFormedInput) (*disclose.DisclosureDuty, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	id, same := civic.IDOf(disclose.DutyKind, civic.NewKey()), pg.RequestOf(in.IdempotencyKey, in)
	create := pg.Create[disclose.DisclosureDuty]{By: by, Input: in, Request: same, ID: id, Table: "disclosure_duties", Find: DutiesByID}
	return create.Run(ctx, db, func(t *pg.Tx) error {
		g, err := lockCatalogue(ctx, t, by, `g.id = (SELECT i.catalogue_id FROM catalogue_items i WHERE i.id = $3)`, in.ItemID, "itemId")
		if err != nil {
			return err
		}
		if err := t.Allow(disclose.WriteCatalogue, g.DepartmentCode, id); err != nil {
			return err
		}
		today, err := t.Today(ctx)
		switch {
		case err != nil:
			return err
		case g.PublishedAt == nil || g.ReplacedAt != nil:
			return civic.Refuse(disclose.CatalogueNotValid, "itemId")
		case in.FormedOn > today:
			return civic.Refuse(disclose.FutureDay, "formedOn")
		}
		_, err = t.Exec(ctx, `INSERT INTO disclosure_duties (id, item_id, title, formed_on, created_by, idempotency_key, request_hash) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			id.Key, in.ItemID.Key, in.Title, in.FormedOn, by.Account, same.Key, same.Hash)
		return err
	})
}

// FulfilDuty says where something was published, and when. An EDITOR of the department may. It refuses ALREADY_FULFILLED, FUTURE_DAY, and INVALID for a day
// before the forming.
func FulfilDuty(ctx context.Context, db *pg.DB, by civic.Actor, in disclose.FulfilDutyInput) (*disclose.DisclosureDuty, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	return pg.Change(ctx, db, by, in, in.DutyID, DutiesByID, func(t *pg.Tx) error {
		g, err := lockCatalogue(ctx, t, by, `g.id = (SELECT i.catalogue_id FROM catalogue_items i JOIN disclosure_duties d ON d.item_id = i.id WHERE d.id = $3)`, in.DutyID, "dutyId")
		if err != nil {
			return err
		}
		if err := t.Allow(disclose.WriteCatalogue, g.DepartmentCode, in.DutyID); err != nil {
			return err
		}
		var duty disclose.DisclosureDuty
		if err := t.Get(ctx, &duty, `SELECT d.id, d.item_id, d.title, d.formed_on, d.fulfilled_on, d.url FROM disclosure_duties d WHERE d.id = $1`, in.DutyID.Key); err != nil {
			return err
		}
		today, err := t.Today(ctx)
		on := today
		if in.On != nil {
			on = *in.On
		}
		switch {
		case err != nil:
			return err
		case duty.FulfilledOn != nil:
			return civic.Refuse(disclose.AlreadyFulfilled, "dutyId")
		case on > today:
			return civic.Refuse(disclose.FutureDay, "on")
		case on < duty.FormedOn:
			return civic.Refuse(civic.Invalid, "on")
		}
		_, err = t.Exec(ctx, `UPDATE disclosure_duties SET fulfilled_on = $2, url = $3 WHERE id = $1`, in.DutyID.Key, on, in.URL)
		return err
	})
}
