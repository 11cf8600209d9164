package disclosedb

import (
	"context"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/disclose"
)

// OpenCatalogue is a catalogue in force as open data, without its items.
type OpenCatalogue struct {
	disclose.DisclosureCatalogue
	Department civic.Localized `db:"department"`
}

// OpenCatalogues lists the catalogues in force, by district and field. Everybody may.
func OpenCatalogues(ctx context.Context, db *pg.DB) ([]OpenCatalogue, error) {
	return pg.Rows[OpenCatalogue](ctx, db, `SELECT `+catalogueColumns+`, dep.name AS department FROM `+catalogueTables+` WHERE `+inForce+` ORDER BY g.district, g.field, g.id`)
}

// OpenItem is a row of a catalogue in force with where its contents were published last.
type OpenItem struct {
	disclose.CatalogueItem
	URL         *string     `db:"url"`
	FulfilledOn *civic.Date `db:"fulfilled_on"`
}

// OpenItems lists the rows of a catalogue in their order. Whoever asks may see the catalogue.
func OpenItems(ctx context.Context, db *pg.DB, c OpenCatalogue) ([]OpenItem, error) {
	return pg.Rows[OpenItem](ctx, db, `SELECT `+itemColumns+`, d.url, d.fulfilled_on FROM catalogue_items i LEFT JOIN LATERAL (SELECT d.url, d.fulfilled_on FROM disclosure_duties d
		WHERE d.item_id = i.id AND d.fulfilled_on IS NOT NULL ORDER BY d.fulfilled_on DESC, d.id DESC LIMIT 1) d ON true WHERE i.catalogue_id = $1 ORDER BY i.position`, c.Key)
}
