package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"minyi/consult"
	"minyi/db"
	"minyi/graph/gen"
)

type commentTally struct{ *Resolver }

// CommentTally resolves the fields of CommentTally.
func (r *Resolver) CommentTally() gen.CommentTallyResolver { return &commentTally{r} }

var (
	outlines = newLoader((*db.DB).Outlines) // by the draft

	// tallyOutline loads the outline of the draft where the arguments of the field need it.
	tallyOutline = relateBy("CommentTally.byClause", outlines, func(ctx context.Context, tally *consult.CommentTally) (consult.ID, error) {
		args := graphql.GetFieldContext(ctx).Args
		if under, _ := args["under"].(*consult.ID); under == nil && args["rollUp"] != true {
			return consult.ID{}, nil
		}
		return optionalID(consult.DraftKind, tally.DraftKey), nil
	})
)

func (r *commentTally) ByClause(ctx context.Context, tally *consult.CommentTally, under *consult.ID, rollUp bool) ([]consult.ClauseCount, error) {
	clause, err := consult.ClauseFilter{Under: under}.UnderKey()
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
