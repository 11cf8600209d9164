package httpapi

import (
	"context"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"

	"minyi/domain/civic"
	civicgraph "minyi/graph/civic"
	"minyi/graph/live"
)

// limited refuses operations that ask for too much, those written too big before they are validated, and lets all pay.
type limited struct {
	cost      int // the most that one operation may cost
	documents documents
}

// ExtensionName names the extension for gqlgen.
func (limited) ExtensionName() string { return "Limited" }

// Validate accepts every schema.
func (limited) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationParameters looks at the shape of a text, unless it is known.
func (l limited) MutateOperationParameters(ctx context.Context, asked *graphql.RawParams) *gqlerror.Error {
	if _, known := l.documents.Get(ctx, asked.Query); known {
		return nil
	}
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: asked.Query}, mostTokens)
	switch {
	case err != nil && strings.HasPrefix(err.(*gqlerror.Error).Message, "exceeded token limit"):
		return refusal(ctx, civic.Problem{Code: civic.TooManyTokens, Facts: []civic.Fact{civic.Max(mostTokens)}})
	case err != nil:
		return nil // gqlgen says the same again, in its own way
	}
	return refusal(ctx, tooBig(doc))
}

// MutateOperationContext lets the operation be paid before it runs.
func (l limited) MutateOperationContext(ctx context.Context, op *graphql.OperationContext) *gqlerror.Error {
	if !live.OnStream(ctx) {
		note(civic.RequestOf(ctx), op.Operation)
	}
	price := cost(op.Doc, op.Operation, op.Variables)
	switch {
	case price > l.cost:
		return tooCostly(ctx, op, price, l.cost)
	case !civicgraph.Pay(ctx, price):
		return refusal(ctx, civic.Problem{Code: civic.RateLimited})
	}
	op.Stats.SetExtension(priceName, price)
	noteOperation(ctx, op, price)
	return nil
}

// refusal words a problem of a whole request; it is nil for none.
func refusal(ctx context.Context, p civic.Problem) *gqlerror.Error {
	if p.Code == "" {
		return nil
	}
	return coded(ctx, nil, p)
}

// What validated documents are kept, so that their memory is bounded.
const (
	keptDocuments = 500
	longestKept   = 8 << 10 // in bytes
)

// documents keeps validated documents by their text, but for long ones.
type documents struct {
	graphql.Cache[*ast.QueryDocument]
}

func newDocuments() documents { return documents{lru.New[*ast.QueryDocument](keptDocuments)} }

// Add keeps a document unless its text is long.
func (d documents) Add(ctx context.Context, query string, doc *ast.QueryDocument) {
	if len(query) <= longestKept {
		d.Cache.Add(ctx, query, doc)
	}
}
