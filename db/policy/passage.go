package policydb

import (
	"context"

	"github.com/google/uuid"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/legaltext"
	"minyi/domain/policy"
)

// PassageOf checks the passage of a comment against the words of its clause, which the actor must be let see. It is nil without an input.
// It refuses PASSAGE_NOT_FOUND, also without a clause, and PASSAGE_AMBIGUOUS. The words of a clause in public never change.
func PassageOf(ctx context.Context, q pg.Querier, by civic.Actor, clause *uuid.UUID, in *policy.PassageInput) (*policy.Passage, error) {
	if in == nil {
		return nil, nil
	}
	if clause == nil {
		return nil, civic.Refuse(policy.PassageNotFound, "passage")
	}
	all, codes := ReachOf(by)
	found, err := pg.Single(pg.Rows[legaltext.Clause](ctx, q, `SELECT `+clauseColumns+` FROM `+ClauseTables+` WHERE c.id = ANY($1) AND `+DraftSeen, pg.KeyArray{*clause}, all, codes))
	if err != nil {
		return nil, pg.Under("clauseId", err)
	}
	return in.In(*found)
}
