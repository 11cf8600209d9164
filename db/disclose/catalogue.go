package disclosedb

import (
	"context"

	"github.com/lib/pq"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/disclose"
	"minyi/domain/policy"
)

const (
	catalogueColumns = `g.id, g.department_id, dep.code AS department_code, g.district, g.field, g.version, g.warnings, g.created_at, g.published_at, g.replaced_at`
	catalogueTables  = `disclosure_catalogues g JOIN departments dep ON dep.id = g.department_id`
	// catalogueSeen is true of published catalogues, and for staff of the department of all; reachOfCatalogues gives $1 and $2.
	catalogueSeen = `(g.published_at IS NOT NULL OR $1::bool OR dep.code = ANY($2))`

	itemColumns = `i.id, i.catalogue_id, i.position, i.words, i.time_limit, i.limit_days, i.limit_unit`
	itemTables  = `catalogue_items i JOIN ` + catalogueTables + ` ON g.id = i.catalogue_id`

	dutyColumns = `d.id, d.item_id, d.title, d.formed_on, d.fulfilled_on, d.url, i.time_limit, i.limit_days, i.limit_unit`
	dutyTables  = `disclosure_duties d JOIN ` + itemTables + ` ON i.id = d.item_id`
)

// inForce is true of the catalogues that the public goes by now.
const inForce = `g.published_at IS NOT NULL AND g.replaced_at IS NULL`

// reachOfCatalogues says of which departments an actor sees catalogues that are not published.
func reachOfCatalogues(by civic.Actor) []any {
	codes, all := by.Reach(policy.ReadInternal)
	return []any{all, pq.Array(codes)}
}

// CataloguesByID finds catalogues: everybody the published ones, staff of the department all.
func CataloguesByID(ctx context.Context, db *pg.DB, by civic.Actor, ids []civic.ID) ([]disclose.DisclosureCatalogue, error) {
	return pg.Rows[disclose.DisclosureCatalogue](ctx, db, `SELECT `+catalogueColumns+` FROM `+catalogueTables+` WHERE `+catalogueSeen+` AND g.id = ANY($3)`, append(reachOfCatalogues(by), pg.KeysOf(ids))...)
}

// Catalogues lists the catalogues that the actor may see, newest first, without those that a later version replaced.
func Catalogues(ctx context.Context, db *pg.DB, by civic.Actor, page civic.PageArgs, district, field *string) (civic.Page[disclose.DisclosureCatalogue], error) {
	return pg.PageOf(ctx, db, page, pg.Listing[disclose.DisclosureCatalogue]{
		Name: "disclosureCatalogues", Columns: catalogueColumns, From: catalogueTables, Key: "g.id", Descending: true,
		Where: catalogueSeen + ` AND g.replaced_at IS NULL AND ($3::text IS NULL OR g.district = $3) AND ($4::text IS NULL OR g.field = $4)`,
		Args:  append(reachOfCatalogues(by), district, field),
		Place: func(c disclose.DisclosureCatalogue) civic.Place { return civic.Place{Key: c.Key} },
	})
}

// CatalogueItemsByID finds rows of catalogues that the actor may see.
func CatalogueItemsByID(ctx context.Context, db *pg.DB, by civic.Actor, ids []civic.ID) ([]disclose.CatalogueItem, error) {
	return pg.Rows[disclose.CatalogueItem](ctx, db, `SELECT `+itemColumns+` FROM `+itemTables+` WHERE `+catalogueSeen+` AND i.id = ANY($3)`, append(reachOfCatalogues(by), pg.KeysOf(ids))...)
}

// CatalogueItems lists the rows of a catalogue in their order. Whoever asks may see the catalogue.
func CatalogueItems(ctx context.Context, db *pg.DB, c disclose.DisclosureCatalogue, page civic.PageArgs) (civic.Page[disclose.CatalogueItem], error) {
	return itemList(ctx, db, page, "catalogueItems/"+c.Key.String(), `catalogue_items i`, `i.catalogue_id = $1`, c.Key)
}

// CatalogueGaps lists the rows of the catalogues in force under which nothing was ever published. Everybody may.
func CatalogueGaps(ctx context.Context, db *pg.DB, page civic.PageArgs, department *civic.ID) (civic.Page[disclose.CatalogueItem], error) {
	return itemList(ctx, db, page, "catalogueGaps", itemTables, inForce+` AND ($1::uuid IS NULL OR g.department_id = $1)
		AND NOT EXISTS (SELECT FROM disclosure_duties d WHERE d.item_id = i.id AND d.fulfilled_on IS NOT NULL)`, pg.KeyOf(department))
}

func itemList(ctx context.Context, db *pg.DB, page civic.PageArgs, name, from, where string, args ...any) (civic.Page[disclose.CatalogueItem], error) {
	return pg.PageOf(ctx, db, page, pg.Listing[disclose.CatalogueItem]{
		Name: name, Columns: itemColumns, From: from, Key: "i.id", Rank: "i.position", RankValue: pg.ByNumber, Where: where, Args: args,
		Place: func(i disclose.CatalogueItem) civic.Place { return civic.Place{Rank: int64(i.Position), Key: i.Key} },
	})
}

// DutiesByID finds duties under catalogues that the actor may see.
func DutiesByID(ctx context.Context, db *pg.DB, by civic.Actor, ids []civic.ID) ([]disclose.DisclosureDuty, error) {
	found, err := pg.Rows[disclose.DisclosureDuty](ctx, db, `SELECT `+dutyColumns+` FROM `+dutyTables+` WHERE `+catalogueSeen+` AND d.id = ANY($3)`, append(reachOfCatalogues(by), pg.KeysOf(ids))...)
	return found, fillDuties(ctx, db, found, err)
}

// Duties lists what was formed under the published catalogues, newest first: all, what is not published, or what is. Everybody may.
func Duties(ctx context.Context, db *pg.DB, page civic.PageArgs, department *civic.ID, fulfilled *bool) (civic.Page[disclose.DisclosureDuty], error) {
	found, err := pg.PageOf(ctx, db, page, pg.Listing[disclose.DisclosureDuty]{
		Name: "disclosureDuties", Columns: dutyColumns, From: dutyTables, Key: "d.id", Descending: true,
		Where: `g.published_at IS NOT NULL AND ($1::uuid IS NULL OR g.department_id = $1) AND ($2::bool IS NULL OR $2 = (d.fulfilled_on IS NOT NULL))`,
		Args:  []any{pg.KeyOf(department), fulfilled},
		Place: func(d disclose.DisclosureDuty) civic.Place { return civic.Place{Key: d.Key} },
	})
	return found, fillDuties(ctx, db, found.Rows, err)
}

// fillDuties counts the deadlines of duties by the calendar that is known.
func fillDuties(ctx context.Context, db *pg.DB, found []disclose.DisclosureDuty, err error) error {
	if err != nil || len(found) == 0 {
		return err
	}
	clock, today, err := clockOf(ctx, db, db)
	for i := range found {
		found[i].Fill(clock.Calendar.KnownOn(today), today)
	}
	return err
}
