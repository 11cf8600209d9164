// Package graph is the kernel of the rooms under graph/: loaders, relations, nodes and user errors. A room of graph/ has the
// name of a room of the domain. A resolver calls one function of db and returns its result. It decides nothing.
package graph

import (
	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/graph/live"
)

// Resolver holds what the resolvers of every room use: the database, and the hub for subscriptions.
type Resolver struct {
	DB  *pg.DB
	Hub *live.Hub
}

// Page puts the arguments of a connection together.
func Page(first *int, after *string, last *int, before *string) civic.PageArgs {
	return civic.PageArgs{First: first, After: after, Last: last, Before: before}
}
