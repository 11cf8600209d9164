package graph

import (
	"context"

	"minyi/consult"
	"minyi/db"
	"minyi/graph/gen"
)

type commentTally struct{ *Resolver }

// CommentTally resolves the fields of CommentTally.
func (r *Resolver) CommentTally() gen.CommentTallyResolver { return &commentTally{r} }

// outlines are the outlines of drafts.
var outlines = &lookup[consult.ID, consult.Outline]{(*db.DB).Outlines}

func (r *commentTally) ByClause(ctx context.Context, tally *consult.CommentTally, under *consult.ID, rollUp bool) ([]consult.ClauseCount, error) {
	clause, err := consult.ClauseFilter{Under: under}.UnderKey()
	if err != nil || tally.DraftKey == nil || clause == nil && !rollUp {
		return tally.ByClause, err
	}
	outline, err := orZero(find(ctx, outlines, consult.IDOf(consult.DraftKind, *tally.DraftKey)))
	if clause != nil {
		outline = outline.Under(*clause)
	}
	if rollUp {
		return outline.RollUp(tally.ByClause), err
	}
	return outline.Pick(tally.ByClause), err
}
