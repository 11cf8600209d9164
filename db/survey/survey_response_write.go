package surveydb

import (
	"context"
	_ "embed"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	consultdb "minyi/db/consult"
	"minyi/db/pg"
	trustdb "minyi/db/trust"
	"minyi/domain/civic"
	"minyi/domain/survey"
	"minyi/domain/trust"
)

// newResponses writes the responses that come at the same moment together.
var newResponses = pg.NewSlot(func(db *pg.DB) *pg.Batcher[newResponse] {
	return pg.NewBatcher(func(ctx context.Context, all []*newResponse) error { return writeResponses(ctx, db, all) })
})

// newResponse is a survey response that waits to be written. given has a receipt once it is written.
type newResponse struct {
	by      civic.Actor
	in      survey.SubmitSurveyResponseInput
	same    pg.Request
	person  []byte
	form    *form
	promise trustdb.PendingReceipt
	given   survey.SurveyResponse
	answers string // as they are kept and as the receipt commits to them
}

// fill checks the answers against a form and makes the response to it.
func (n *newResponse) fill(f *form) error {
	answers, err := survey.CheckAnswers(f.Questions, n.in.Answers)
	if err != nil {
		return err
	}
	n.form = f
	n.given = survey.SurveyResponse{ConsultationKey: f.Key, Key: civic.NewKey(), SurveyKey: f.SurveyKey, Version: f.Version, Given: answers, Revision: 1, RecordKey: survey.RecordKey(n.person)}
	n.answers = answers.Text()
	n.promise = trustdb.NewPendingReceipt(n.given.AcceptedWith(n.answers, trust.ActSubmit))
	return nil
}

// writeResponses writes responses of many people, all or none. It writes the first response of a person who sent several.
func writeResponses(ctx context.Context, db *pg.DB, all []*newResponse) error {
	persons := map[string]bool{}
	first := slices.DeleteFunc(slices.Clone(all), func(n *newResponse) bool {
		again := persons[string(n.person)]
		persons[string(n.person)] = true
		return again
	})
	err := insertResponses(ctx, db, db.ExecReturning, first)
	if err == nil && first[0].given.Receipt == nil && len(all) > 1 {
		return pg.ErrSplit
	}
	return err
}

// writeResponse writes one response outside the batch. It waits for staff who are changing the status of the consultation.
func writeResponse(ctx context.Context, db *pg.DB, n *newResponse) error {
	return consultdb.WithSharedLock(ctx, db, n.given.ConsultationKey, func(t *pg.Tx) error { return insertResponses(ctx, db, t.List, []*newResponse{n}) })
}

//go:embed survey_response_write.sql
var insertResponsesText string

// InsertResponsesSQL is the statement of insertResponses.
var InsertResponsesSQL = strings.NewReplacer("{status}", consultdb.StatusNow, "{receipts}", trustdb.ReceiptColumns, "{micros}", trustdb.MicrosNow).Replace(insertResponsesText)

// insertResponses writes and counts all responses or none. Each must answer the newest questions of a survey, and the survey's
// consultation must accept it by the clock of this transaction, on the day that it is counted for. The error is ALREADY_RESPONDED where
// one of the persons has responded before. What the responses add to the tallies is summed here and not by PostgreSQL, which is slower at
// it; so none may be left out. Every caller writes in the same order, so that two statements with the same persons cannot deadlock.
func insertResponses(ctx context.Context, db *pg.DB, run pg.ListFunc, all []*newResponse) error {
	consultations, columns := columnsOfResponses(all)
	var written []time.Time
	err := run(ctx, &written, InsertResponsesSQL, slices.Concat([]any{consultations}, columns, countsOf(all), []any{survey.SurveyResponseKind, recordKeysOf(all), tombstonesOf(db, all), choicesOf(all)})...)
	switch {
	case pg.Violates(err, "survey_responses_pkey"):
		return pg.ErrAlreadyWritten
	case pg.Violates(err, "survey_responses_person"):
		return civic.Refuse(survey.AlreadyResponded, "")
	case err != nil:
		return err
	}
	for _, at := range written {
		for _, n := range all {
			n.given.CreatedAt = at
			n.given.Receipt = n.promise.Issue(db.LogKey, n.given.ID(), 1, at)
		}
	}
	return nil
}

// tombstonesOf returns the tombstones that the requests of responses would have.
func tombstonesOf(db *pg.DB, all []*newResponse) pg.BytesArray {
	tombstones := make(pg.BytesArray, len(all))
	for i, n := range all {
		tombstones[i] = n.same.Tombstone(db, n.given.SurveyKey, n.by.Account)
	}
	return tombstones
}

// columnsOfResponses returns the consultations of responses, and the responses as arrays, one for each column.
func columnsOfResponses(all []*newResponse) (pg.KeyArray, []any) {
	n := len(all)
	consultations, keys, surveys, versions, days := make(pg.KeyArray, n), make(pg.KeyArray, n), make(pg.KeyArray, n), make(pg.NumberArray, n), make(pg.TextArray, n)
	persons, answers, reached := make(pg.BytesArray, n), make(pg.TextArray, n), make(pg.TextArray, n)
	idempotency, hashes, salts, commitments := make(pg.TextArray, n), make(pg.BytesArray, n), make(pg.BytesArray, n), make(pg.BytesArray, n)
	for i, r := range all {
		consultations[i], keys[i], surveys[i], versions[i], days[i] = r.given.ConsultationKey, r.given.Key, r.given.SurveyKey, int32(r.given.Version), r.form.Today
		persons[i], answers[i], reached[i] = r.person, r.answers, consultdb.Levels(r.by)
		idempotency[i], hashes[i], salts[i], commitments[i] = r.same.Text(), r.same.Hash, r.promise.Salt, r.promise.Commitment
	}
	return pg.Distinct(consultations), []any{consultations, keys, surveys, versions, days, persons, answers, reached, idempotency, hashes, salts, commitments}
}

// recordKeysOf are the record keys of responses.
func recordKeysOf(all []*newResponse) pg.NumberArray {
	keys := make(pg.NumberArray, len(all))
	for i, r := range all {
		keys[i] = r.given.RecordKey
	}
	return keys
}

// choicesOf are what responses add to cross-tables.
func choicesOf(all []*newResponse) pg.TextArray {
	choices := make(pg.TextArray, len(all))
	for i, n := range all {
		choices[i] = survey.ChoicesText(survey.SurveyVersion{Survey: n.given.SurveyKey, Version: n.given.Version}, n.form.Questions, n.given.Given, n.given.RecordKey, 1)
	}
	return choices
}

// countsOf adds up what responses add to the tallies and writes it as arrays, one a column, of one delta for each survey, and the counters
// and amounts of all of them in two more.
func countsOf(all []*newResponse) []any {
	type carried struct{ consultation, key uuid.UUID }
	sums := map[carried]*survey.SurveyTallies{}
	for _, r := range all {
		s := carried{r.given.ConsultationKey, r.given.SurveyKey}
		if sums[s] == nil {
			sums[s] = &survey.SurveyTallies{}
		}
		sums[s].Add(r.form.Version, r.form.Questions, r.given.Given, r.form.Today, r.given.RecordKey)
	}
	var consultations, ids, surveys pg.KeyArray
	var firsts, lasts pg.NumberArray
	var counters pg.TextArray
	var amounts pg.CountArray
	for s, sum := range sums {
		consultations, ids, surveys = append(consultations, s.consultation), append(ids, civic.NewKey()), append(surveys, s.key)
		firsts = append(firsts, int32(len(counters))+1) // as PostgreSQL counts
		for _, c := range sum.Counters {
			counters, amounts = append(counters, c.Name), append(amounts, c.Amount)
		}
		lasts = append(lasts, int32(len(counters)))
	}
	return []any{consultations, ids, surveys, firsts, lasts, counters, amounts}
}
