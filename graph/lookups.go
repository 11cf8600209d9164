package graph

import (
	"context"

	"minyi/consult"
	"minyi/db"
)

// What is looked up, by the id of the thing itself where nothing else is said.
var (
	departments   = &lookup[consult.ID, consult.Department]{rows((*db.DB).DepartmentsByID)}
	policyRecords = &lookup[consult.ID, consult.PolicyRecord]{rows((*db.DB).PolicyRecordsByID)}
	consultations = &lookup[consult.ID, consult.Consultation]{rows((*db.DB).ConsultationsByID)}
	drafts        = &lookup[consult.ID, consult.Draft]{rows((*db.DB).DraftsByID)}
	currentTexts  = &lookup[consult.ID, consult.Draft]{(*db.DB).CurrentTexts} // by the record
	comingTexts   = &lookup[consult.ID, consult.Draft]{(*db.DB).ComingTexts}  // by the record
	draftTexts    = &lookup[consult.ID, string]{(*db.DB).DraftTexts}
	comparisons   = &lookup[consult.ID, consult.DraftComparison]{(*db.DB).Comparisons}
	reviews       = &lookup[consult.ID, []consult.EditorialReview]{(*db.DB).Reviews}
	clauses       = &lookup[consult.ID, consult.Clause]{rows((*db.DB).ClausesByID)}
	clausesUnder  = &lookup[consult.ID, []consult.Clause]{(*db.DB).ClausesUnder}
	profiles      = &lookup[string, consult.JurisdictionProfile]{func(db *db.DB, ctx context.Context, _ consult.Actor, codes []string) (map[string]consult.JurisdictionProfile, error) {
		return db.ProfilesByCode(ctx, codes)
	}}

	surveys         = &lookup[consult.ID, consult.Survey]{rows((*db.DB).SurveysByID)}
	surveysOf       = &lookup[consult.ID, []consult.Survey]{(*db.DB).SurveysOf} // by consultation
	questions       = &lookup[consult.SurveyVersion, []consult.Question]{(*db.DB).SurveyQuestions}
	results         = &lookup[consult.SurveyVersion, consult.SurveyResults]{(*db.DB).SurveyResults}
	responses       = &lookup[consult.ID, consult.SurveyResponse]{rows((*db.DB).SurveyResponsesByID)}
	viewerResponses = &lookup[consult.ID, consult.SurveyResponse]{(*db.DB).ViewerResponses} // by survey

	comments          = &lookup[consult.ID, consult.Comment]{rows((*db.DB).CommentsByID)}
	commentTallies    = &lookup[consult.ID, consult.CommentTally]{(*db.DB).CommentTallies} // by consultation
	briefTallies      = &lookup[consult.ID, consult.CommentTally]{(*db.DB).BriefTallies}   // by consultation, without days and clauses
	endorsementCounts = &lookup[consult.ID, int]{(*db.DB).EndorsementCounts}
	endorsed          = &lookup[consult.ID, bool]{(*db.DB).Endorsed}
	commentReports    = &lookup[consult.ID, []consult.CommentReport]{(*db.DB).CommentReports}

	officialResponses = &lookup[consult.ID, consult.OfficialResponse]{rows((*db.DB).OfficialResponsesByID)}
	responsesTo       = &lookup[consult.ID, consult.OfficialResponse]{(*db.DB).ResponsesToComments} // by comment
	affectedClauses   = &lookup[consult.ID, []consult.AffectedClause]{(*db.DB).AffectedClauses}     // by official response
	provenance        = &lookup[consult.ID, []consult.ClauseProvenance]{(*db.DB).Provenance}        // by clause
	reports           = &lookup[consult.ID, consult.FeedbackReport]{rows((*db.DB).FeedbackReportsByID)}
	reportOf          = &lookup[consult.ID, consult.FeedbackReport]{(*db.DB).ReportsOfConsultations} // by consultation
	reportsOn         = &lookup[consult.ID, []consult.FeedbackReport]{(*db.DB).ReportsOnRecords}     // by record
)
