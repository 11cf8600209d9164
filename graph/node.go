package graph

import (
	"context"
	"fmt"
	"reflect"

	"minyi/db/pg"
	"minyi/domain/civic"
)

// Nodes lists the kinds that node(id) finds. Each subject's file adds its kinds with NodeLoader.
var Nodes = map[civic.Kind]nodeKind{}

// nodeKind describes how nodes of a kind are loaded.
type nodeKind struct {
	Name    string // of their type in the schema
	Instead string // the type of what stands in the place of one that is gone; empty if nothing does
	load    func(context.Context, civic.ID) (civic.Node, error)
}

// NodeLoader makes the loader of a kind from the function of db that lists its nodes, and adds the kind to Nodes.
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
	declare(Nodes, kindOf[V](), nodeKind{Name: reflect.TypeFor[V]().Name(), load: load})
	return l
}

// NodeLoaderOr is NodeLoader for a kind whose nodes leave something in their place when they are gone.
func NodeLoaderOr[V, I civic.Node](list func(context.Context, *pg.DB, civic.Actor, []civic.ID) ([]V, error), instead *Loader[civic.ID, I]) *Loader[civic.ID, V] {
	l := NodeLoader(list)
	kind := Nodes[kindOf[V]()]
	find := kind.load
	kind.Instead, kind.load = reflect.TypeFor[I]().Name(), func(ctx context.Context, id civic.ID) (civic.Node, error) {
		if found, err := find(ctx, id); found != nil || err != nil {
			return found, err
		}
		return AsNode(instead.Load(ctx, id))
	}
	Nodes[kindOf[V]()] = kind
	return l
}

// kindOf returns the kind of a type of nodes. The zero value of the type knows it.
func kindOf[V civic.Node]() civic.Kind { return (*new(V)).ID().Kind }

// declare adds an entry to a table. A second entry with the same key stops the program at its start.
func declare[K comparable, V any](table map[K]V, key K, value V) {
	if _, declared := table[key]; declared {
		panic(fmt.Sprintf("%v is declared twice", key))
	}
	table[key] = value
}

// LoadAnyNode loads a node of any kind. It is nil if it does not exist or the actor may not see it.
func LoadAnyNode(ctx context.Context, id civic.ID) (civic.Node, error) {
	kind, known := Nodes[id.Kind]
	if !known {
		return nil, nil
	}
	return kind.load(ctx, id)
}

// LoadNode loads the node that a query's argument names. It is nil if there is none, and BAD_ID if the id names another kind. A query
// for one node shares its statement with no other query, so LoadNode does not wait for the batch window.
func LoadNode[V civic.Node](ctx context.Context, l *Loader[civic.ID, V], id civic.ID) (*V, error) {
	if _, err := id.Of(kindOf[V](), "id"); err != nil {
		return nil, err
	}
	l.batch(ctx).enqueue(ctx, []civic.ID{id})
	return l.Load(ctx, id)
}

// AsNode turns a nil pointer into a nil interface.
func AsNode[V civic.Node](value *V, err error) (civic.Node, error) {
	if value == nil {
		return nil, err
	}
	return *value, err
}

// MustFind refuses a missing value as NOT_FOUND.
func MustFind[V any](found *V, err error) (*V, error) {
	if found == nil && err == nil {
		return nil, civic.Refuse(civic.NotFound, "id")
	}
	return found, err
}
