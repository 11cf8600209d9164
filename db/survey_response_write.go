package db

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"minyi/consult"
)

// newResponse is a survey response on its way. What was given has a receipt once it was taken.
type newResponse struct {
	by      consult.Actor
	in      consult.SubmitSurveyResponseInput
	same    request
	person  []byte
	form    form
	promise promise
	given   consult.SurveyResponse
}

// fill checks the answers against a form and makes the response to it.
func (n *newResponse) fill(f form) error {
	answers, err := consult.CheckAnswers(f.Questions, n.in.Answers)
	if err != nil {
		return err
	}
	n.form = f
	n.given = consult.SurveyResponse{ConsultationKey: f.Key, Key: consult.NewKey(), SurveyKey: f.SurveyKey, Version: f.Version, Given: answers, Revision: 1}
	n.promise = promiseOf(n.given.Accepted(consult.ActSubmit))
	return nil
}

// writeResponses writes responses of many people in one transaction, and passes over those that are not taken.
func (db *DB) writeResponses(ctx context.Context, all []*newResponse) error {
	of := distinct(all, func(n *newResponse) uuid.UUID { return n.given.ConsultationKey })
	return db.together(ctx, of, func(t *tx, entered []uuid.UUID) error { return t.insertResponses(ctx, all, entered) })
}

// writeResponse writes one by itself.
func (db *DB) writeResponse(ctx context.Context, n *newResponse) error {
	return db.alone(ctx, n.given.ConsultationKey, func(t *tx, entered []uuid.UUID) error { return t.insertResponses(ctx, []*newResponse{n}, entered) })
}

// insertedResponse is what the database decides about a response.
type insertedResponse struct {
	Key       uuid.UUID `db:"id"`
	Day       string    `db:"day"`
	CreatedAt time.Time `db:"created_at"`
}

// insertResponses writes those responses that fit the newest questions of a survey in a consultation entered, which takes them by
// the clock of this very statement, and whose person has not answered before. They are written in an order that all share, so that
// no two transactions with the same persons wait for each other.
func (t *tx) insertResponses(ctx context.Context, all []*newResponse, entered []uuid.UUID) error {
	var written []insertedResponse
	if err := t.list(ctx, &written, `
		INSERT INTO survey_responses AS r (consultation_id, id, survey_id, version, person, answers, day, idempotency_key, request_hash, revision)
		SELECT c.id, n.id, s.id, s.version, n.person, CAST(n.answers AS jsonb), CAST(now() AT TIME ZONE c.timezone AS date),
		  NULLIF(n.idempotency_key, ''), NULLIF(n.request_hash, ''), 1
		FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::int[], $6::bytea[], $7::text[], $8::text[], $9::text[], $10::bytea[])
		  AS n (consultation_id, id, survey_id, version, person, answers, reached, idempotency_key, request_hash)
		JOIN surveys s ON s.id = n.survey_id AND s.version = n.version JOIN consultations c ON c.id = s.consultation_id AND c.id = n.consultation_id
		WHERE c.id = ANY($1) AND `+statusNow+` = 'OPEN' AND c.identity_level = ANY(CAST(n.reached AS text[]))
		ORDER BY n.survey_id, n.person
		ON CONFLICT (consultation_id, survey_id, person) DO NOTHING
		RETURNING r.id, CAST(r.day AS text) AS day, r.created_at`, append([]any{keyArray(entered)}, columnsOfResponses(all)...)...); err != nil {
		return err
	}
	return t.recordResponses(ctx, all, written)
}

// columnsOfResponses writes responses as arrays, one a column.
func columnsOfResponses(all []*newResponse) []any {
	n := len(all)
	consultations, keys, surveys, versions := make(keyArray, n), make(keyArray, n), make(keyArray, n), make(pq.Int64Array, n)
	persons, answers, reached := make(pq.ByteaArray, n), make(pq.StringArray, n), make(pq.StringArray, n)
	idempotency, hashes := make(pq.StringArray, n), make(pq.ByteaArray, n)
	for i, r := range all {
		consultations[i], keys[i], surveys[i], versions[i] = r.given.ConsultationKey, r.given.Key, r.given.SurveyKey, int64(r.given.Version)
		persons[i], answers[i], reached[i] = r.person, literal(r.given.Given), literal(pq.Array(r.by.Assurance.Reached()))
		idempotency[i], hashes[i] = r.same.text(), r.same.Hash
	}
	return []any{consultations, keys, surveys, versions, persons, answers, reached, idempotency, hashes}
}

// recordResponses counts the responses that were written and keeps their receipts.
func (t *tx) recordResponses(ctx context.Context, all []*newResponse, written []insertedResponse) error {
	r := records{kind: consult.SurveyResponseKind}
	given := make(map[uuid.UUID]*newResponse, len(all))
	for _, n := range all {
		n.given.Receipt = nil // of an attempt that was taken back
		given[n.given.Key] = n
	}
	for _, w := range written {
		n := given[w.Key]
		n.given.CreatedAt = w.CreatedAt
		r.delta(n.given.ConsultationKey).addAll(n.given.SurveyKey, n.form.counters(n.given.Given, w.Day))
		n.given.Receipt = r.receipt(t.db.log, n.promise, n.given.ID(), w.CreatedAt)
	}
	return r.append(ctx, t)
}
