package graph

import (
	"context"
	"fmt"
	"reflect"

	"minyi/db/pg"
	"minyi/domain/civic"
)

// nodes are the kinds of things that node(id) finds. Each subject's file adds its own by nodeLoader.
var Nodes = map[civic.Kind]nodeKind{}

// nodeKind says how things of a kind are found.
type nodeKind struct {
	Name string // of their type in the schema
	load func(context.Context, civic.ID) (civic.Node, error)
}

// nodeLoader declares things that node(id) finds, and makes their loader of the db method that lists them.
func NodeLoader[V civic.Node](list func(context.Context, *pg.DB, civic.Actor, []civic.ID) ([]V, error)) *Loader[civic.ID, V] {
	l := NewLoader(func(ctx context.Context, db *pg.DB, by civic.Actor, ids []civic.ID) (map[civic.ID]V, error) {
		rows, err := list(ctx, db, by, ids)
		if err != nil {
			return nil, err
		}
		byID := make(map[civic.ID]V, len(rows))
		for _, row := range rows {
			byID[row.ID()] = row
		}
		return byID, nil
	})
	load := func(ctx context.Context, id civic.ID) (civic.Node, error) { return AsNode(l.Load(ctx, id)) }
	declare(Nodes, kindOf[V](), nodeKind{reflect.TypeFor[V]().Name(), load})
	return l
}

// kindOf is the kind of a type of things; their zero value knows it.
func kindOf[V civic.Node]() civic.Kind { return (*new(V)).ID().Kind }

// declare adds what is declared to a table. It stops the program at its start where the same is declared twice.
func declare[K comparable, V any](table map[K]V, key K, value V) {
	if _, declared := table[key]; declared {
		panic(fmt.Sprintf("%v is declared twice", key))
	}
	table[key] = value
}

// loadAnyNode loads a thing of any kind; nil when it does not exist or the actor may not see it.
func LoadAnyNode(ctx context.Context, id civic.ID) (civic.Node, error) {
	kind, known := Nodes[id.Kind]
	if !known {
		return nil, nil
	}
	return kind.load(ctx, id)
}

// loadNode loads the thing that a query's argument names; nil when there is none, BAD_ID when it names another kind. A query
// that asks for one thing has nobody to share its statement with, so that it does not wait for the batch window.
func LoadNode[V civic.Node](ctx context.Context, l *Loader[civic.ID, V], id civic.ID) (*V, error) {
	if _, err := id.Of(kindOf[V](), "id"); err != nil {
		return nil, err
	}
	l.batch(ctx).enqueue(ctx, []civic.ID{id})
	return l.Load(ctx, id)
}

// asNode keeps the absence of a thing from looking like a thing.
func AsNode[V civic.Node](value *V, err error) (civic.Node, error) {
	if value == nil {
		return nil, err
	}
	return *value, err
}

// mustFind refuses what is not there as NOT_FOUND.
func MustFind[V any](found *V, err error) (*V, error) {
	if found == nil && err == nil {
		return nil, civic.Refuse(civic.NotFound, "id")
	}
	return found, err
}
