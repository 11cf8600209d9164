package httpapi

import (
	"context"
	"slices"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"minyi/domain/civic"
	"minyi/graph/live"
)

// trace is what the cache learns of an operation while it runs.
type trace struct {
	changes   *live.Changes
	asked     civic.Request // with the names of the operation and its field, for the log and the metrics
	cost      int
	shareable bool           // the answer is the same for everybody who is not signed in
	complete  bool           // the answer is shareable and has no error
	counter   *atomic.Uint64 // counts the changes that may change the answer
	seen      uint64         // what counter was before the operation ran
}

type traceKey struct{}

// traceOf returns the trace of an operation that the cache runs; nil where another part of the server runs it.
func traceOf(ctx context.Context) *trace {
	t, _ := ctx.Value(traceKey{}).(*trace)
	return t
}

// noteOperation notes what an operation costs and what may change its answer, before the operation runs.
func noteOperation(ctx context.Context, op *graphql.OperationContext, cost int) {
	t := traceOf(ctx)
	if t == nil || op.Operation.Operation != ast.Query {
		return
	}
	t.asked, t.cost = *civic.RequestOf(ctx), cost
	t.shareable = shareable(ctx, op)
	if roots := fieldsOf(op.Operation.SelectionSet); len(roots) == 1 {
		t.narrow(roots[0], op.Variables)
	}
}

// shareable tells whether a caller who is not signed in runs a query that has the same answer for all such callers.
func shareable(ctx context.Context, op *graphql.OperationContext) bool {
	return !civic.ActorOf(ctx).SignedIn() && op.Operation.Operation == ast.Query &&
		!slices.ContainsFunc(fieldsOf(op.Operation.SelectionSet), func(f *ast.Field) bool { return f.Name == "rateLimit" })
}

// narrow makes an answer depend on the changes of one consultation or survey alone, where its one root field reads nothing else.
func (t *trace) narrow(root *ast.Field, variables map[string]any) {
	if root.Name != "consultation" && root.Name != "survey" || leaves(root) {
		return
	}
	text, _ := (pricing{variables: variables}).argument(root, "id").(string)
	if id, err := civic.ParseID(text); err == nil {
		t.counter = t.changes.Of(id.Key)
		t.seen = t.counter.Load()
	}
}

// leaves tells whether a selection goes from a consultation or a survey to things that change without it.
func leaves(field *ast.Field) bool {
	return slices.ContainsFunc(fieldsOf(field.SelectionSet), func(f *ast.Field) bool {
		switch f.Definition.Type.Name() {
		case "Consultation", "PolicyRecord", "ClauseProvenance":
			return true
		}
		return leaves(f)
	})
}

// fieldsOf lists the fields of a valid selection and of the fragments in it.
func fieldsOf(set ast.SelectionSet) []*ast.Field {
	var all []*ast.Field
	for _, selection := range set {
		switch part := selection.(type) {
		case *ast.Field:
			all = append(all, part)
		case *ast.InlineFragment:
			all = append(all, fieldsOf(part.SelectionSet)...)
		case *ast.FragmentSpread:
			all = append(all, fieldsOf(part.Definition.SelectionSet)...)
		}
	}
	return all
}

// noteAnswer notes whether an operation was answered completely.
func noteAnswer(ctx context.Context, given *graphql.Response) {
	if t := traceOf(ctx); t != nil {
		t.complete = t.shareable && len(given.Errors) == 0 && len(given.Data) > 0
	}
}
