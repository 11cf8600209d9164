package graph

import (
	"context"
	"slices"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"minyi/consult"
)

// reading is what is noted of an operation whose answer others may want.
type reading struct {
	changes *changes
	asked   consult.Request // with its operation
	cost    int
	shared  bool           // nothing in its answer is the reader's own
	whole   bool           // it was answered without an error, and is shared
	may     *atomic.Uint64 // counts what may change its answer
	seen    uint64         // the count before it ran
}

type readingKey struct{}

// noteOperation notes what an operation costs and what may change its answer, before it runs.
func noteOperation(ctx context.Context, op *graphql.OperationContext, cost int) {
	note, wanted := ctx.Value(readingKey{}).(*reading)
	if !wanted || op.Operation.Operation != ast.Query {
		return
	}
	roots := fieldsOf(op.Operation.SelectionSet)
	note.asked, note.cost = *consult.RequestOf(ctx), cost
	note.shared = everybodys(ctx, op)
	if len(roots) == 1 {
		note.only(roots[0], op.Variables)
	}
}

// everybodys tells whether an operation has the same answer for everybody who is not signed in, and is asked by one of them.
func everybodys(ctx context.Context, op *graphql.OperationContext) bool {
	return !consult.ActorOf(ctx).SignedIn() && op.Operation.Operation == ast.Query &&
		!slices.ContainsFunc(fieldsOf(op.Operation.SelectionSet), func(f *ast.Field) bool { return f.Name == "rateLimit" })
}

// only notes that the one field of an operation tells of one thing, where that is so.
func (n *reading) only(root *ast.Field, variables map[string]any) {
	if root.Name != "consultation" && root.Name != "survey" || leaves(root) {
		return
	}
	text, _ := (pricing{variables: variables}).argument(root, "id").(string)
	if id, err := consult.ParseID(text); err == nil {
		n.may = n.changes.of(id.Key)
		n.seen = n.may.Load()
	}
}

// leaves tells whether a selection goes from a consultation or a survey to what changes by itself.
func leaves(field *ast.Field) bool {
	return slices.ContainsFunc(fieldsOf(field.SelectionSet), func(f *ast.Field) bool {
		switch f.Definition.Type.Name() {
		case "Consultation", "PolicyRecord", "ClauseProvenance":
			return true
		}
		return leaves(f)
	})
}

// fieldsOf lists the fields of a valid selection, its fragments put in place.
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

// noteAnswer notes that an operation was answered.
func noteAnswer(ctx context.Context, given *graphql.Response) {
	if note, wanted := ctx.Value(readingKey{}).(*reading); wanted {
		note.whole = note.shared && len(given.Errors) == 0 && len(given.Data) > 0
	}
}
