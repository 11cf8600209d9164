package httpapi

import (
	"context"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/vektah/gqlparser/v2/ast"

	"minyi/db/pg"
	"minyi/db/singleflight"
	"minyi/domain/civic"
	"minyi/graph"
	"minyi/graph/exec"
	"minyi/graph/gen"
)

// Limits are what operators may choose.
type Limits struct {
	Time          time.Duration // how long an operation on a stream, or one event of it, may take; requests bring their own
	Cost          int           // the most that one operation may cost
	Introspection bool          // whether the schema may be asked for
	Answer        int           // how many bytes an answer may have; 0 is as many as it takes
	Gqlgen        bool          // whether gqlgen runs queries too, and not package exec
	Documents     Documents     // those of the installation's own clients
}

// UsualCost is what an operation may cost where nothing is said.
const UsualCost = 100_000

// Handler answers GraphQL over HTTP and over streams from the database. The actor, the language and the budget are read
// from the request's context.
func Handler(db *pg.DB, limits Limits, streams Streams) http.Handler {
	return answered(executable(gen.Bind(&graph.Resolver{DB: db, Hub: streams.Hub}), limits), db, limits, streams)
}

// executable binds the schema to the resolvers. gqlgen runs mutations and subscriptions, package exec runs queries unless the
// limits say otherwise.
func executable(resolvers gen.ResolverRoot, limits Limits) graphql.ExecutableSchema {
	bound := config(resolvers)
	schema := gen.NewExecutableSchema(bound)
	if limits.Gqlgen {
		return schema
	}
	return exec.New(schema, gen.Objects(bound), graph.Prefetches, limits.answer(), takeText)
}

// config is the contract with what resolves it.
func config(resolvers gen.ResolverRoot) gen.Config {
	c := gen.Config{Schema: contract(), Resolvers: resolvers}
	c.Directives.Can = can
	return c
}

// answered lets a schema answer.
func answered(schema graphql.ExecutableSchema, db *pg.DB, limits Limits, streams Streams) http.Handler {
	server := handler.New(schema)
	documents := newDocuments()
	streams.addTo(server, db, limits.Time)
	boundAnswers(server, limits.answer())
	server.AddTransport(overHTTP{&singleflight.Group[sharedKey, *reply]{}})
	server.SetQueryCache(documents)
	server.SetParserTokenLimit(mostTokens)
	server.SetErrorPresenter(present)
	server.SetRecoverFunc(recovered)
	for _, one := range []graphql.HandlerExtension{exactEnums{contract()}, newPersisted(limits.Documents), limited{cost: limits.Cost, documents: documents}} {
		server.Use(one)
	}
	if limits.Introspection {
		server.Use(extension.Introspection{})
	} else {
		server.SetDisableSuggestion(true)
		server.SetValidationRulesFn(discreet)
	}
	server.AroundOperations(func(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
		return next(graph.WithBatches(ctx, db))
	})
	server.AroundRootFields(func(ctx context.Context, next graphql.RootResolver) graphql.Marshaler {
		if graphql.GetOperationContext(ctx).Operation.Operation == ast.Mutation {
			ctx = graph.WithBatches(ctx, db) // so that a field does not read what was true before the field before it
		}
		return next(ctx)
	})
	return streams.streaming(server)
}

// can lets a field be run only by those who hold the right in one department at least; db then decides for the very
// department.
func can(ctx context.Context, _ any, next graphql.Resolver, do civic.Action) (any, error) {
	by := civic.ActorOf(ctx)
	switch {
	case by.Holds(do):
		return next(ctx)
	case !by.SignedIn():
		return nil, civic.Refuse(civic.Unauthenticated, "")
	default:
		return nil, civic.Refuse(civic.Forbidden, "")
	}
}

// recovered logs a panic of a resolver; the reader learns only that something went wrong.
func recovered(ctx context.Context, thrown any) error {
	slog.ErrorContext(ctx, "a resolver panicked", "panic", thrown, "stack", string(debug.Stack()))
	return civic.Refuse(civic.Internal, "")
}
