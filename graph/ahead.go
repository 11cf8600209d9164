package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"

	"minyi/consult"
	"minyi/graph/exec"
)

// ahead are the fields that are looked up for all objects of a level at once. Where there is no entry each object looks up for
// itself, and the lookups of a level wait for one another.
var ahead = map[string]exec.Ahead{
	"Comment.body":              wordsAhead,
	"Comment.clause":            lookUp(clausesIn, func(c *consult.Comment) consult.ID { return maybe(consult.ClauseIDKind, c.ClauseKey) }),
	"Comment.consultation":      lookUp(consultationsIn, consultationOf),
	"Comment.endorsementCount":  lookUp(func(l *loaders) lookup[int] { return &l.endorsementCounts }, (*consult.Comment).ID),
	"Comment.officialResponse":  lookUp(func(l *loaders) lookup[consult.OfficialResponse] { return &l.responsesTo }, (*consult.Comment).ID),
	"Comment.viewerHasEndorsed": lookUp(func(l *loaders) lookup[bool] { return &l.endorsed }, (*consult.Comment).ID),
	"Comment.viewerIsAuthor":    nil,

	"Consultation.commentTally": talliesAhead,
	"Consultation.leadAgency": lookUp(departmentsIn, func(c *consult.Consultation) consult.ID {
		return consult.IDOf(consult.DepartmentKind, c.DepartmentKey)
	}),
	"Consultation.draft":             lookUp(draftsIn, func(c *consult.Consultation) consult.ID { return maybe(consult.DraftKind, c.DraftKey) }),
	"Consultation.feedbackReport":    lookUp(func(l *loaders) lookup[consult.FeedbackReport] { return &l.reportOf }, (*consult.Consultation).ID),
	"Consultation.notice":            nil,
	"Consultation.surveys":           lookUp(func(l *loaders) lookup[[]consult.Survey] { return &l.surveysOf }, (*consult.Consultation).ID),
	"Consultation.title":             nil,
	"Consultation.viewerCanComment":  nil,
	"Consultation.viewerCanModerate": nil,
	"Department.name":                nil,
	"OfficialResponse.reason":        nil,
	"Survey.questions":               versionsAhead(func(l *loaders) *keyed[consult.SurveyVersion, []consult.Question] { return &l.questions }),
	"Survey.results":                 versionsAhead(func(l *loaders) *keyed[consult.SurveyVersion, consult.SurveyResults] { return &l.results }),

	"AffectedClause.clause":     lookUp(clausesIn, func(a *consult.AffectedClause) consult.ID { return maybe(consult.ClauseIDKind, a.ClauseKey) }),
	"AffectedClause.nextClause": lookUp(clausesIn, func(a *consult.AffectedClause) consult.ID { return maybe(consult.ClauseIDKind, a.NextClauseKey) }),
	"ClauseCount.clause":        lookUp(clausesIn, func(c *consult.ClauseCount) consult.ID { return consult.IDOf(consult.ClauseIDKind, c.ClauseKey) }),
}

func clausesIn(l *loaders) lookup[consult.Clause]             { return &l.clauses }
func consultationsIn(l *loaders) lookup[consult.Consultation] { return &l.consultations }
func draftsIn(l *loaders) lookup[consult.Draft]               { return &l.drafts }
func departmentsIn(l *loaders) lookup[consult.Department]     { return &l.departments }

func consultationOf(c *consult.Comment) consult.ID {
	return consult.IDOf(consult.ConsultationKind, c.ConsultationKey)
}

// maybe is the id of a thing whose key may be missing; the zero ID names nothing.
func maybe(kind consult.Kind, key *uuid.UUID) consult.ID {
	if key == nil {
		return consult.ID{}
	}
	return consult.IDOf(kind, *key)
}

// lookUp reads ahead in a lookup what objects name by an id.
func lookUp[T, V any](in func(*loaders) lookup[V], id func(*T) consult.ID) exec.Ahead {
	return func(ctx context.Context, objects []any) func() error { return noted(ctx, in(load(ctx)), objects, id) }
}

// noted notes in a lookup the ids that objects name, and gives what reads them.
func noted[T, V any](ctx context.Context, l lookup[V], objects []any, id func(*T) consult.ID) func() error {
	ids := make([]consult.ID, 0, len(objects))
	for _, object := range objects {
		if named := id(object.(*T)); named != (consult.ID{}) {
			ids = append(ids, named)
		}
	}
	return l.note(ctx, ids)
}

// versionsAhead reads what a field tells of the version of each survey that its argument names; a survey that does not have it is
// left to the resolver.
func versionsAhead[V any](in func(*loaders) *keyed[consult.SurveyVersion, V]) exec.Ahead {
	return func(ctx context.Context, objects []any) func() error {
		version, _ := graphql.GetFieldContext(ctx).Args["version"].(*int)
		var wanted []consult.SurveyVersion
		for _, object := range objects {
			if v, err := object.(*consult.Survey).At(version); err == nil {
				wanted = append(wanted, v)
			}
		}
		return in(load(ctx)).note(ctx, wanted)
	}
}

// talliesAhead reads as much of the tallies as the field asks for.
func talliesAhead(ctx context.Context, objects []any) func() error {
	return noted(ctx, talliesFor(ctx, graphql.GetFieldContext(ctx).Field), objects, (*consult.Consultation).ID)
}

// wordsAhead finds for those who moderate somewhere in whose consultations the comments stand; others need nothing for the words.
func wordsAhead(ctx context.Context, objects []any) func() error {
	if !consult.ActorOf(ctx).Holds(consult.ReadModeration) {
		return nil
	}
	return noted(ctx, &load(ctx).consultations, objects, consultationOf)
}
