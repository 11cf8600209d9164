package graph

import (
	"net/http"

	"minyi/db"
	"minyi/graph/gen"
)

// GqlgensHandler answers as Handler does, but by gqlgen's own way of running operations.
func GqlgensHandler(db *db.DB, limits Limits, streams Streams) http.Handler {
	return answered(gen.NewExecutableSchema(bound(db, streams.Hub)), nil, db, limits, streams)
}
