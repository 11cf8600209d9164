package db

import (
	"context"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"minyi/consult"
)

const responseColumns = `r.consultation_id, r.id, r.survey_id, r.version, r.answers, r.created_at, r.revised_at, r.revision`

// SubmitSurveyResponse fills a survey in, once a person. Everyone who is signed in may, while the consultation is open. All
// problems of the form come back at once.
func (db *DB) SubmitSurveyResponse(ctx context.Context, by consult.Actor, in consult.SubmitSurveyResponseInput) (*consult.SurveyResponse, error) {
	if err := by.Require(consult.RespondToSurvey, ""); err != nil {
		return nil, err
	}
	if err := consult.Check(in); err != nil {
		return nil, err
	}
	same, person := requestOf(in.IdempotencyKey, in), db.person(in.SurveyID.Key, by.Account)
	return once(ctx, db, same, func() (*consult.SurveyResponse, error) {
		return unmoved(func() (*consult.SurveyResponse, error) { return db.submit(ctx, by, in, person, same) })
	}, func(uuid.UUID) (*consult.SurveyResponse, error) {
		r, err := only(db.responsesOf(ctx, by, []consult.ID{in.SurveyID}))
		if err != nil {
			return nil, err
		}
		r.Receipt, err = db.receiptAgain(ctx, db, r.ID(), r.Revision, r.Accepted(r.Act()))
		return r, err
	}, `SELECT r.id, r.request_hash FROM survey_responses r JOIN surveys s ON s.id = r.survey_id AND s.consultation_id = r.consultation_id
		WHERE r.survey_id = $1 AND r.person = $2 AND r.idempotency_key = $3`, in.SurveyID.Key, person)
}

// submit checks the answers against the newest questions and keeps them, with what they add to the tallies, in one
// statement that also sees to it that the questions are still the newest and the period is open.
func (db *DB) submit(ctx context.Context, by consult.Actor, in consult.SubmitSurveyResponseInput, person []byte, same request) (*consult.SurveyResponse, error) {
	f, err := formOf(ctx, db, by, in.SurveyID)
	if err != nil {
		return nil, err
	}
	if err := f.Accept(by); err != nil {
		return nil, err
	}
	answers, err := consult.CheckAnswers(f.Questions, in.Answers)
	if err != nil {
		return nil, err
	}
	var d delta
	d.addAll(f.SurveyKey, f.counters(answers, f.Today))
	given := consult.SurveyResponse{ConsultationKey: f.Key, Key: consult.NewKey(), SurveyKey: f.SurveyKey, Version: f.Version, Given: answers, Revision: 1}
	p := promiseOf(given.Accepted(consult.ActSubmit))
	err = db.get(ctx, &given, `
		WITH open AS (
		  SELECT c.id AS consultation_id `+stillOpen+` AND CAST(now() AT TIME ZONE c.timezone AS date) = $3::date`+whileItStands+`
		), r AS (
		  INSERT INTO survey_responses (consultation_id, id, survey_id, version, person, answers, day, idempotency_key, request_hash, revision)
		  SELECT consultation_id, $4::uuid, $1, $2, $5::bytea, $6::jsonb, $3::date, $7::text, $8::bytea, 1 FROM open
		  RETURNING consultation_id, id, survey_id, version, answers, created_at, revised_at, revision
		), counted AS (
		  INSERT INTO tally_deltas (consultation_id, id, subjects, counters, amounts)
		  SELECT consultation_id, $4, $9::uuid[], $10::text[], $11::bigint[] FROM r
		), receipted AS (
		  INSERT INTO `+receiptColumns+`
		  SELECT consultation_id, id, revision, $12::text, $13::bytea, sha256($14::bytea || `+microsNow+`), created_at FROM r
		)
		SELECT `+responseColumns+` FROM r`,
		f.SurveyKey, f.Version, f.Today, given.Key, person, answers, same.Key, same.Hash,
		pq.Array(d.subjects), pq.Array(d.counters), pq.Array(d.amounts), consult.SurveyResponseKind, p.salt, p.commitment)
	if violates(err, "survey_responses_person") {
		return nil, consult.Refuse(consult.AlreadyResponded, "")
	}
	given.Receipt = p.kept(db.log, given.ID(), given.Revision, given.ChangedAt())
	return &given, moved(err)
}
