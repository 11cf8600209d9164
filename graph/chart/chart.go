package chartgraph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"minyi/db/pg"
	"minyi/domain/chart"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/report"
	"minyi/domain/survey"
	"minyi/graph"
)

var (
	charts = graph.NewLoader(func(ctx context.Context, db *pg.DB, _ civic.Actor, subjects []Subject) (map[Subject][]chart.Chart, error) {
		of := map[Subject][]chart.Chart{}
		for _, s := range subjects {
			found, err := Charts(ctx, db, s)
			if isNotFound(err) { // staff see surveys that are not public
				continue
			}
			if err != nil {
				return nil, err
			}
			of[s] = found
		}
		return of, nil
	})

	consultationCharts = graph.RelateBy("Consultation.charts", charts, func(ctx context.Context, c *consult.Consultation) (Subject, error) {
		return subject(ctx, c.ID(), 0)
	})
	reportCharts = graph.RelateBy("FeedbackReport.charts", charts, func(ctx context.Context, r *report.FeedbackReport) (Subject, error) {
		return subject(ctx, r.ID(), 0)
	})
	surveyCharts = graph.RelateBy("Survey.charts", charts, func(ctx context.Context, s *survey.Survey) (Subject, error) {
		version, _ := graphql.GetFieldContext(ctx).Args["version"].(*int)
		at, err := s.At(version)
		if err != nil {
			return Subject{}, err
		}
		return subject(ctx, s.ID(), at.Version)
	})
)

// subject is what the field in the context draws, in the language that it asks for. It refuses UNKNOWN_LOCALE.
func subject(ctx context.Context, id civic.ID, version int) (Subject, error) {
	l, _ := graphql.GetFieldContext(ctx).Args["locale"].(*civic.Locale)
	if l == nil {
		return Subject{id, version, civic.LocaleOf(ctx)}, nil
	}
	return Subject{id, version, *l}, new(civic.WantedLocale).UnmarshalGQL(string(*l))
}
