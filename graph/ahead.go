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
	"Comment.body":              moderatedAhead,
	"Comment.clause":            lookUp(clauses, func(c *consult.Comment) consult.ID { return maybe(consult.ClauseIDKind, c.ClauseKey) }),
	"Comment.consultation":      lookUp(consultations, consultationOf),
	"Comment.endorsementCount":  lookUp(endorsementCounts, (*consult.Comment).ID),
	"Comment.moderationCase":    moderatedAhead,
	"Comment.officialResponse":  lookUp(responsesTo, (*consult.Comment).ID),
	"Comment.viewerHasEndorsed": lookUp(endorsed, (*consult.Comment).ID),
	"Comment.viewerIsAuthor":    nil,

	"Consultation.commentTally": talliesAhead,
	"Consultation.leadAgency": lookUp(departments, func(c *consult.Consultation) consult.ID {
		return consult.IDOf(consult.DepartmentKind, c.DepartmentKey)
	}),
	"Consultation.draft":          lookUp(drafts, func(c *consult.Consultation) consult.ID { return maybe(consult.DraftKind, c.DraftKey) }),
	"Consultation.feedbackReport": lookUp(reportOf, (*consult.Consultation).ID),
	"Consultation.notice":         nil,
	"Consultation.policyRecord": lookUp(policyRecords, func(c *consult.Consultation) consult.ID {
		return consult.IDOf(consult.PolicyRecordKind, c.PolicyRecordKey)
	}),
	"Consultation.profile":           lookUp(profiles, func(c *consult.Consultation) string { return c.ProfileCode }),
	"Consultation.surveys":           lookUp(surveysOf, (*consult.Consultation).ID),
	"Consultation.title":             nil,
	"Consultation.viewerCanComment":  nil,
	"Consultation.viewerCanModerate": nil,
	"Department.name":                nil,
	"OfficialResponse.reason":        nil,
	"Survey.questions":               versionsAhead(questions),
	"Survey.results":                 versionsAhead(results),

	"Clause.children":   lookUp(clausesUnder, (*consult.Clause).ID),
	"Clause.draft":      lookUp(drafts, func(c *consult.Clause) consult.ID { return consult.IDOf(consult.DraftKind, c.DraftKey) }),
	"Clause.parent":     lookUp(clauses, func(c *consult.Clause) consult.ID { return maybe(consult.ClauseIDKind, c.ParentKey) }),
	"Clause.previous":   lookUp(clauses, func(c *consult.Clause) consult.ID { return maybe(consult.ClauseIDKind, c.PreviousKey) }),
	"Clause.provenance": lookUp(provenance, (*consult.Clause).ID),

	"Draft.comparison":   lookUp(comparisons, (*consult.Draft).ID),
	"Draft.policyRecord": lookUp(policyRecords, func(d *consult.Draft) consult.ID { return consult.IDOf(consult.PolicyRecordKind, d.PolicyRecordKey) }),
	"Draft.reviews":      lookUp(reviews, (*consult.Draft).ID),
	"Draft.text":         lookUp(draftTexts, (*consult.Draft).ID),

	"FeedbackReport.consultation": lookUp(consultations, func(r *consult.FeedbackReport) consult.ID {
		return consult.IDOf(consult.ConsultationKind, r.ConsultationKey)
	}),
	"FeedbackReport.policyRecord": lookUp(policyRecords, func(r *consult.FeedbackReport) consult.ID {
		return consult.IDOf(consult.PolicyRecordKind, r.PolicyRecordKey)
	}),
	"GrantedRole.department": lookUp(departments, func(g *consult.GrantedRole) consult.ID { return maybe(consult.DepartmentKind, g.DepartmentKey) }),
	"ModerationCase.reports": lookUp(commentReports, (*consult.ModerationCase).ID),

	"OfficialResponse.clauses": lookUp(affectedClauses, (*consult.OfficialResponse).ID),
	"OfficialResponse.consultation": lookUp(consultations, func(r *consult.OfficialResponse) consult.ID {
		return consult.IDOf(consult.ConsultationKind, r.ConsultationKey)
	}),

	"PolicyRecord.comingText":      lookUp(comingTexts, (*consult.PolicyRecord).ID),
	"PolicyRecord.currentText":     lookUp(currentTexts, (*consult.PolicyRecord).ID),
	"PolicyRecord.feedbackReports": lookUp(reportsOn, (*consult.PolicyRecord).ID),
	"PolicyRecord.leadAgency":      lookUp(departments, func(r *consult.PolicyRecord) consult.ID { return consult.IDOf(consult.DepartmentKind, r.DepartmentKey) }),

	"Survey.consultation":   lookUp(consultations, func(s *consult.Survey) consult.ID { return maybe(consult.ConsultationKind, s.ConsultationKey) }),
	"Survey.department":     lookUp(departments, func(s *consult.Survey) consult.ID { return consult.IDOf(consult.DepartmentKind, s.DepartmentKey) }),
	"Survey.viewerResponse": lookUp(viewerResponses, (*consult.Survey).ID),
	"SurveyResponse.answers": lookUp(questions, func(r *consult.SurveyResponse) consult.SurveyVersion {
		return consult.SurveyVersion{Survey: r.SurveyKey, Version: r.Version}
	}),
	"SurveyResponse.survey": lookUp(surveys, func(r *consult.SurveyResponse) consult.ID { return consult.IDOf(consult.SurveyKind, r.SurveyKey) }),

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

// lookUp reads ahead in a lookup what objects name by a key; the zero key names nothing.
func lookUp[T any, K comparable, V any](l *lookup[K, V], key func(*T) K) exec.Ahead {
	return func(ctx context.Context, objects []any) func() error { return noted(ctx, l, objects, key) }
}

// noted notes in a lookup the keys that objects name, and gives what reads them.
func noted[T any, K comparable, V any](ctx context.Context, l *lookup[K, V], objects []any, key func(*T) K) func() error {
	keys := make([]K, 0, len(objects))
	for _, object := range objects {
		if named := key(object.(*T)); named != *new(K) {
			keys = append(keys, named)
		}
	}
	return l.in(ctx).note(ctx, keys)
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

// moderatedAhead finds for those who moderate somewhere in whose consultations the comments stand; others need nothing for it.
func moderatedAhead(ctx context.Context, objects []any) func() error {
	if !consult.ActorOf(ctx).Holds(consult.ReadModeration) {
		return nil
	}
	return noted(ctx, consultations, objects, consultationOf)
}
