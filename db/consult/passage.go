package consultdb

import (
	"context"

	"github.com/google/uuid"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/legaltext"
)

// passageOf checks the passage of a comment against the words of its clause, which the actor must be let see. It is nil without an input.
// It refuses PASSAGE_NOT_FOUND, also without a clause, and PASSAGE_AMBIGUOUS. The words of a clause in public never change.
func passageOf(ctx context.Context, q pg.Querier, by civic.Actor, clause *uuid.UUID, in *consult.PassageInput) (*consult.Passage, error) {
	if in == nil {
		return nil, nil
	}
	if clause == nil {
		return nil, civic.Refuse(consult.PassageNotFound, "passage")
	}
	all, codes := reachOf(by)
	found, err := pg.Single(pg.Rows[legaltext.Clause](ctx, q, `SELECT `+clauseColumns+` FROM `+clauseTables+` WHERE c.id = ANY($1) AND `+draftSeen, pg.KeyArray{*clause}, all, codes))
	if err != nil {
		return nil, pg.Under("clauseId", err)
	}
	return in.In(*found)
}
