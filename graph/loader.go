package graph

import (
	"context"
	"errors"
	"time"

	"github.com/vikstrous/dataloadgen"

	"minyi/consult"
	"minyi/db"
)

// lookup gathers the lookups of one kind that one operation makes, so that each level of an answer costs one statement.
type lookup[V any] = *dataloadgen.Loader[consult.ID, V]

// loaders are the lookups of one operation. They ask with its actor, so that what the actor may not see is not found.
type loaders struct {
	departments   lookup[consult.Department]
	policyRecords lookup[consult.PolicyRecord]
	consultations lookup[consult.Consultation]
	drafts        lookup[consult.Draft]
	currentTexts  lookup[consult.Draft] // by the record
	draftTexts    lookup[string]
	comparisons   lookup[consult.DraftComparison]
	reviews       lookup[[]consult.EditorialReview]
	clauses       lookup[consult.Clause]
	clausesUnder  lookup[[]consult.Clause]
	profiles      *dataloadgen.Loader[string, consult.JurisdictionProfile]

	surveys         lookup[consult.Survey]
	surveysOf       lookup[[]consult.Survey] // by consultation
	questions       *dataloadgen.Loader[consult.SurveyVersion, []consult.Question]
	results         *dataloadgen.Loader[consult.SurveyVersion, consult.SurveyResults]
	responses       lookup[consult.SurveyResponse]
	viewerResponses lookup[consult.SurveyResponse] // by survey

	comments          lookup[consult.Comment]
	commentTallies    lookup[consult.CommentTally] // by consultation
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
		draftTexts:    lookupOf(by, db.DraftTexts),
		comparisons:   lookupOf(by, db.Comparisons),
		reviews:       lookupOf(by, db.Reviews),
		clauses:       lookupOf(by, rows(db.ClausesByID)),
		clausesUnder:  lookupOf(by, db.ClausesUnder),
		profiles:      dataloadgen.NewMappedLoader(db.ProfilesByCode, dataloadgen.WithWait(gathering)),

		surveys:         lookupOf(by, rows(db.SurveysByID)),
		surveysOf:       lookupOf(by, db.SurveysOf),
		questions:       lookupOf(by, db.SurveyQuestions),
		results:         lookupOf(by, db.SurveyResults),
		responses:       lookupOf(by, rows(db.SurveyResponsesByID)),
		viewerResponses: lookupOf(by, db.ViewerResponses),

		comments:          lookupOf(by, rows(db.CommentsByID)),
		commentTallies:    lookupOf(by, db.CommentTallies),
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

// gathering is how long a lookup waits for others to share its statement.
const gathering = 500 * time.Microsecond

type loadersKey struct{}

// load gives the operation's lookups.
func load(ctx context.Context) *loaders { return ctx.Value(loadersKey{}).(*loaders) }

// fetch finds many values by key, an id where nothing else is said; what is not found is left out.
type fetch[K comparable, V any] func(context.Context, consult.Actor, []K) (map[K]V, error)

// lookupOf makes a lookup of a fetch.
func lookupOf[K comparable, V any](by consult.Actor, fetch fetch[K, V]) *dataloadgen.Loader[K, V] {
	return dataloadgen.NewMappedLoader(func(ctx context.Context, keys []K) (map[K]V, error) {
		return fetch(ctx, by, keys)
	}, dataloadgen.WithWait(gathering))
}

// rows makes a fetch of a db method that lists things, which know their own ids.
func rows[V consult.Node](list func(context.Context, consult.Actor, []consult.ID) ([]V, error)) fetch[consult.ID, V] {
	return func(ctx context.Context, by consult.Actor, ids []consult.ID) (map[consult.ID]V, error) {
		found, err := list(ctx, by, ids)
		if err != nil {
			return nil, err
		}
		byID := make(map[consult.ID]V, len(found))
		for _, row := range found {
			byID[row.ID()] = row
		}
		return byID, nil
	}
}

// find looks one value up; nil when there is none or the actor may not see it.
func find[K comparable, V any](ctx context.Context, l *dataloadgen.Loader[K, V], key K) (*V, error) {
	value, err := l.Load(ctx, key)
	if errors.Is(err, dataloadgen.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &value, nil
}

// all looks a list up; empty, never nil, when there is nothing.
func all[V any](ctx context.Context, l lookup[[]V], id consult.ID) ([]V, error) {
	values, err := find(ctx, l, id)
	if values == nil {
		return []V{}, err
	}
	return *values, err
}

// one finds the thing that a query's argument names; nil when there is none, BAD_ID when it names another kind.
func one[V any](ctx context.Context, l lookup[V], id consult.ID, kind consult.Kind) (*V, error) {
	if _, err := id.Of(kind, "id"); err != nil {
		return nil, err
	}
	return find(ctx, l, id)
}

// page gathers a connection's arguments.
func page(first *int, after *string, last *int, before *string) consult.PageArgs {
	return consult.PageArgs{First: first, After: after, Last: last, Before: before}
}
