package httpapi

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
)

// cost estimates the work of an operation before it runs, in whole units: the prices of its fields, each as often as the answer
// may hold it. The schema says with @cost and @listSize what a field costs and how long a list is.
func cost(doc *ast.QueryDocument, operation *ast.OperationDefinition, variables map[string]any) int {
	return units(newPricing(doc, variables).set(operation.SelectionSet, paged{}))
}

// units rounds an amount up.
func units(a amount) int { return int((a + unit - 1) / unit) }

// mostCost is where adding up stops. It lies beyond every limit: fragments within fragments double without end.
const mostCost = far * unit

// longestPage bounds the length that an argument may state, so that products of amounts fit in 64 bits. A page so long is refused.
const longestPage = 1 << 20

// pricing adds up a validated operation. Each fragment is added up once for each page that it is spread on.
type pricing struct {
	doc       *ast.QueryDocument
	variables map[string]any
	prices    map[*ast.FieldDefinition]price
	known     map[spread]amount
}

func newPricing(doc *ast.QueryDocument, variables map[string]any) pricing {
	return pricing{doc, variables, prices(), map[spread]amount{}}
}

// paged is what a connection's field says of the fields under it: how long those are that it names. It is empty elsewhere.
type paged struct {
	*listSize
	length int
}

// spread is a fragment on a page.
type spread struct {
	fragment string
	page     paged
}

// set is the cost of a selection on a page.
func (p pricing) set(set ast.SelectionSet, on paged) amount {
	var total amount
	for _, selection := range set {
		switch part := selection.(type) {
		case *ast.Field:
			total += p.field(part, on)
		case *ast.InlineFragment:
			total += p.set(part.SelectionSet, on)
		case *ast.FragmentSpread:
			total += p.fragment(spread{part.Name, on})
		}
		total = min(mostCost, total)
	}
	return total
}

// field is the cost of one field and of what stands under it.
func (p pricing) field(f *ast.Field, on paged) amount {
	price := p.price(f)
	each := min(mostCost, price.each+p.set(f.SelectionSet, p.page(f, price.list)))
	return min(mostCost, p.once(f, price)+each*amount(p.length(f, price.list, on)))
}

// once is what a field costs whatever it gives: for reading it, and for what its arguments say.
func (p pricing) once(f *ast.Field, price price) amount {
	once := price.once
	for _, given := range price.given {
		if said, is := p.argument(f, given.argument).(map[string]any); is && said[given.field] != nil {
			once += given.amount
		}
	}
	return once
}

// fragment is the cost of a fragment on a page.
func (p pricing) fragment(s spread) amount {
	if known, has := p.known[s]; has {
		return known
	}
	p.known[s] = p.set(p.doc.Fragments.ForName(s.fragment).SelectionSet, s.page)
	return p.known[s]
}

// price is the price of a field. __typename is in no schema; it is a value like others.
func (p pricing) price(f *ast.Field) price {
	if f.Name == "__schema" {
		return price{once: schemaPrice}
	}
	if known, has := p.prices[f.Definition]; has {
		return known
	}
	return price{each: leafPrice}
}

// page is what a field says of the lists under it.
func (p pricing) page(f *ast.Field, list *listSize) paged {
	if list == nil || len(list.sized) == 0 {
		return paged{}
	}
	return paged{list, p.size(f, list)}
}

// length is how many objects or values a field gives, which is selected on a page.
func (p pricing) length(f *ast.Field, list *listSize, on paged) int {
	switch {
	case f.Definition.Type.Elem == nil:
		return 1
	case on.listSize != nil && slices.Contains(on.sized, f.Name):
		return on.length
	case list != nil:
		return p.size(f, list)
	}
	return introspectionList
}

// size is the length that a field's arguments say, the largest where several do, or else the one that the schema assumes.
func (p pricing) size(f *ast.Field, list *listSize) int {
	said := 0
	for _, name := range list.slicing {
		switch value := p.argument(f, name).(type) {
		case []any:
			said = max(said, len(value), 1)
		default:
			if size, err := strconv.Atoi(fmt.Sprint(value)); err == nil {
				said = max(said, size, 1)
			}
		}
	}
	if said == 0 {
		return max(1, list.assumed)
	}
	return min(said, longestPage)
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
