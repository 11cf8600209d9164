package consultgraph

import (
	"context"

	consultdb "minyi/db/consult"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/legaltext"
	"minyi/graph"
	"minyi/graph/model"
)

var (
	Clauses      = graph.NodeLoader(consultdb.ClausesByID)
	clausesUnder = graph.NewLoader(consultdb.ClausesUnder) // by the clause above

	clauseDraft = graph.Relate("Clause.draft", drafts, func(c *legaltext.Clause) civic.ID {
		return civic.IDOf(consult.DraftKind, c.DraftKey)
	})
	clauseParent = graph.Relate("Clause.parent", Clauses, func(c *legaltext.Clause) civic.ID {
		return graph.OptionalID(legaltext.ClauseIDKind, c.ParentKey)
	})
	clauseChildren = graph.Relate("Clause.children", clausesUnder, (*legaltext.Clause).ID)
	clausePrevious = graph.Relate("Clause.previous", Clauses, func(c *legaltext.Clause) civic.ID {
		return graph.OptionalID(legaltext.ClauseIDKind, c.PreviousKey)
	})
)

func (r *MutationResolver) EditClause(ctx context.Context, input consult.EditClauseInput) (*model.EditClausePayload, error) {
	clause, err := consultdb.EditClause(ctx, r.DB, civic.ActorOf(ctx), input)
	return &model.EditClausePayload{Clause: clause, UserErrors: graph.UserErrors(ctx, err)}, graph.TopLevel(err)
}

func (r *MutationResolver) CorrectClauseMatch(ctx context.Context, input consult.CorrectClauseMatchInput) (*model.CorrectClauseMatchPayload, error) {
	clause, err := consultdb.CorrectClauseMatch(ctx, r.DB, civic.ActorOf(ctx), input)
	return &model.CorrectClauseMatchPayload{Clause: clause, UserErrors: graph.UserErrors(ctx, err)}, graph.TopLevel(err)
}
