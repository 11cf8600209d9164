package surveydb

import (
	"cmp"
	"context"

	consultdb "minyi/db/consult"
	"minyi/db/pg"
	trustdb "minyi/db/trust"
	"minyi/domain/civic"
	"minyi/domain/survey"
)

// WithdrawSurveyResponse takes the actor's own response to a survey back. Everyone who is signed in may, while the consultation is open. It
// refuses as NOT_RESPONDED who has no response.
func WithdrawSurveyResponse(ctx context.Context, db *pg.DB, by civic.Actor, in survey.WithdrawSurveyResponseInput) (*survey.Survey, error) {
	if err := cmp.Or(by.Require(survey.RespondToSurvey, ""), civic.Check(in)); err != nil {
		return nil, err
	}
	f, err := formOf(ctx, db, by, in.SurveyID)
	if err != nil {
		return nil, err
	}
	if err := db.Tx(ctx, func(t *pg.Tx) error { return withdrawOwn(ctx, t, by, f) }); err != nil {
		return nil, err
	}
	return pg.One(ctx, db, by, SurveysByID, in.SurveyID, "surveyId")
}

func withdrawOwn(ctx context.Context, t *pg.Tx, by civic.Actor, f *form) error {
	if err := f.lockOpen(ctx, t, by); err != nil {
		return err
	}
	var own []Withdrawn
	if err := t.List(ctx, &own, `SELECT `+withdrawnColumns+` FROM survey_responses r WHERE r.consultation_id = $1 AND r.survey_id = $2 AND r.person = $3 FOR UPDATE`,
		f.Key, f.SurveyKey, t.DB.PersonIn(f.SurveyKey, by.Account)); err != nil {
		return err
	}
	if len(own) == 0 {
		return civic.Refuse(survey.NotResponded, "")
	}
	if err := own[0].Forget(ctx, t, by); err != nil {
		return err
	}
	return own[0].TakeBack(ctx, t)
}

// lockOpen keeps the consultation of a form as it is until the transaction ends, and refuses one that takes nothing from the actor.
func (f *form) lockOpen(ctx context.Context, t *pg.Tx, by civic.Actor) error {
	if err := consultdb.LockShared(ctx, t, f.Key); err != nil {
		return err
	}
	of, err := consultdb.Consultation(ctx, t, f.ID(), "surveyId")
	if err != nil {
		return err
	}
	return of.Accept(by)
}

// Withdrawn is a response that its author takes back or erases. Its row is locked.
type Withdrawn struct {
	GivenBefore
	IdempotencyKey *string `db:"idempotency_key"`
}

const withdrawnColumns = ResponseColumns + `, CAST(r.day AS text) AS day, r.idempotency_key`

// LockWithdrawn reads a response and locks its row.
func LockWithdrawn(ctx context.Context, t *pg.Tx, id civic.ID) (r Withdrawn, err error) {
	return r, t.Get(ctx, &r, `SELECT `+withdrawnColumns+` FROM survey_responses r WHERE r.consultation_id = $1 AND r.id = $2 FOR UPDATE`, id.Consultation, id.Key)
}

// Forget erases what leads from the log to the response, and makes sure that a late repetition of its request writes nothing.
func (r Withdrawn) Forget(ctx context.Context, t *pg.Tx, by civic.Actor) error {
	same := pg.Request{Key: r.IdempotencyKey}
	if err := same.KeepTombstone(ctx, t, r.ConsultationKey, r.SurveyKey, by.Account); err != nil {
		return err
	}
	return trustdb.Forget(ctx, t, r.ID())
}

// TakeBack deletes the response and takes it off the tallies. Its id and the day stay for exports of changes.
func (r GivenBefore) TakeBack(ctx context.Context, t *pg.Tx) error {
	version := survey.SurveyVersion{Survey: r.SurveyKey, Version: r.Version}
	questions, err := QuestionsOf(ctx, t, []survey.SurveyVersion{version})
	if err != nil {
		return err
	}
	if _, err := t.Exec(ctx, `WITH gone AS (DELETE FROM survey_responses WHERE consultation_id = $1 AND id = $2 RETURNING consultation_id, survey_id, id)
		INSERT INTO withdrawn_responses (consultation_id, survey_id, id, withdrawn_on) SELECT consultation_id, survey_id, id, CAST(now() AT TIME ZONE 'UTC' AS date) FROM gone`,
		r.ConsultationKey, r.Key); err != nil {
		return err
	}
	var d pg.Delta
	d.AddAll(r.SurveyKey, survey.Undone(r.counters(questions[version], r.Given)))
	d.Choose(survey.ChoicesText(version, questions[version], r.Given, r.RecordKey, -1))
	return d.Append(ctx, t, r.ConsultationKey)
}

// counters is what the response adds to the tallies with these answers.
func (r GivenBefore) counters(questions []survey.Question, answers survey.Answers) []survey.Counter {
	return survey.SurveyCounters(r.Version, questions, answers, r.Day, r.RecordKey)
}
