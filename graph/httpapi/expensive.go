package httpapi

import (
	"context"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"minyi/domain/civic"
)

// tooCostly refuses an operation for its cost and says at which place most of it is, so that a client knows where to ask for less.
func tooCostly(ctx context.Context, op *graphql.OperationContext, cost, limit int) *gqlerror.Error {
	place := newPricing(op.Doc, op.Variables).mostExpensive(op.Operation.SelectionSet)
	refused := refusal(ctx, civic.Problem{Code: civic.TooComplex, Facts: []civic.Fact{{Name: "cost", Value: cost}, {Name: "limit", Value: limit}, {Name: "path", Value: strings.Join(place, ".")}}})
	refused.Extensions["path"] = place
	return refused
}

// mostExpensive is the path in the answer to the place that costs most. It leads to the most expensive field, and on through the most expensive one
// under each as long as that takes more than half of the whole cost. It ends with the last field on this way that says how long a list is.
func (p pricing) mostExpensive(set ast.SelectionSet) []string {
	whole, on, times := p.set(set, paged{}), paged{}, 1
	var path []string
	end := 0
	for {
		field, costs := p.mostExpensiveIn(set, on)
		if field == nil || end > 0 && costs*amount(times) <= whole/2 {
			return path[:end]
		}
		list := p.price(field).list
		if path = append(path, field.Alias); end == 0 || list != nil {
			end = len(path)
		}
		times = min(longestPage, times*p.length(field, list, on))
		set, on = field.SelectionSet, p.page(field, list)
	}
}

// mostExpensiveIn is the field of a selection that costs most, and what it costs; nil where there is none.
func (p pricing) mostExpensiveIn(set ast.SelectionSet, on paged) (found *ast.Field, costs amount) {
	for _, field := range fieldsOf(set) {
		if cost := p.field(field, on); found == nil || cost > costs {
			found, costs = field, cost
		}
	}
	return found, costs
}
