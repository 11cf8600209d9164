package consultgraph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	policydb "minyi/db/policy"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/policy"
	"minyi/graph"
)

var (
	outlines = graph.NewLoader(policydb.Outlines) // by the draft

	// tallyOutline loads the outline of the draft if the arguments of the field need it.
	tallyOutline = graph.RelateBy("CommentTally.byClause", outlines, func(ctx context.Context, tally *consult.CommentTally) (civic.ID, error) {
		args := graphql.GetFieldContext(ctx).Args
		if under, _ := args["under"].(*civic.ID); under == nil && args["rollUp"] != true {
			return civic.ID{}, nil
		}
		return graph.OptionalID(policy.DraftKind, tally.DraftKey), nil
	})
)

func (r *CommentTallyResolver) ByClause(ctx context.Context, tally *consult.CommentTally, under *civic.ID, rollUp bool) ([]consult.ClauseCount, error) {
	clause, err := policy.ClauseFilter{Under: under}.UnderKey()
	if err != nil || tally.DraftKey == nil || clause == nil && !rollUp {
		return tally.ByClause, err
	}
	outline, err := tallyOutline.Value(ctx, tally)
	if clause != nil {
		outline = outline.Under(*clause)
	}
	if rollUp {
		return outline.RollUp(tally.ByClause), err
	}
	return outline.Pick(tally.ByClause), err
}
