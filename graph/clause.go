package graph

import (
	"context"

	consultdb "minyi/db/consult"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/legaltext"
	"minyi/graph/model"
)

var (
	clauses      = nodeLoader(consultdb.ClausesByID)
	clausesUnder = newLoader(consultdb.ClausesUnder) // by the clause above

	clauseDraft = relate("Clause.draft", drafts, func(c *legaltext.Clause) civic.ID {
		return civic.IDOf(consult.DraftKind, c.DraftKey)
	})
	clauseParent = relate("Clause.parent", clauses, func(c *legaltext.Clause) civic.ID {
		return optionalID(legaltext.ClauseIDKind, c.ParentKey)
	})
	clauseChildren = relate("Clause.children", clausesUnder, (*legaltext.Clause).ID)
	clausePrevious = relate("Clause.previous", clauses, func(c *legaltext.Clause) civic.ID {
		return optionalID(legaltext.ClauseIDKind, c.PreviousKey)
	})
)

func (r *MutationResolver) EditClause(ctx context.Context, input consult.EditClauseInput) (*model.EditClausePayload, error) {
	clause, err := consultdb.EditClause(ctx, r.db, civic.ActorOf(ctx), input)
	return &model.EditClausePayload{Clause: clause, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *MutationResolver) CorrectClauseMatch(ctx context.Context, input consult.CorrectClauseMatchInput) (*model.CorrectClauseMatchPayload, error) {
	clause, err := consultdb.CorrectClauseMatch(ctx, r.db, civic.ActorOf(ctx), input)
	return &model.CorrectClauseMatchPayload{Clause: clause, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *ClauseResolver) Draft(ctx context.Context, c *legaltext.Clause) (*consult.Draft, error) {
	return clauseDraft.Load(ctx, c)
}

func (r *ClauseResolver) Parent(ctx context.Context, c *legaltext.Clause) (*legaltext.Clause, error) {
	return clauseParent.Load(ctx, c)
}

func (r *ClauseResolver) Children(ctx context.Context, c *legaltext.Clause) ([]legaltext.Clause, error) {
	return clauseChildren.Value(ctx, c)
}

func (r *ClauseResolver) Previous(ctx context.Context, c *legaltext.Clause) (*legaltext.Clause, error) {
	return clausePrevious.Load(ctx, c)
}
