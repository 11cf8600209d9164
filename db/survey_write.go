package db

import (
	"context"

	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/domain/survey"
)

// CreateSurvey writes a survey with the first version of its questions. An EDITOR of the department may. All problems of
// the survey and its questions come back at once.
func (db *DB) CreateSurvey(ctx context.Context, by civic.Actor, in survey.CreateSurveyInput) (*survey.Survey, error) {
	questions, err := survey.CheckNewSurvey(in)
	if err != nil {
		return nil, err
	}
	department, err := only(db.DepartmentsByID(ctx, by, []civic.ID{in.DepartmentID}))
	if err != nil {
		return nil, under("departmentId", err)
	}
	if err := by.Require(civic.WriteSurvey, department.Code); err != nil {
		return nil, err
	}
	same, read := requestOf(in.IdempotencyKey, in), db.surveyFor(ctx, by)
	return once(ctx, db, same, func() (*survey.Survey, error) {
		key := civic.NewKey()
		err := db.write(ctx, by, in, func(t *tx) error {
			if err := t.allow(civic.WriteSurvey, department.Code, civic.IDOf(survey.SurveyKind, key)); err != nil {
				return err
			}
			if _, err := t.exec(ctx, `
				INSERT INTO surveys (id, department_id, title, introduction, results_visibility, version, created_by, idempotency_key, request_hash)
				VALUES ($1, $2, $3, $4, $5, 1, $6, $7, $8)`, key, department.Key, civic.Localize(in.Title), survey.LocalizeOptional(in.Introduction),
				in.ResultsVisibility, by.Account, same.Key, same.Hash); err != nil {
				return err
			}
			return t.addVersion(ctx, by, survey.SurveyVersion{Survey: key, Version: 1}, questions, request{})
		})
		if err != nil {
			return nil, err
		}
		return read(key)
	}, read, `SELECT id, request_hash FROM surveys WHERE created_by = $1 AND idempotency_key = $2`, by.Account)
}

// ReviseSurvey adds a version of a survey's questions; answers given stay with theirs. An EDITOR of the department may,
// until the period ends. Two revisions at once give two versions, one after the other.
func (db *DB) ReviseSurvey(ctx context.Context, by civic.Actor, in survey.ReviseSurveyInput) (*survey.Survey, error) {
	questions, err := survey.CheckSurveyRevision(in)
	if err != nil {
		return nil, err
	}
	questionnaire, err := only(db.SurveysByID(ctx, by, []civic.ID{in.SurveyID}))
	if err != nil {
		return nil, under("surveyId", err)
	}
	if err := by.Require(civic.WriteSurvey, questionnaire.DepartmentCode); err != nil {
		return nil, err
	}
	same, read := requestOf(in.IdempotencyKey, in), db.surveyFor(ctx, by)
	return once(ctx, db, same, func() (*survey.Survey, error) {
		err := db.write(ctx, by, in, func(t *tx) error {
			if err := t.allow(civic.WriteSurvey, questionnaire.DepartmentCode, questionnaire.ID()); err != nil {
				return err
			}
			return t.reviseSurvey(ctx, by, questionnaire.Key, questions, same)
		})
		if err != nil {
			return nil, err
		}
		return read(questionnaire.Key)
	}, read, `SELECT survey_id AS id, request_hash FROM survey_versions WHERE created_by = $1 AND idempotency_key = $2`, by.Account)
}

// surveyFor reads a survey that the actor may see.
func (db *DB) surveyFor(ctx context.Context, by civic.Actor) func(uuid.UUID) (*survey.Survey, error) {
	return func(key uuid.UUID) (*survey.Survey, error) {
		return only(db.SurveysByID(ctx, by, []civic.ID{civic.IDOf(survey.SurveyKind, key)}))
	}
}

// reviseSurvey adds the version after the newest, one revision at a time.
func (t *tx) reviseSurvey(ctx context.Context, by civic.Actor, key uuid.UUID, questions []survey.Question, same request) error {
	var before struct {
		Version         int        `db:"version"`
		ConsultationKey *uuid.UUID `db:"consultation_id"`
	}
	if err := t.get(ctx, &before, `SELECT version, consultation_id FROM surveys WHERE id = $1 FOR UPDATE`, key); err != nil {
		return err
	}
	if before.ConsultationKey != nil {
		c, err := consultation(ctx, t, civic.IDOf(civic.ConsultationKind, *before.ConsultationKey), "surveyId")
		if err != nil {
			return err
		}
		if err := c.AcceptQuestions(); err != nil {
			return err
		}
	}
	next := survey.SurveyVersion{Survey: key, Version: before.Version + 1}
	if _, err := t.exec(ctx, `UPDATE surveys SET version = $2 WHERE id = $1`, next.Survey, next.Version); err != nil {
		return err
	}
	return t.addVersion(ctx, by, next, questions, same)
}

// addVersion keeps the questions of a version, which never change again.
func (t *tx) addVersion(ctx context.Context, by civic.Actor, v survey.SurveyVersion, questions []survey.Question, same request) error {
	_, err := t.exec(ctx, `INSERT INTO survey_versions (survey_id, version, questions, created_by, idempotency_key, request_hash)
		VALUES ($1, $2, $3, $4, $5, $6)`, v.Survey, v.Version, survey.Questions(questions), by.Account, same.Key, same.Hash)
	return err
}
