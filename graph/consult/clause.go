package consultgraph

import (
	consultdb "minyi/db/consult"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/legaltext"
	"minyi/graph"
)

var (
	Clauses      = graph.NodeLoader(consultdb.ClausesByID)
	clausesUnder = graph.NewLoader(consultdb.ClausesUnder) // by the clause above
	sourcesOf    = graph.NewLoader(consultdb.ClauseSources)

	clauseDraft = graph.Relate("Clause.draft", Drafts, func(c *legaltext.Clause) civic.ID {
		return civic.IDOf(consult.DraftKind, c.DraftKey)
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
