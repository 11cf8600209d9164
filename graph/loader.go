package graph

import (
	"context"

	"minyi/consult"
	"minyi/db"
)

// loaders are the lookups of one operation. They ask with its actor, so that what the actor may not see is not found.
type loaders struct {
	departments   lookup[consult.Department]
	policyRecords lookup[consult.PolicyRecord]
	consultations lookup[consult.Consultation]
	drafts        lookup[consult.Draft]
	currentTexts  lookup[consult.Draft] // by the record
	comingTexts   lookup[consult.Draft] // by the record
	draftTexts    lookup[string]
	comparisons   lookup[consult.DraftComparison]
	reviews       lookup[[]consult.EditorialReview]
	clauses       lookup[consult.Clause]
	clausesUnder  lookup[[]consult.Clause]
	profiles      *keyed[string, consult.JurisdictionProfile]

	surveys         lookup[consult.Survey]
	surveysOf       lookup[[]consult.Survey] // by consultation
	questions       *keyed[consult.SurveyVersion, []consult.Question]
	results         *keyed[consult.SurveyVersion, consult.SurveyResults]
	responses       lookup[consult.SurveyResponse]
	viewerResponses lookup[consult.SurveyResponse] // by survey

	comments          lookup[consult.Comment]
	commentTallies    lookup[consult.CommentTally] // by consultation
	briefTallies      lookup[consult.CommentTally] // by consultation, without days and clauses
	endorsementCounts lookup[int]
	endorsed          lookup[bool]
	commentReports    lookup[[]consult.CommentReport]

	officialResponses lookup[consult.OfficialResponse]
	responsesTo       lookup[consult.OfficialResponse]   // by comment
	affectedClauses   lookup[[]consult.AffectedClause]   // by official response
	provenance        lookup[[]consult.ClauseProvenance] // by clause
	reports           lookup[consult.FeedbackReport]
	reportOf          lookup[consult.FeedbackReport]   // by consultation
	reportsOn         lookup[[]consult.FeedbackReport] // by record
}

// withLoaders gives an operation its own lookups.
func withLoaders(ctx context.Context, db *db.DB) context.Context {
	by := consult.ActorOf(ctx)
	return context.WithValue(ctx, loadersKey{}, &loaders{
		departments:   lookupOf(by, rows(db.DepartmentsByID)),
		policyRecords: lookupOf(by, rows(db.PolicyRecordsByID)),
		consultations: lookupOf(by, rows(db.ConsultationsByID)),
		drafts:        lookupOf(by, rows(db.DraftsByID)),
		currentTexts:  lookupOf(by, db.CurrentTexts),
		comingTexts:   lookupOf(by, db.ComingTexts),
		draftTexts:    lookupOf(by, db.DraftTexts),
		comparisons:   lookupOf(by, db.Comparisons),
		reviews:       lookupOf(by, db.Reviews),
		clauses:       lookupOf(by, rows(db.ClausesByID)),
		clausesUnder:  lookupOf(by, db.ClausesUnder),
		profiles: lookupOf(by, func(ctx context.Context, _ consult.Actor, codes []string) (map[string]consult.JurisdictionProfile, error) {
			return db.ProfilesByCode(ctx, codes)
		}),

		surveys:         lookupOf(by, rows(db.SurveysByID)),
		surveysOf:       lookupOf(by, db.SurveysOf),
		questions:       lookupOf(by, db.SurveyQuestions),
		results:         lookupOf(by, db.SurveyResults),
		responses:       lookupOf(by, rows(db.SurveyResponsesByID)),
		viewerResponses: lookupOf(by, db.ViewerResponses),

		comments:          lookupOf(by, rows(db.CommentsByID)),
		commentTallies:    lookupOf(by, db.CommentTallies),
		briefTallies:      lookupOf(by, db.BriefTallies),
		endorsementCounts: lookupOf(by, db.EndorsementCounts),
		endorsed:          lookupOf(by, db.Endorsed),
		commentReports:    lookupOf(by, db.CommentReports),

		officialResponses: lookupOf(by, rows(db.OfficialResponsesByID)),
		responsesTo:       lookupOf(by, db.ResponsesToComments),
		affectedClauses:   lookupOf(by, db.AffectedClauses),
		provenance:        lookupOf(by, db.Provenance),
		reports:           lookupOf(by, rows(db.FeedbackReportsByID)),
		reportOf:          lookupOf(by, db.ReportsOfConsultations),
		reportsOn:         lookupOf(by, db.ReportsOnRecords),
	})
}

type loadersKey struct{}

// load gives the operation's lookups.
func load(ctx context.Context) *loaders { return ctx.Value(loadersKey{}).(*loaders) }

// page gathers a connection's arguments.
func page(first *int, after *string, last *int, before *string) consult.PageArgs {
	return consult.PageArgs{First: first, After: after, Last: last, Before: before}
}
