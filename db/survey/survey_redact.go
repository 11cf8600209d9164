package surveydb

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	consultdb "minyi/db/consult"
	"minyi/db/pg"
	trustdb "minyi/db/trust"
	"minyi/domain/civic"
	"minyi/domain/survey"
)

// RedactAnswers takes words out of the answers to one question. EDITORs and ANALYSTs of the department may, at any time. Choices and counts stay.
func RedactAnswers(ctx context.Context, db *pg.DB, by civic.Actor, in survey.RedactAnswersInput) (*survey.AnswerRedaction, error) {
	if err := in.Check(); err != nil {
		return nil, err
	}
	questionnaire, err := pg.One(ctx, db, by, SurveysByID, in.SurveyID, "surveyId")
	if err != nil {
		return nil, err
	}
	done := &survey.AnswerRedaction{}
	err = db.Write(ctx, by, in, func(t *pg.Tx) error {
		if err := t.Allow(survey.RedactAnswers, questionnaire.DepartmentCode, in.SurveyID); err != nil {
			return err
		}
		versions, err := QuestionsOf(ctx, t, questionnaire.Versions())
		if err != nil {
			return err
		}
		if err := checkRedaction(*questionnaire, versions, in); err != nil || questionnaire.ConsultationKey == nil {
			return err
		}
		done.Answers, err = redact(ctx, t, *questionnaire, versions, in)
		return err
	})
	if err != nil {
		return nil, err
	}
	return done, nil
}

type versionQuestions = map[survey.SurveyVersion][]survey.Question

// checkRedaction refuses a question that no version has or that takes no words, and responses to other surveys.
func checkRedaction(s survey.Survey, versions versionQuestions, in survey.RedactAnswersInput) error {
	refusal := civic.Refuse(survey.UnknownQuestion, "question", civic.Found(in.Question))
	for _, version := range s.Versions() {
		for _, q := range versions[version] {
			if q.Key == in.Question {
				refusal = q.HoldsWords()
			}
		}
		if refusal == nil {
			break
		}
	}
	if refusal != nil {
		return refusal
	}
	var problems civic.Problems
	for i, id := range in.SurveyResponseIDs {
		if s.ConsultationKey == nil || id.Consultation != *s.ConsultationKey {
			problems.Add(survey.OtherSurvey, fmt.Sprintf("surveyResponseIds.%d", i))
		}
	}
	return problems.Err()
}

// redactAtOnce is how many responses are read at a time.
const redactAtOnce = 1000

// redact goes through the responses in their order, and locks each. No response is written or taken back meanwhile that it would miss: who
// writes waits for the consultation.
func redact(ctx context.Context, t *pg.Tx, s survey.Survey, versions versionQuestions, in survey.RedactAnswersInput) (count int, err error) {
	if _, err := consultdb.LockConsultation(ctx, t, civic.IDOf(civic.ConsultationKind, *s.ConsultationKey)); err != nil {
		return 0, err
	}
	var d pg.Delta
	for after := uuid.Nil; ; {
		var rows []GivenBefore
		if err := t.List(ctx, &rows, `SELECT `+ResponseColumns+`, CAST(r.day AS text) AS day FROM survey_responses r
			WHERE r.consultation_id = $1 AND r.survey_id = $2 AND r.id > $3 AND ($4::uuid[] IS NULL OR r.id = ANY($4)) ORDER BY r.id LIMIT $5 FOR UPDATE`,
			s.ConsultationKey, s.Key, after, keysOrNil(in.SurveyResponseIDs), redactAtOnce); err != nil {
			return 0, err
		}
		for _, r := range rows {
			after = r.Key
			redacted, differs := r.Given.Redact(in.Question, in.Words)
			if !differs {
				continue
			}
			count++
			if err := r.redactTo(ctx, t, &d, versions[survey.SurveyVersion{Survey: s.Key, Version: r.Version}], redacted); err != nil {
				return 0, err
			}
		}
		if len(rows) < redactAtOnce {
			return count, d.Append(ctx, t, *s.ConsultationKey)
		}
	}
}

// redactTo writes the answers without the words. The receipts lose their salt, because they could be compared with guessed words.
func (r GivenBefore) redactTo(ctx context.Context, t *pg.Tx, d *pg.Delta, questions []survey.Question, answers survey.Answers) error {
	d.AddAll(r.SurveyKey, survey.Undone(r.counters(questions, r.Given)))
	d.AddAll(r.SurveyKey, r.counters(questions, answers))
	if _, err := t.Exec(ctx, `UPDATE survey_responses SET answers = $3, redacted_at = now(), request_hash = NULL, idempotency_key = NULL WHERE consultation_id = $1 AND id = $2`,
		r.ConsultationKey, r.Key, answers); err != nil {
		return err
	}
	return trustdb.Forget(ctx, t, r.ID())
}

// keysOrNil are the keys of ids; nil where there are none.
func keysOrNil(ids []civic.ID) any {
	if ids == nil {
		return nil
	}
	return pg.KeysOf(ids)
}
