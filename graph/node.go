package graph

import (
	"context"
	"fmt"
	"reflect"

	"minyi/consult"
	"minyi/db"
)

// nodes are the kinds of things that node(id) finds. Each subject's file adds its own by nodeLoader.
var nodes = map[consult.Kind]nodeKind{}

// nodeKind says how things of a kind are found.
type nodeKind struct {
	name string // of their type in the schema
	load func(context.Context, consult.ID) (consult.Node, error)
}

// nodeLoader declares things that node(id) finds, and makes their loader of the db method that lists them.
func nodeLoader[V consult.Node](list func(*db.DB, context.Context, consult.Actor, []consult.ID) ([]V, error)) *Loader[consult.ID, V] {
	l := newLoader(func(db *db.DB, ctx context.Context, by consult.Actor, ids []consult.ID) (map[consult.ID]V, error) {
		rows, err := list(db, ctx, by, ids)
		if err != nil {
			return nil, err
		}
		byID := make(map[consult.ID]V, len(rows))
		for _, row := range rows {
			byID[row.ID()] = row
		}
		return byID, nil
	})
	load := func(ctx context.Context, id consult.ID) (consult.Node, error) { return asNode(l.Load(ctx, id)) }
	declare(nodes, kindOf[V](), nodeKind{reflect.TypeFor[V]().Name(), load})
	return l
}

// kindOf is the kind of a type of things; their zero value knows it.
func kindOf[V consult.Node]() consult.Kind { return (*new(V)).ID().Kind }

// declare adds what is declared to a table. It stops the program at its start where the same is declared twice.
func declare[K comparable, V any](table map[K]V, key K, value V) {
	if _, declared := table[key]; declared {
		panic(fmt.Sprintf("%v is declared twice", key))
	}
	table[key] = value
}

// loadAnyNode loads a thing of any kind; nil when it does not exist or the actor may not see it.
func loadAnyNode(ctx context.Context, id consult.ID) (consult.Node, error) {
	kind, known := nodes[id.Kind]
	if !known {
		return nil, nil
	}
	return kind.load(ctx, id)
}

// loadNode loads the thing that a query's argument names; nil when there is none, BAD_ID when it names another kind. A query
// that asks for one thing has nobody to share its statement with, so that it does not wait for the batch window.
func loadNode[V consult.Node](ctx context.Context, l *Loader[consult.ID, V], id consult.ID) (*V, error) {
	if _, err := id.Of(kindOf[V](), "id"); err != nil {
		return nil, err
	}
	l.batch(ctx).enqueue(ctx, []consult.ID{id})
	return l.Load(ctx, id)
}

// asNode keeps the absence of a thing from looking like a thing.
func asNode[V consult.Node](value *V, err error) (consult.Node, error) {
	if value == nil {
		return nil, err
	}
	return *value, err
}
