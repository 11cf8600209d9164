package exec

import (
	"context"
	"strconv"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// selection is the plan of the fields that an operation selects on one type at one place of its reply.
type selection struct {
	object *Object
	steps  []step
	width  int          // the number of steps with a column
	length atomic.Int64 // of the last reply of the whole plan, in bytes

	introspects bool // whether it selects introspection fields, which gqlgen must run
}

// step is one field of a selection. A leaf that the object contains is written directly. Every other value is kept in a column.
type step struct {
	graphql.CollectedField
	*Field                // nil for __typename
	name     []byte       // `"alias":`
	prefetch Prefetch     // nil if there is none
	lazy     bool         // whether it is a leaf that is read only when it is written; this needs no query then
	column   int          // index in the group's columns; -1 for no column
	under    []*selection // one for each possible type of its value
	typed    map[int]int  // the index of a type in under, if there are several
}

// at returns the index of a type among the possible types of the field.
func (s *step) at(typ int) int {
	if s.typed == nil {
		return 0
	}
	return s.typed[typ]
}

// planner makes plans of operations.
type planner struct {
	schema    *Schema
	operation *graphql.OperationContext
}

// plan makes the selection of a type. Fields with the same name in the reply are merged.
func (p planner) plan(object *Object, asked ast.SelectionSet) *selection {
	s := &selection{object: object}
	for _, field := range graphql.CollectFields(p.operation, asked, object.Satisfies) {
		s.steps = append(s.steps, p.step(s, field))
	}
	return s
}

func (p planner) step(s *selection, field graphql.CollectedField) step {
	name := append(strconv.AppendQuote(nil, field.Alias), ':') // an alias is a GraphQL name: ASCII
	st := step{CollectedField: field, Field: s.object.Fields[field.Name], name: name, column: -1}
	if st.Field == nil || st.Leaf != nil {
		s.introspects = s.introspects || st.Field == nil && field.Name != "__typename"
		return st
	}
	st.column = s.width
	s.width++
	st.prefetch = p.schema.prefetches[s.object.Name+"."+field.Name]
	st.lazy = len(st.Types) == 0 && (st.prefetch != nil || !st.MayQuery)
	if len(st.Types) > 1 {
		st.typed = make(map[int]int, len(st.Types))
	}
	for i, typ := range st.Types {
		if st.typed != nil {
			st.typed[typ] = i
		}
		st.under = append(st.under, p.plan(p.schema.objects[typ], field.Selections))
	}
	return st
}

// planOf returns the plan of an operation. The plan is cached unless it depends on the variables of the request.
func (s *Schema) planOf(ctx context.Context) *selection {
	operation := graphql.GetOperationContext(ctx)
	if known, is := s.plans.Get(operation.Operation); is {
		return known
	}
	made := planner{s, operation}.plan(s.query, operation.Operation.SelectionSet)
	if len(operation.RawQuery) <= longestKept && !conditional(operation.Doc) {
		s.plans.Add(operation.Operation, made)
	}
	return made
}

// conditional tells whether the selection of a document may depend on variables: whether it has any directive.
func conditional(doc *ast.QueryDocument) bool {
	for _, operation := range doc.Operations {
		if directed(operation.SelectionSet) {
			return true
		}
	}
	for _, fragment := range doc.Fragments {
		if directed(fragment.SelectionSet) {
			return true
		}
	}
	return false
}

func directed(set ast.SelectionSet) bool {
	for _, part := range set {
		switch part := part.(type) {
		case *ast.Field:
			if len(part.Directives) > 0 || directed(part.SelectionSet) {
				return true
			}
		case *ast.InlineFragment:
			if len(part.Directives) > 0 || directed(part.SelectionSet) {
				return true
			}
		case *ast.FragmentSpread:
			if len(part.Directives) > 0 {
				return true
			}
		}
	}
	return false
}
