package graph

import (
	"context"
	"slices"

	"github.com/99designs/gqlgen/graphql"

	"minyi/consult"
	"minyi/graph/model"
)

// need is a field of a list's rows and how to read it for all of them at once.
type need[T any] struct {
	field string
	read  func(ctx context.Context, rows []T, asked graphql.CollectedField) error
}

// connect makes a connection of a page, once those of the needs are read that the request has of its rows, which are of the
// type that is named.
func connect[T any](ctx context.Context, page consult.Page[T], err error, typeName string, needs ...need[T]) (*model.Connection[T], error) {
	if err != nil || len(page.Rows) == 0 {
		return model.Connect(page, err)
	}
	for _, asked := range ofRows(ctx, typeName) {
		for _, n := range needs {
			if n.field != asked.Name {
				continue
			}
			if err := n.read(ctx, page.Rows, asked); err != nil {
				return nil, err
			}
		}
	}
	return model.Connect(page, nil)
}

// ofRows lists what the request selects of the rows of the connection that is being resolved.
func ofRows(ctx context.Context, typeName string) []graphql.CollectedField {
	operation, is := graphql.GetOperationContext(ctx), []string{typeName, "Node"}
	var asked []graphql.CollectedField
	for _, field := range graphql.CollectFieldsCtx(ctx, nil) {
		switch field.Name {
		case "nodes":
			asked = append(asked, graphql.CollectFields(operation, field.Selections, is)...)
		case "edges":
			for _, part := range graphql.CollectFields(operation, field.Selections, nil) {
				if part.Name == "node" {
					asked = append(asked, graphql.CollectFields(operation, part.Selections, is)...)
				}
			}
		}
	}
	return asked
}

// asks tells whether a field's selection holds one of the fields of these names.
func asks(ctx context.Context, field graphql.CollectedField, names ...string) bool {
	return slices.ContainsFunc(graphql.CollectFields(graphql.GetOperationContext(ctx), field.Selections, nil),
		func(f graphql.CollectedField) bool { return slices.Contains(names, f.Name) })
}

// idsOf gathers the ids that rows name; those that name none have the zero ID and are left out.
func idsOf[T any](rows []T, id func(T) consult.ID) []consult.ID {
	var ids []consult.ID
	for _, row := range rows {
		if named := id(row); named != (consult.ID{}) {
			ids = append(ids, named)
		}
	}
	return ids
}

// ofComments are the needs of lists of comments.
var ofComments = []need[consult.Comment]{
	{"clause", func(ctx context.Context, rows []consult.Comment, _ graphql.CollectedField) error {
		return load(ctx).clauses.ahead(ctx, idsOf(rows, func(c consult.Comment) consult.ID {
			if c.ClauseKey == nil {
				return consult.ID{}
			}
			return consult.IDOf(consult.ClauseIDKind, *c.ClauseKey)
		}))
	}},
	{"officialResponse", func(ctx context.Context, rows []consult.Comment, _ graphql.CollectedField) error {
		return load(ctx).responsesTo.ahead(ctx, idsOf(rows, consult.Comment.ID))
	}},
	{"endorsementCount", func(ctx context.Context, rows []consult.Comment, _ graphql.CollectedField) error {
		return load(ctx).endorsementCounts.ahead(ctx, idsOf(rows, consult.Comment.ID))
	}},
}

// ofConsultations are the needs of lists of consultations.
var ofConsultations = []need[consult.Consultation]{
	{"leadAgency", func(ctx context.Context, rows []consult.Consultation, _ graphql.CollectedField) error {
		return load(ctx).departments.ahead(ctx, idsOf(rows, func(c consult.Consultation) consult.ID {
			return consult.IDOf(consult.DepartmentKind, c.DepartmentKey)
		}))
	}},
	{"commentTally", func(ctx context.Context, rows []consult.Consultation, asked graphql.CollectedField) error {
		return talliesFor(ctx, asked).ahead(ctx, idsOf(rows, consult.Consultation.ID))
	}},
}
