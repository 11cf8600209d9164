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
	"Comment.clause":            lookUp(clauses, func(c *consult.Comment) consult.ID { return maybe(consult.ClauseIDKind, c.ClauseKey) }),
	"Comment.consultation":      lookUp(consultations, consultationOf),
	"Comment.endorsementCount":  lookUp(endorsementCounts, (*consult.Comment).ID),
	"Comment.officialResponse":  lookUp(responsesTo, (*consult.Comment).ID),
	"Comment.viewerHasEndorsed": lookUp(endorsed, (*consult.Comment).ID),
	"Comment.viewerIsAuthor":    nil,

	"Consultation.commentTally": talliesAhead,
	"Consultation.leadAgency": lookUp(departments, func(c *consult.Consultation) consult.ID {
		return consult.IDOf(consult.DepartmentKind, c.DepartmentKey)
	}),
	"Consultation.draft":             lookUp(drafts, func(c *consult.Consultation) consult.ID { return maybe(consult.DraftKind, c.DraftKey) }),
	"Consultation.feedbackReport":    lookUp(reportOf, (*consult.Consultation).ID),
	"Consultation.notice":            nil,
	"Consultation.surveys":           lookUp(surveysOf, (*consult.Consultation).ID),
	"Consultation.title":             nil,
	"Consultation.viewerCanComment":  nil,
	"Consultation.viewerCanModerate": nil,
	"Department.name":                nil,
	"OfficialResponse.reason":        nil,
	"Survey.questions":               versionsAhead(questions),
	"Survey.results":                 versionsAhead(results),

	"AffectedClause.clause":     lookUp(clauses, func(a *consult.AffectedClause) consult.ID { return maybe(consult.ClauseIDKind, a.ClauseKey) }),
	"AffectedClause.nextClause": lookUp(clauses, func(a *consult.AffectedClause) consult.ID { return maybe(consult.ClauseIDKind, a.NextClauseKey) }),
	"ClauseCount.clause":        lookUp(clauses, func(c *consult.ClauseCount) consult.ID { return consult.IDOf(consult.ClauseIDKind, c.ClauseKey) }),
}

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
func lookUp[T, V any](l *lookup[consult.ID, V], id func(*T) consult.ID) exec.Ahead {
	return func(ctx context.Context, objects []any) func() error { return noted(ctx, l, objects, id) }
}

// noted notes in a lookup the ids that objects name, and gives what reads them.
func noted[T, V any](ctx context.Context, l *lookup[consult.ID, V], objects []any, id func(*T) consult.ID) func() error {
	ids := make([]consult.ID, 0, len(objects))
	for _, object := range objects {
		if named := id(object.(*T)); named != (consult.ID{}) {
			ids = append(ids, named)
		}
	}
	return l.in(ctx).note(ctx, ids)
}

// versionsAhead reads what a field tells of the version of each survey that its argument names; a survey that does not have it is
// left to the resolver.
func versionsAhead[V any](l *lookup[consult.SurveyVersion, V]) exec.Ahead {
	return func(ctx context.Context, objects []any) func() error {
		version, _ := graphql.GetFieldContext(ctx).Args["version"].(*int)
		var wanted []consult.SurveyVersion
		for _, object := range objects {
			if v, err := object.(*consult.Survey).At(version); err == nil {
				wanted = append(wanted, v)
			}
		}
		return l.in(ctx).note(ctx, wanted)
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
	return noted(ctx, consultations, objects, consultationOf)
}
