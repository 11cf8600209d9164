// Package graph is the kernel of the rooms beside it: loaders, relations, nodes, and how problems become errors. A room of graph/ has the
// name of a room of the domain. Its resolvers call one function of db and return what it says. They decide nothing.
package graph

import (
	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/graph/live"
)

// Resolver is what the resolvers of every room have: the database, and the hub that subscriptions hear from.
type Resolver struct {
	DB  *pg.DB
	Hub *live.Hub
}

// Page takes the arguments of a connection together.
func Page(first *int, after *string, last *int, before *string) civic.PageArgs {
	return civic.PageArgs{First: first, After: after, Last: last, Before: before}
}
