package graph

import (
	"context"

	"minyi/consult"
	"minyi/db"
	"minyi/graph/model"
)

var (
	clauses      = nodeLoader((*db.DB).ClausesByID)
	clausesUnder = newLoader((*db.DB).ClausesUnder) // by the clause above

	clauseDraft = relate("Clause.draft", drafts, func(c *consult.Clause) consult.ID {
		return consult.IDOf(consult.DraftKind, c.DraftKey)
	})
	clauseParent = relate("Clause.parent", clauses, func(c *consult.Clause) consult.ID {
		return optionalID(consult.ClauseIDKind, c.ParentKey)
	})
	clauseChildren = relate("Clause.children", clausesUnder, (*consult.Clause).ID)
	clausePrevious = relate("Clause.previous", clauses, func(c *consult.Clause) consult.ID {
		return optionalID(consult.ClauseIDKind, c.PreviousKey)
	})
)

func (r *mutation) EditClause(ctx context.Context, input consult.EditClauseInput) (*model.EditClausePayload, error) {
	clause, err := r.db.EditClause(ctx, consult.ActorOf(ctx), input)
	return &model.EditClausePayload{Clause: clause, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *mutation) CorrectClauseMatch(ctx context.Context, input consult.CorrectClauseMatchInput) (*model.CorrectClauseMatchPayload, error) {
	clause, err := r.db.CorrectClauseMatch(ctx, consult.ActorOf(ctx), input)
	return &model.CorrectClauseMatchPayload{Clause: clause, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *clause) Draft(ctx context.Context, c *consult.Clause) (*consult.Draft, error) {
	return clauseDraft.Load(ctx, c)
}

func (r *clause) Parent(ctx context.Context, c *consult.Clause) (*consult.Clause, error) {
	return clauseParent.Load(ctx, c)
}

func (r *clause) Children(ctx context.Context, c *consult.Clause) ([]consult.Clause, error) {
	return clauseChildren.Value(ctx, c)
}

func (r *clause) Previous(ctx context.Context, c *consult.Clause) (*consult.Clause, error) {
	return clausePrevious.Load(ctx, c)
}
