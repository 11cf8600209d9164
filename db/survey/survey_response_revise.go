package surveydb

import (
	"cmp"
	"context"

	consultdb "minyi/db/consult"
	"minyi/db/pg"
	trustdb "minyi/db/trust"
	"minyi/domain/civic"
	"minyi/domain/survey"
	"minyi/domain/trust"
)

// ReviseSurveyResponse fills the newest questions in anew, in place of the actor's own earlier response, while the
// consultation is open. It refuses as NOT_RESPONDED who has not answered yet.
func ReviseSurveyResponse(ctx context.Context, db *pg.DB, by civic.Actor, in survey.ReviseSurveyResponseInput) (*survey.SurveyResponse, error) {
	if err := cmp.Or(by.Require(survey.RespondToSurvey, ""), civic.Check(in)); err != nil {
		return nil, err
	}
	return unmoved(func() (*survey.SurveyResponse, error) {
		var revised *survey.SurveyResponse
		err := db.Tx(ctx, func(t *pg.Tx) (err error) {
			revised, err = reviseResponse(ctx, t, by, in)
			return err
		})
		return revised, err
	})
}

// GivenBefore is a response that is to be given anew.
type GivenBefore struct {
	survey.SurveyResponse
	Day string `db:"day"`
}

// reviseResponse locks the earlier response and puts the new one in its place.
func reviseResponse(ctx context.Context, t *pg.Tx, by civic.Actor, in survey.ReviseSurveyResponseInput) (*survey.SurveyResponse, error) {
	f, err := formOf(ctx, t, by, in.SurveyID)
	if err != nil {
		return nil, err
	}
	if err := f.Accept(by); err != nil {
		return nil, err
	}
	if err := consultdb.LockShared(ctx, t, f.Key); err != nil {
		return nil, err
	}
	var before []GivenBefore
	if err := t.List(ctx, &before, `SELECT `+ResponseColumns+`, CAST(r.day AS text) AS day FROM survey_responses r
		WHERE r.consultation_id = $1 AND r.survey_id = $2 AND r.person = $3 FOR UPDATE`,
		f.Key, f.SurveyKey, t.DB.PersonIn(f.SurveyKey, by.Account)); err != nil {
		return nil, err
	}
	if len(before) == 0 {
		return nil, civic.Refuse(survey.NotResponded, "")
	}
	if err := f.checkVersion(ctx, t, in.Version); err != nil {
		return nil, err
	}
	answers, err := survey.CheckAnswers(f.Questions, in.Answers)
	if err != nil {
		return nil, err
	}
	return replace(ctx, t, f, before[0], answers)
}

// replace writes the new answers over the earlier ones and moves the tallies: the earlier response leaves its version, the
// new one joins the newest. The day is that of the first response to this version.
func replace(ctx context.Context, t *pg.Tx, f *form, before GivenBefore, answers survey.Answers) (*survey.SurveyResponse, error) {
	version := survey.SurveyVersion{Survey: f.SurveyKey, Version: before.Version}
	questions, err := QuestionsOf(ctx, t, []survey.SurveyVersion{version})
	if err != nil {
		return nil, err
	}
	var d pg.Delta
	d.AddAll(f.SurveyKey, survey.Undone(before.counters(questions[version], before.Given)))
	d.Choose(survey.ChoicesText(version, questions[version], before.Given, before.RecordKey, -1))
	d.Choose(survey.ChoicesText(survey.SurveyVersion{Survey: f.SurveyKey, Version: f.Version}, f.Questions, answers, before.RecordKey, 1))
	day := before.Day
	if before.Version != f.Version {
		day = f.Today
	}
	d.AddAll(f.SurveyKey, f.counters(answers, day, before.RecordKey))
	revised := before.SurveyResponse
	revised.Version, revised.Given, revised.Revision = f.Version, answers, before.Revision+1
	p := trustdb.NewPendingReceipt(revised.Accepted(trust.ActChange))
	err = t.Get(ctx, &revised, `
		WITH open AS (
		  SELECT c.id AS consultation_id `+stillOpen+`
		), r AS (
		  UPDATE survey_responses old SET version = $2, answers = $3, day = CAST($13 AS date), revised_at = now(), revision = old.revision + 1, redacted_at = NULL FROM open
		  WHERE old.consultation_id = open.consultation_id AND old.consultation_id = $4 AND old.id = $5
		  RETURNING old.consultation_id, old.id, old.survey_id, old.version, old.answers, old.created_at, old.revised_at, old.redacted_at, old.revision, old.record_key
		), finished AS (
		  DELETE FROM saved_forms f USING survey_responses old, r WHERE f.consultation_id = r.consultation_id AND f.survey_id = r.survey_id
		    AND old.consultation_id = r.consultation_id AND old.id = r.id AND f.person = old.person
		), counted AS (
		  INSERT INTO tally_deltas (consultation_id, id, subjects, counters, amounts, choices)
		  SELECT consultation_id, $6::uuid, $7::uuid[], $8::text[], $9::bigint[], $14::text[] FROM r
		), receipted AS (
		  INSERT INTO `+trustdb.ReceiptColumns+`
		  SELECT consultation_id, id, revision, $10::text, $11::bytea, sha256($12::bytea || `+trustdb.MicrosNow+`), revised_at FROM r
		)
		SELECT `+ResponseColumns+` FROM r`,
		f.SurveyKey, f.Version, answers, before.ConsultationKey, before.Key,
		civic.NewKey(), d.Subjects, d.Counters, d.Amounts,
		survey.SurveyResponseKind, p.Salt, p.Commitment, day, d.Choices)
	revised.Receipt = p.Issue(t.DB.LogKey, revised.ID(), revised.Revision, revised.ChangedAt())
	return &revised, moved(err)
}
