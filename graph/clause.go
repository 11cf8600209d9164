package graph

import (
	"context"

	"github.com/google/uuid"

	"minyi/consult"
	"minyi/graph/model"
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
	return find(ctx, drafts, consult.IDOf(consult.DraftKind, c.DraftKey))
}

func (r *clause) Parent(ctx context.Context, c *consult.Clause) (*consult.Clause, error) {
	return clauseOf(ctx, c.ParentKey)
}

func (r *clause) Children(ctx context.Context, c *consult.Clause) ([]consult.Clause, error) {
	return all(ctx, clausesUnder, c.ID())
}

func (r *clause) Previous(ctx context.Context, c *consult.Clause) (*consult.Clause, error) {
	return clauseOf(ctx, c.PreviousKey)
}

// clauseOf looks a clause up that may be missing.
func clauseOf(ctx context.Context, key *uuid.UUID) (*consult.Clause, error) {
	if key == nil {
		return nil, nil
	}
	return find(ctx, clauses, consult.IDOf(consult.ClauseIDKind, *key))
}
