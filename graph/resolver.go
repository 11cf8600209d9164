// Package graph answers GraphQL: each resolver asks one method of db and hands on what it says. It decides nothing itself.
package graph

import (
	"minyi/db"
	"minyi/graph/gen"
)

// Resolver answers every field that is not simply a field of a domain value.
type Resolver struct{ db *db.DB }

type (
	query             struct{ *Resolver }
	mutation          struct{ *Resolver }
	policyRecord      struct{ *Resolver }
	timelineEvent     struct{ *Resolver }
	draft             struct{ *Resolver }
	draftComparison   struct{ *Resolver }
	clause            struct{ *Resolver }
	consultation      struct{ *Resolver }
	comment           struct{ *Resolver }
	clauseCount       struct{ *Resolver }
	survey            struct{ *Resolver }
	surveyResponse    struct{ *Resolver }
	officialResponse  struct{ *Resolver }
	affectedClause    struct{ *Resolver }
	feedbackReport    struct{ *Resolver }
	reportClauseCount struct{ *Resolver }
	importWarning     struct{ *Resolver }
)

var _ gen.ResolverRoot = (*Resolver)(nil)
