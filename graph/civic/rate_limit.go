package civicgraph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"minyi/graph/model"
)

// Budget takes cost units from the client's budget and returns what is left. It returns false if there is too little.
type Budget func(cost int) (model.RateLimit, bool)

type budgetKey struct{}

// WithBudget charges the operations of a request to a budget. Without a budget they cost nothing.
func WithBudget(ctx context.Context, budget Budget) context.Context {
	return context.WithValue(ctx, budgetKey{}, budget)
}

// charged is the key under which an operation's context keeps its charge.
const charged = "MinyiCharged"

// Pay takes cost units from the request's budget. It returns false if there is too little.
func Pay(ctx context.Context, cost int) bool {
	budget, limited := ctx.Value(budgetKey{}).(Budget)
	if !limited {
		return true
	}
	paid, enough := budget(cost)
	graphql.GetOperationContext(ctx).Stats.SetExtension(charged, paid)
	return enough
}

func (r *QueryResolver) RateLimit(ctx context.Context) (*model.RateLimit, error) {
	paid, limited := graphql.GetOperationContext(ctx).Stats.GetExtension(charged).(model.RateLimit)
	if !limited {
		return nil, nil
	}
	return &paid, nil
}
