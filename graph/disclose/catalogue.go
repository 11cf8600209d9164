package disclosegraph

import (
	"context"

	disclosedb "minyi/db/disclose"
	"minyi/domain/civic"
	"minyi/domain/disclose"
	"minyi/graph"
	civicgraph "minyi/graph/civic"
	"minyi/graph/model"
)

var (
	catalogues = graph.NodeLoader(disclosedb.CataloguesByID)
	items      = graph.NodeLoader(disclosedb.CatalogueItemsByID)
	_          = graph.NodeLoader(disclosedb.DutiesByID)

	catalogueDepartment = graph.Relate("DisclosureCatalogue.department", civicgraph.Departments, func(c *disclose.DisclosureCatalogue) civic.ID {
		return civic.IDOf(civic.DepartmentKind, c.DepartmentKey)
	})
	itemCatalogue = graph.Relate("CatalogueItem.catalogue", catalogues, func(i *disclose.CatalogueItem) civic.ID {
		return civic.IDOf(disclose.CatalogueKind, i.CatalogueKey)
	})
	dutyItem = graph.Relate("DisclosureDuty.item", items, func(d *disclose.DisclosureDuty) civic.ID { return civic.IDOf(disclose.CatalogueItemKind, d.ItemKey) })
)

func (r *DisclosureCatalogueResolver) Items(ctx context.Context, c *disclose.DisclosureCatalogue, first *int, after *string, last *int, before *string) (*model.CatalogueItemConnection, error) {
	return model.Connect(disclosedb.CatalogueItems(ctx, r.DB, *c, graph.Page(first, after, last, before)))
}

func (r *QueryResolver) DisclosureCatalogues(ctx context.Context, first *int, after *string, last *int, before *string, district, field *string) (*model.DisclosureCatalogueConnection, error) {
	return model.Connect(disclosedb.Catalogues(ctx, r.DB, civic.ActorOf(ctx), graph.Page(first, after, last, before), district, field))
}

func (r *QueryResolver) CatalogueGaps(ctx context.Context, first *int, after *string, last *int, before *string, departmentID *civic.ID) (*model.CatalogueItemConnection, error) {
	return model.Connect(disclosedb.CatalogueGaps(ctx, r.DB, graph.Page(first, after, last, before), departmentID))
}

func (r *QueryResolver) DisclosureDuties(ctx context.Context, first *int, after *string, last *int, before *string, departmentID *civic.ID, fulfilled *bool) (*model.DisclosureDutyConnection, error) {
	return model.Connect(disclosedb.Duties(ctx, r.DB, graph.Page(first, after, last, before), departmentID, fulfilled))
}
