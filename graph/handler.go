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

	"minyi/consult"
	"minyi/db"
	"minyi/db/singleflight"
	"minyi/graph/exec"
	"minyi/graph/gen"
)

// Limits are what operators may choose.
type Limits struct {
	Time          time.Duration // how long an operation on a stream, or one event of it, may take; requests bring their own
	Cost          int           // the most that one operation may cost
	Introspection bool          // whether the schema may be asked for
}

// UsualCost is what an operation may cost where nothing is said.
const UsualCost = 100_000

// Handler answers GraphQL over HTTP and over streams from the database. The actor, the language and the budget are read
// from the request's context.
func Handler(db *db.DB, limits Limits, streams Streams) http.Handler {
	config := bound(db, streams.Hub)
	mutating := func(ctx context.Context) context.Context { return withBatches(ctx, db) } // so that a field does not read what one before it has changed since
	return answered(exec.New(gen.NewExecutableSchema(config), gen.Objects(config), prefetches, mutating), gen.Inputs(config), db, limits, streams)
}

// bound binds the schema to the resolvers.
func bound(db *db.DB, hub *Hub) gen.Config {
	config := gen.Config{Schema: contract(), Resolvers: &Resolver{db: db, hub: hub}}
	config.Directives.Can = can
	return config
}

// answered lets a schema answer.
func answered(schema graphql.ExecutableSchema, inputs map[string]exec.Input, db *db.DB, limits Limits, streams Streams) http.Handler {
	server := handler.New(schema)
	documents := newDocuments()
	persisted := newPersisted()
	extensions := []graphql.HandlerExtension{persisted, limited{cost: limits.Cost, documents: documents}}
	streams.addTo(server, db, limits.Time)
	server.AddTransport(overHTTP{&singleflight.Group[sharedKey, *reply]{}, straight{documents, inputs, persisted, extensions}})
	server.SetQueryCache(documents)
	server.SetParserTokenLimit(mostTokens)
	server.SetErrorPresenter(present)
	server.SetRecoverFunc(recovered)
	for _, one := range extensions {
		server.Use(one)
	}
	if limits.Introspection {
		server.Use(extension.Introspection{})
	} else {
		server.SetDisableSuggestion(true)
		server.SetValidationRulesFn(discreet)
	}
	server.AroundOperations(func(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
		return next(withBatches(ctx, db))
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
