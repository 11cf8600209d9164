package surveydb

import (
	"context"

	"github.com/google/uuid"

	civicdb "minyi/db/civic"
	consultdb "minyi/db/consult"
	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/survey"
)

// CreateSurvey writes a survey with the first version of its questions. An EDITOR of the department may. All problems of
// the survey and its questions come back at once.
func CreateSurvey(ctx context.Context, db *pg.DB, by civic.Actor, in survey.CreateSurveyInput) (*survey.Survey, error) {
	questions, err := survey.CheckNewSurvey(in)
	if err != nil {
		return nil, err
	}
	id, same := civic.IDOf(survey.SurveyKind, civic.NewKey()), pg.RequestOf(in.IdempotencyKey, in)
	create := pg.Create[survey.Survey]{By: by, Input: in, Request: same, ID: id, Table: "surveys", Find: SurveysByID}
	return civicdb.CreateIn(ctx, db, create, in.DepartmentID, survey.WriteSurvey, func(t *pg.Tx, department *civic.Department) error {
		if _, err := t.Exec(ctx, `
			INSERT INTO surveys (id, department_id, title, introduction, results_visibility, version, created_by, idempotency_key, request_hash)
			VALUES ($1, $2, $3, $4, $5, 1, $6, $7, $8)`, id.Key, department.Key, civic.Localize(in.Title), survey.LocalizeOptional(in.Introduction),
			in.ResultsVisibility, by.Account, same.Key, same.Hash); err != nil {
			return err
		}
		return addVersion(ctx, t, by, survey.SurveyVersion{Survey: id.Key, Version: 1}, questions, pg.Request{})
	})
}

// ReviseSurvey adds a version of a survey's questions; answers given stay with theirs. An EDITOR of the department may,
// until the period ends. Two revisions at once give two versions, one after the other.
func ReviseSurvey(ctx context.Context, db *pg.DB, by civic.Actor, in survey.ReviseSurveyInput) (*survey.Survey, error) {
	questions, err := survey.CheckSurveyRevision(in)
	if err != nil {
		return nil, err
	}
	questionnaire, err := pg.One(ctx, db, by, SurveysByID, in.SurveyID, "surveyId")
	if err != nil {
		return nil, err
	}
	if err := by.Require(survey.WriteSurvey, questionnaire.DepartmentCode); err != nil {
		return nil, err
	}
	same := pg.RequestOf(in.IdempotencyKey, in)
	create := pg.Create[survey.Survey]{By: by, Input: in, Request: same, ID: in.SurveyID, Table: "survey_versions", Column: "survey_id", Find: SurveysByID}
	return create.Run(ctx, db, func(t *pg.Tx) error {
		if err := t.Allow(survey.WriteSurvey, questionnaire.DepartmentCode, in.SurveyID); err != nil {
			return err
		}
		return reviseSurvey(ctx, t, by, questionnaire.Key, questions, same)
	})
}

// reviseSurvey adds the version after the newest, one revision at a time.
func reviseSurvey(ctx context.Context, t *pg.Tx, by civic.Actor, key uuid.UUID, questions []survey.Question, same pg.Request) error {
	var before struct {
		Version         int        `db:"version"`
		ConsultationKey *uuid.UUID `db:"consultation_id"`
	}
	if err := t.Get(ctx, &before, `SELECT version, consultation_id FROM surveys WHERE id = $1 FOR UPDATE`, key); err != nil {
		return err
	}
	if before.ConsultationKey != nil {
		c, err := consultdb.Consultation(ctx, t, civic.IDOf(civic.ConsultationKind, *before.ConsultationKey), "surveyId")
		if err != nil {
			return err
		}
		if err := c.AcceptQuestions(); err != nil {
			return err
		}
	}
	next := survey.SurveyVersion{Survey: key, Version: before.Version + 1}
	if _, err := t.Exec(ctx, `UPDATE surveys SET version = $2 WHERE id = $1`, next.Survey, next.Version); err != nil {
		return err
	}
	return addVersion(ctx, t, by, next, questions, same)
}

// addVersion keeps the questions of a version, which never change again.
func addVersion(ctx context.Context, t *pg.Tx, by civic.Actor, v survey.SurveyVersion, questions []survey.Question, same pg.Request) error {
	_, err := t.Exec(ctx, `INSERT INTO survey_versions (survey_id, version, questions, created_by, idempotency_key, request_hash)
		VALUES ($1, $2, $3, $4, $5, $6)`, v.Survey, v.Version, survey.Questions(questions), by.Account, same.Key, same.Hash)
	return err
}
