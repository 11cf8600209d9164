package graph

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"minyi/consult"
)

// What lists count for where the operation does not say how long they are.
const (
	usualList         = consult.UsualPage
	introspectionList = 10 // what a schema holds is read from memory
)

// cost estimates how many fields an operation's answer may hold: each field is one unit, and what stands under a list counts
// as often as the list may be long. A page counts as first or last say, 20 where they say nothing.
func cost(doc *ast.QueryDocument, operation *ast.OperationDefinition, variables map[string]any) int {
	return pricing{doc, variables, map[spread]int{}}.set(operation.SelectionSet, 0)
}

// pricing adds up a validated operation. Each fragment is added up once for each size of page that it is spread under.
type pricing struct {
	doc       *ast.QueryDocument
	variables map[string]any
	known     map[spread]int
}

// spread is a fragment under a page of a size.
type spread struct {
	fragment string
	page     int
}

// set is the cost of a selection; page is the size of the page that it is selected on, 0 elsewhere.
func (p pricing) set(set ast.SelectionSet, page int) int {
	total := 0
	for _, selection := range set {
		switch part := selection.(type) {
		case *ast.Field:
			total += p.field(part, page)
		case *ast.InlineFragment:
			total += p.set(part.SelectionSet, page)
		case *ast.FragmentSpread:
			total += p.fragment(spread{part.Name, page})
		}
		total = min(far, total)
	}
	return total
}

// field is the cost of one field and of what stands under it.
func (p pricing) field(f *ast.Field, page int) int {
	under := p.set(f.SelectionSet, p.page(f))
	return min(far, 1+under*p.length(f, page))
}

// fragment is the cost of a fragment under a page of a size.
func (p pricing) fragment(s spread) int {
	if known, has := p.known[s]; has {
		return known
	}
	p.known[s] = p.set(p.doc.Fragments.ForName(s.fragment).SelectionSet, s.page)
	return p.known[s]
}

// page is the size of the page that a connection's field reads, 0 for other fields.
func (p pricing) page(f *ast.Field) int {
	if f.Definition.Arguments.ForName("first") == nil {
		return 0
	}
	for _, name := range []string{"first", "last"} {
		if size, err := strconv.Atoi(fmt.Sprint(p.argument(f, name))); err == nil {
			return max(1, min(size, consult.LargestPage))
		}
	}
	return consult.UsualPage
}

// length is how often what stands under a field counts.
func (p pricing) length(f *ast.Field, page int) int {
	if f.Definition.Type.Elem == nil {
		return 1
	}
	if page > 0 {
		return page
	}
	if strings.HasPrefix(f.ObjectDefinition.Name, "__") {
		return introspectionList
	}
	if ids, said := p.argument(f, "ids").([]any); said {
		return min(len(ids), consult.LargestPage)
	}
	return usualList
}

// argument is the value of an argument, nil where none is given.
func (p pricing) argument(f *ast.Field, name string) any {
	given := f.Arguments.ForName(name)
	if given == nil {
		return nil
	}
	value, _ := given.Value.Value(p.variables) // a validated value is a value
	return value
}
