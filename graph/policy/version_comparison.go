package policygraph

import (
	"context"

	policydb "minyi/db/policy"
	"minyi/domain/civic"
	"minyi/domain/legaltext"
	"minyi/domain/lineage"
	"minyi/domain/policy"
	"minyi/graph"
	"minyi/graph/model"
)

var (
	citations = graph.NewLoader(policydb.Citations) // by the draft

	clauseCitation = graph.Relate("Clause.citation", citations, func(c *legaltext.Clause) civic.ID {
		return civic.IDOf(policy.DraftKind, c.DraftKey)
	})
)

func (r *QueryResolver) Clause(ctx context.Context, draft civic.ID, citation string) (*legaltext.Clause, error) {
	return policydb.CitedClause(ctx, r.DB, civic.ActorOf(ctx), draft, citation)
}

func (r *QueryResolver) CompareDrafts(ctx context.Context, from, to civic.ID) (*policy.VersionComparison, error) {
	return policydb.CompareDrafts(ctx, r.DB, civic.ActorOf(ctx), from, to)
}

func (r *VersionComparisonResolver) Clauses(_ context.Context, v *policy.VersionComparison, first *int, after *string, last *int, before *string, changes []lineage.ComparedChange) (*model.ComparedClauseConnection, error) {
	return model.Connect(v.Page(graph.Page(first, after, last, before), changes))
}

func (r *ClauseResolver) Citation(ctx context.Context, c *legaltext.Clause, locale *civic.Locale) (*string, error) {
	cited, err := clauseCitation.Value(ctx, c)
	words := cited[c.Key].Read(ctx, (*civic.WantedLocale)(locale))
	if err != nil || words == "" {
		return nil, err
	}
	return &words, nil
}
