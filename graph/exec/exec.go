// Package exec answers queries and mutations level by level. gqlgen binds the schema to the program and reads requests; where its
// own way of running an operation costs a context, a goroutine and several allocations for each field of an answer, this one makes
// a plan of the operation once, reads each level of the answer together, and writes what lies in the domain's values from there.
// What it reads of JSON, it reads straight into the domain's types. Subscriptions and introspection are left to gqlgen.
package exec

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// Schema runs operations. It stands in for the schema that gqlgen has generated, which it uses for what it does not do itself.
type Schema struct {
	graphql.ExecutableSchema
	objects         []*Object // by their numbers
	query, mutation *Object
	prefetches      map[string]Prefetch
	mutating        func(context.Context) context.Context
	plans           *lru.Cache[*ast.OperationDefinition, *selection]
}

// What plans are kept, so that their memory is bounded. A plan serves as long as its document is kept, which a long one is not.
const (
	keptPlans   = 500
	longestKept = 8 << 10 // in bytes of the document's text
)

// New makes a schema of gqlgen's and of the objects that were generated beside it, by their numbers. prefetches names the fields, as
// "Type.field", that are loaded for all objects of a level at once. mutating makes the context of each field of a mutation.
func New(generated graphql.ExecutableSchema, objects []*Object, prefetches map[string]Prefetch, mutating func(context.Context) context.Context) *Schema {
	plans, _ := lru.New[*ast.OperationDefinition, *selection](keptPlans) // it fails only for sizes below 1
	s := &Schema{ExecutableSchema: generated, objects: objects, prefetches: prefetches, mutating: mutating, plans: plans}
	for _, o := range objects {
		switch o.Name {
		case "Query":
			s.query = o
		case "Mutation":
			s.mutation = o
		}
	}
	return s
}

// Exec gives the answer of the operation that the context holds, once.
func (s *Schema) Exec(ctx context.Context) graphql.ResponseHandler {
	kind := graphql.GetOperationContext(ctx).Operation.Operation
	if kind == ast.Subscription {
		return s.ExecutableSchema.Exec(ctx)
	}
	plan := s.planOf(ctx)
	if plan.introspects {
		return s.ExecutableSchema.Exec(ctx)
	}
	answered := false
	return func(ctx context.Context) *graphql.Response {
		if answered {
			return nil
		}
		answered = true
		return &graphql.Response{Data: s.answer(ctx, plan, kind == ast.Mutation)}
	}
}

// How much room an answer has at first, in bytes: as much as the last one of the same plan took and some more.
const (
	leastRoom = 512
	mostRoom  = 1 << 20
)

// answer runs an operation and writes its data. The fields of a mutation run one after the other, each to its end.
func (s *Schema) answer(ctx context.Context, plan *selection, inTurn bool) []byte {
	root := &group{selection: plan, objects: []any{nil}}
	root.columns = make([]column, root.width)
	r := &run{ctx: ctx}
	for i := range root.steps {
		if inTurn {
			r.ctx = s.mutating(ctx)
		}
		r.take(root, &root.steps[i])
		if inTurn {
			r.finish()
		}
	}
	r.finish()
	last := root.selection.length.Load()
	w := &Writer{make([]byte, 0, min(max(leastRoom, last+last/8), mostRoom))}
	r.write(w, root)
	root.selection.length.Store(int64(len(w.Text)))
	return w.Text
}

// write writes the whole answer; null where a leaf panics.
func (r *run) write(w *Writer, root *group) {
	defer func() {
		if thrown := recover(); thrown != nil {
			graphql.AddError(r.ctx, graphql.GetOperationContext(r.ctx).Recover(r.ctx, thrown))
			w.Text = append(w.Text[:0], "null"...)
		}
	}()
	r.object(w, root, 0)
}
