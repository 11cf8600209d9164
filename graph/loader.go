package graph

import (
	"context"

	"minyi/consult"
	"minyi/db"
)

// loaders are the lookups of one operation. They ask with its actor, so that what the actor may not see is not found.
type loaders struct {
	db *db.DB
	by consult.Actor

	departments   keyed[consult.ID, consult.Department]
	policyRecords keyed[consult.ID, consult.PolicyRecord]
	consultations keyed[consult.ID, consult.Consultation]
	drafts        keyed[consult.ID, consult.Draft]
	currentTexts  keyed[consult.ID, consult.Draft] // by the record
	comingTexts   keyed[consult.ID, consult.Draft] // by the record
	draftTexts    keyed[consult.ID, string]
	comparisons   keyed[consult.ID, consult.DraftComparison]
	reviews       keyed[consult.ID, []consult.EditorialReview]
	clauses       keyed[consult.ID, consult.Clause]
	clausesUnder  keyed[consult.ID, []consult.Clause]
	profiles      keyed[string, consult.JurisdictionProfile]

	surveys         keyed[consult.ID, consult.Survey]
	surveysOf       keyed[consult.ID, []consult.Survey] // by consultation
	questions       keyed[consult.SurveyVersion, []consult.Question]
	results         keyed[consult.SurveyVersion, consult.SurveyResults]
	responses       keyed[consult.ID, consult.SurveyResponse]
	viewerResponses keyed[consult.ID, consult.SurveyResponse] // by survey

	comments          keyed[consult.ID, consult.Comment]
	commentTallies    keyed[consult.ID, consult.CommentTally] // by consultation
	briefTallies      keyed[consult.ID, consult.CommentTally] // by consultation, without days and clauses
	endorsementCounts keyed[consult.ID, int]
	endorsed          keyed[consult.ID, bool]
	commentReports    keyed[consult.ID, []consult.CommentReport]

	officialResponses keyed[consult.ID, consult.OfficialResponse]
	responsesTo       keyed[consult.ID, consult.OfficialResponse]   // by comment
	affectedClauses   keyed[consult.ID, []consult.AffectedClause]   // by official response
	provenance        keyed[consult.ID, []consult.ClauseProvenance] // by clause
	reports           keyed[consult.ID, consult.FeedbackReport]
	reportOf          keyed[consult.ID, consult.FeedbackReport]   // by consultation
	reportsOn         keyed[consult.ID, []consult.FeedbackReport] // by record
}

// withLoaders gives an operation its own lookups.
func withLoaders(ctx context.Context, of *db.DB) context.Context {
	return context.WithValue(ctx, loadersKey{}, &loaders{db: of, by: consult.ActorOf(ctx),
		departments:       lookupOf(rows((*db.DB).DepartmentsByID)),
		policyRecords:     lookupOf(rows((*db.DB).PolicyRecordsByID)),
		consultations:     lookupOf(rows((*db.DB).ConsultationsByID)),
		drafts:            lookupOf(rows((*db.DB).DraftsByID)),
		currentTexts:      lookupOf((*db.DB).CurrentTexts),
		comingTexts:       lookupOf((*db.DB).ComingTexts),
		draftTexts:        lookupOf((*db.DB).DraftTexts),
		comparisons:       lookupOf((*db.DB).Comparisons),
		reviews:           lookupOf((*db.DB).Reviews),
		clauses:           lookupOf(rows((*db.DB).ClausesByID)),
		clausesUnder:      lookupOf((*db.DB).ClausesUnder),
		surveys:           lookupOf(rows((*db.DB).SurveysByID)),
		surveysOf:         lookupOf((*db.DB).SurveysOf),
		questions:         lookupOf((*db.DB).SurveyQuestions),
		results:           lookupOf((*db.DB).SurveyResults),
		responses:         lookupOf(rows((*db.DB).SurveyResponsesByID)),
		viewerResponses:   lookupOf((*db.DB).ViewerResponses),
		comments:          lookupOf(rows((*db.DB).CommentsByID)),
		commentTallies:    lookupOf((*db.DB).CommentTallies),
		briefTallies:      lookupOf((*db.DB).BriefTallies),
		endorsementCounts: lookupOf((*db.DB).EndorsementCounts),
		endorsed:          lookupOf((*db.DB).Endorsed),
		commentReports:    lookupOf((*db.DB).CommentReports),
		officialResponses: lookupOf(rows((*db.DB).OfficialResponsesByID)),
		responsesTo:       lookupOf((*db.DB).ResponsesToComments),
		affectedClauses:   lookupOf((*db.DB).AffectedClauses),
		provenance:        lookupOf((*db.DB).Provenance),
		reports:           lookupOf(rows((*db.DB).FeedbackReportsByID)),
		reportOf:          lookupOf((*db.DB).ReportsOfConsultations),
		reportsOn:         lookupOf((*db.DB).ReportsOnRecords),
		profiles: lookupOf(func(db *db.DB, ctx context.Context, _ consult.Actor, codes []string) (map[string]consult.JurisdictionProfile, error) {
			return db.ProfilesByCode(ctx, codes)
		}),
	})
}

type loadersKey struct{}

// load gives the operation's lookups.
func load(ctx context.Context) *loaders { return ctx.Value(loadersKey{}).(*loaders) }

// page gathers a connection's arguments.
func page(first *int, after *string, last *int, before *string) consult.PageArgs {
	return consult.PageArgs{First: first, After: after, Last: last, Before: before}
}
