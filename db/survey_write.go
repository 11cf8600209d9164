package db

import (
	"context"

	"github.com/google/uuid"

	"minyi/consult"
)

// CreateSurvey writes a survey with the first version of its questions. An EDITOR of the department may. All problems of
// the survey and its questions come back at once.
func (db *DB) CreateSurvey(ctx context.Context, by consult.Actor, in consult.CreateSurveyInput) (*consult.Survey, error) {
	questions, err := consult.CheckNewSurvey(in)
	if err != nil {
		return nil, err
	}
	department, err := only(db.DepartmentsByID(ctx, by, []consult.ID{in.DepartmentID}))
	if err != nil {
		return nil, under("departmentId", err)
	}
	if err := by.Require(consult.WriteSurvey, department.Code); err != nil {
		return nil, err
	}
	same, read := requestOf(in.IdempotencyKey, in), db.surveyFor(ctx, by)
	return once(ctx, db, same, func() (*consult.Survey, error) {
		key := consult.NewKey()
		err := db.write(ctx, by, in, func(t *tx) error {
			if err := t.allow(consult.WriteSurvey, department.Code, consult.IDOf(consult.SurveyKind, key)); err != nil {
				return err
			}
			if _, err := t.exec(ctx, `
				INSERT INTO surveys (id, department_id, title, introduction, results_visibility, version, created_by, idempotency_key, request_hash)
				VALUES ($1, $2, $3, $4, $5, 1, $6, $7, $8)`, key, department.Key, consult.Localize(in.Title), consult.LocalizeOptional(in.Introduction),
				in.ResultsVisibility, by.Account, same.Key, same.Hash); err != nil {
				return err
			}
			return t.addVersion(ctx, by, consult.SurveyVersion{Survey: key, Version: 1}, questions, request{})
		})
		if err != nil {
			return nil, err
		}
		return read(key)
	}, read, `SELECT id, request_hash FROM surveys WHERE created_by = $1 AND idempotency_key = $2`, by.Account)
}

// ReviseSurvey adds a version of a survey's questions; answers given stay with theirs. An EDITOR of the department may,
// until the period ends. Two revisions at once give two versions, one after the other.
func (db *DB) ReviseSurvey(ctx context.Context, by consult.Actor, in consult.ReviseSurveyInput) (*consult.Survey, error) {
	questions, err := consult.CheckSurveyRevision(in)
	if err != nil {
		return nil, err
	}
	survey, err := only(db.SurveysByID(ctx, by, []consult.ID{in.SurveyID}))
	if err != nil {
		return nil, under("surveyId", err)
	}
	if err := by.Require(consult.WriteSurvey, survey.DepartmentCode); err != nil {
		return nil, err
	}
	same, read := requestOf(in.IdempotencyKey, in), db.surveyFor(ctx, by)
	return once(ctx, db, same, func() (*consult.Survey, error) {
		err := db.write(ctx, by, in, func(t *tx) error {
			if err := t.allow(consult.WriteSurvey, survey.DepartmentCode, survey.ID()); err != nil {
				return err
			}
			return t.reviseSurvey(ctx, by, survey.Key, questions, same)
		})
		if err != nil {
			return nil, err
		}
		return read(survey.Key)
	}, read, `SELECT survey_id AS id, request_hash FROM survey_versions WHERE created_by = $1 AND idempotency_key = $2`, by.Account)
}

// surveyFor reads a survey that the actor may see.
func (db *DB) surveyFor(ctx context.Context, by consult.Actor) func(uuid.UUID) (*consult.Survey, error) {
	return func(key uuid.UUID) (*consult.Survey, error) {
		return only(db.SurveysByID(ctx, by, []consult.ID{consult.IDOf(consult.SurveyKind, key)}))
	}
}

// reviseSurvey adds the version after the newest, one revision at a time.
func (t *tx) reviseSurvey(ctx context.Context, by consult.Actor, survey uuid.UUID, questions []consult.Question, same request) error {
	var before struct {
		Version         int        `db:"version"`
		ConsultationKey *uuid.UUID `db:"consultation_id"`
	}
	if err := t.get(ctx, &before, `SELECT version, consultation_id FROM surveys WHERE id = $1 FOR UPDATE`, survey); err != nil {
		return err
	}
	if before.ConsultationKey != nil {
		c, err := consultation(ctx, t, consult.IDOf(consult.ConsultationKind, *before.ConsultationKey), "surveyId")
		if err != nil {
			return err
		}
		if err := c.AcceptQuestions(); err != nil {
			return err
		}
	}
	next := consult.SurveyVersion{Survey: survey, Version: before.Version + 1}
	if _, err := t.exec(ctx, `UPDATE surveys SET version = $2 WHERE id = $1`, next.Survey, next.Version); err != nil {
		return err
	}
	return t.addVersion(ctx, by, next, questions, same)
}

// addVersion keeps the questions of a version, which never change again.
func (t *tx) addVersion(ctx context.Context, by consult.Actor, v consult.SurveyVersion, questions []consult.Question, same request) error {
	_, err := t.exec(ctx, `INSERT INTO survey_versions (survey_id, version, questions, created_by, idempotency_key, request_hash)
		VALUES ($1, $2, $3, $4, $5, $6)`, v.Survey, v.Version, consult.Questions(questions), by.Account, same.Key, same.Hash)
	return err
}
