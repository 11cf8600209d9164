package disclosegraph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	disclosedb "minyi/db/disclose"
	"minyi/domain/civic"
	"minyi/domain/disclose"
	"minyi/graph"
	civicgraph "minyi/graph/civic"
	"minyi/graph/model"
)

var (
	_ = graph.NodeLoader(disclosedb.ReadingPointsByID)

	readingPointDepartment = graph.Relate("ReadingPoint.department", civicgraph.Departments, func(p *disclose.ReadingPoint) civic.ID {
		return civic.IDOf(civic.DepartmentKind, p.DepartmentKey)
	})

	openDays = graph.NewLoader(disclosedb.Weeks)

	// readingPointWeek loads when a place is open, from the day of the field's argument.
	readingPointWeek = graph.RelateBy("ReadingPoint.week", openDays, func(ctx context.Context, p *disclose.ReadingPoint) (disclosedb.WeekKey, error) {
		from, _ := graphql.GetFieldContext(ctx).Args["from"].(civic.Date)
		return disclosedb.WeekKey{Point: p.Key, From: from}, nil
	})
)

func (r *ReadingPointResolver) Week(ctx context.Context, p *disclose.ReadingPoint, _ civic.Date) ([]disclose.OpenDay, error) {
	return readingPointWeek.Value(ctx, p)
}

func (r *QueryResolver) ReadingPoints(ctx context.Context, first *int, after *string, last *int, before *string, departmentID *civic.ID, kind *disclose.ReadingPointKind) (*model.ReadingPointConnection, error) {
	return model.Connect(disclosedb.ReadingPoints(ctx, r.DB, graph.Page(first, after, last, before), departmentID, kind))
}
