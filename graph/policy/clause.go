package policygraph

import (
	policydb "minyi/db/policy"
	"minyi/domain/civic"
	"minyi/domain/legaltext"
	"minyi/domain/policy"
	"minyi/graph"
)

var (
	Clauses      = graph.NodeLoader(policydb.ClausesByID)
	clausesUnder = graph.NewLoader(policydb.ClausesUnder) // by the clause above
	sourcesOf    = graph.NewLoader(policydb.ClauseSources)

	clauseDraft = graph.Relate("Clause.draft", Drafts, func(c *legaltext.Clause) civic.ID {
		return civic.IDOf(policy.DraftKind, c.DraftKey)
	})
	clauseParent = graph.Relate("Clause.parent", Clauses, func(c *legaltext.Clause) civic.ID {
		return graph.OptionalID(legaltext.ClauseIDKind, c.ParentKey)
	})
	clauseChildren = graph.Relate("Clause.children", clausesUnder, (*legaltext.Clause).ID)
	clauseSources  = graph.Relate("Clause.sources", sourcesOf, (*legaltext.Clause).ID)
	clausePrevious = graph.Relate("Clause.previous", Clauses, func(c *legaltext.Clause) civic.ID {
		return graph.OptionalID(legaltext.ClauseIDKind, c.PreviousKey)
	})
)
