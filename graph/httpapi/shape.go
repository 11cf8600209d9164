package httpapi

import (
	"github.com/vektah/gqlparser/v2/ast"

	"minyi/domain/civic"
)

// What a document may be, as it is written and with its fragments put in place. It is looked at before it is validated,
// because validating compares selections with one another.
const (
	mostTokens     = 10_000
	deepest        = 20 // the longest walk of the story and a tool's introspection both fit well
	mostFields     = 1000
	mostRootFields = 50
	mostAliases    = 100
	mostDirectives = 50
	mostOperations = 20
	mostFragments  = 200
)

// shape counts what a selection holds, its fragments put in place.
type shape struct{ depth, fields, roots, aliases, directives int }

// far is where counting stops: fragments within fragments double without end.
const far = 1 << 30

// add counts another selection beside this one.
func (s *shape) add(other shape) {
	s.depth = max(s.depth, other.depth)
	s.fields = min(far, s.fields+other.fields)
	s.roots = min(far, s.roots+other.roots)
	s.aliases = min(far, s.aliases+other.aliases)
	s.directives = min(far, s.directives+other.directives)
}

// shapes are the shapes of a document's selections. Each fragment is measured once, however often it is spread.
type shapes struct {
	doc     *ast.QueryDocument
	known   map[string]shape
	written int // selections in the document as it is written
}

// tooBig is the first limit that a document breaks; its Code is empty when it breaks none. Every fragment counts, for the
// validation reads also those that nothing spreads.
func tooBig(doc *ast.QueryDocument) civic.Problem {
	switch {
	case len(doc.Operations) > mostOperations:
		return civic.Problem{Code: civic.TooManyOperations, Facts: []civic.Fact{civic.Max(mostOperations)}}
	case len(doc.Fragments) > mostFragments:
		return civic.Problem{Code: civic.TooManyFragments, Facts: []civic.Fact{civic.Max(mostFragments)}}
	}
	s, all := &shapes{doc: doc, known: map[string]shape{}}, shape{}
	for _, operation := range doc.Operations {
		all.add(s.operation(operation))
	}
	for _, fragment := range doc.Fragments {
		found := s.fragment(fragment.Name)
		found.roots = 0 // those of the operation count, wherever they are written
		if broken := found.broken(); broken.Code != "" {
			return broken
		}
	}
	all.fields = max(all.fields, s.written)
	return all.broken()
}

// broken is the first limit that a shape breaks.
func (s shape) broken() civic.Problem {
	for _, limit := range []struct {
		count, most int
		code        civic.Code
	}{
		{s.depth, deepest, civic.TooDeep},
		{s.roots, mostRootFields, civic.TooManyRootFields},
		{s.aliases, mostAliases, civic.TooManyAliases},
		{s.directives, mostDirectives, civic.TooManyDirectives},
		{s.fields, mostFields, civic.TooManyFields},
	} {
		if limit.count > limit.most {
			return civic.Problem{Code: limit.code, Facts: []civic.Fact{civic.Max(limit.most)}}
		}
	}
	return civic.Problem{}
}

// operation is the shape of an operation.
func (s *shapes) operation(operation *ast.OperationDefinition) shape {
	found := s.of(operation.SelectionSet)
	found.directives += len(operation.Directives)
	for _, variable := range operation.VariableDefinitions {
		found.directives += len(variable.Directives)
	}
	return found
}

// of is the shape of a selection.
func (s *shapes) of(set ast.SelectionSet) shape {
	var all shape
	for _, selection := range set {
		all.add(s.selected(selection))
	}
	return all
}

// selected is the shape of one part of a selection. A spread counts as a field too: following it is work.
func (s *shapes) selected(selection ast.Selection) shape {
	s.written++
	switch part := selection.(type) {
	case *ast.Field:
		found := s.of(part.SelectionSet)
		found.depth, found.fields, found.roots = found.depth+1, found.fields+1, 1
		found.directives += len(part.Directives)
		if part.Alias != part.Name {
			found.aliases++
		}
		return found
	case *ast.InlineFragment:
		found := s.of(part.SelectionSet)
		found.fields++
		found.directives += len(part.Directives)
		return found
	case *ast.FragmentSpread:
		found := s.fragment(part.Name)
		found.fields++
		found.directives += len(part.Directives)
		return found
	}
	return shape{}
}

// fragment is the shape of a fragment. One within itself counts as empty there; the validation refuses it.
func (s *shapes) fragment(name string) shape {
	if found, measured := s.known[name]; measured {
		return found
	}
	s.known[name] = shape{}
	definition := s.doc.Fragments.ForName(name)
	if definition == nil {
		return shape{}
	}
	found := s.of(definition.SelectionSet)
	found.directives += len(definition.Directives)
	s.known[name] = found
	return found
}
