package graph

import (
	"context"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/vektah/gqlparser/v2/ast"

	"minyi/consult"
	"minyi/db"
	"minyi/graph/gen"
)

// Limits are what one operation may ask for.
type Limits struct {
	Time  time.Duration // how long it may take
	Depth int           // how deep its selections may be nested
}

// Handler answers GraphQL over HTTP and over streams from the database. The actor and the language are read from the
// request's context.
func Handler(db *db.DB, limits Limits, streams Streams) http.Handler {
	config := gen.Config{Resolvers: &Resolver{db: db, hub: streams.Hub}}
	config.Directives.Can = can
	server := handler.New(gen.NewExecutableSchema(config))
	streams.addTo(server, db, limits.Time)
	server.AddTransport(transport.Options{})
	server.AddTransport(transport.GET{})
	server.AddTransport(transport.POST{})
	server.SetQueryCache(lru.New[*ast.QueryDocument](1000))
	server.SetParserTokenLimit(20_000)
	server.SetErrorPresenter(present)
	server.SetRecoverFunc(recovered)
	server.Use(extension.Introspection{})
	server.AroundOperations(func(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
		return next(withLoaders(ctx, db))
	})
	server.AroundRootFields(func(ctx context.Context, next graphql.RootResolver) graphql.Marshaler {
		if graphql.GetOperationContext(ctx).Operation.Operation == ast.Mutation {
			ctx = withLoaders(ctx, db) // so that it does not read what another mutation of the operation has changed since
		}
		return next(ctx)
	})
	return streaming(server)
}

// can lets a field be run only by those who hold the right in one department at least; db then decides for the very
// department.
func can(ctx context.Context, _ any, next graphql.Resolver, do consult.Action) (any, error) {
	by := consult.ActorOf(ctx)
	switch {
	case by.Holds(do):
		return next(ctx)
	case !by.SignedIn():
		return nil, consult.Refuse(consult.Unauthenticated, "")
	default:
		return nil, consult.Refuse(consult.Forbidden, "")
	}
}

// recovered logs a panic of a resolver; the reader learns only that something went wrong.
func recovered(ctx context.Context, thrown any) error {
	slog.ErrorContext(ctx, "a resolver panicked", "panic", thrown, "stack", string(debug.Stack()))
	return consult.Refuse(consult.Internal, "")
}
