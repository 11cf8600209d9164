package surveydb

import (
	"context"
	"encoding/json"

	consultdb "minyi/db/consult"
	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/survey"
)

// CrossTable shows how the answers to two questions of a version meet; nil while the actor may not see it. Who may read single responses always
// sees exact counts. Everybody else sees the published table once no response can come any more. It refuses as UNKNOWN_QUESTION and
// CROSS_TABLE_MISFIT.
func CrossTable(ctx context.Context, db *pg.DB, by civic.Actor, questionnaire survey.Survey, version survey.SurveyVersion, row, column string) (*survey.CrossTable, error) {
	exact := by.Can(consult.ReadResponses, questionnaire.DepartmentCode)
	over, err := isOver(ctx, db, questionnaire)
	if err != nil || !exact && !over {
		return nil, err
	}
	questions, err := QuestionsOf(ctx, db, []survey.SurveyVersion{version})
	if err != nil {
		return nil, err
	}
	rows, err := survey.QuestionAt(questions[version], row, "row")
	if err != nil {
		return nil, err
	}
	columns, err := survey.QuestionAt(questions[version], column, "column")
	if err != nil {
		return nil, err
	}
	if _, err := survey.CrossTabulate(rows, columns, nil); err != nil {
		return nil, err
	}
	pairs, err := pairs(ctx, db, questionnaire, version, row, column, over)
	if err != nil {
		return nil, err
	}
	if !exact {
		return survey.PublishedCrossTable(rows, columns, pairs, survey.NoiseOf(db.Secret, questionnaire.Key))
	}
	table, err := survey.CrossTabulate(rows, columns, pairs)
	return &table, err
}

// isOver tells whether the survey's period has ended.
func isOver(ctx context.Context, db *pg.DB, survey survey.Survey) (bool, error) {
	if survey.ConsultationKey == nil {
		return false, nil
	}
	c, err := consultdb.Consultation(ctx, db, civic.IDOf(civic.ConsultationKind, *survey.ConsultationKey), "")
	return err == nil && c.Status.Over(), err
}

// pairs counts the people who answered both questions by what they answered. After the period it counts once, because nothing changes
// any more, and keeps what it counted.
func pairs(ctx context.Context, db *pg.DB, questionnaire survey.Survey, version survey.SurveyVersion, row, column string, over bool) ([]survey.Pair, error) {
	if row > column {
		turned, err := pairs(ctx, db, questionnaire, version, column, row, over)
		return survey.Turned(turned), err
	}
	if !over {
		return countPairs(ctx, db, questionnaire, version, row, column)
	}
	var kept []string
	err := db.List(ctx, &kept, `SELECT CAST(pairs AS text) FROM survey_pairs WHERE consultation_id = $1 AND survey_id = $2 AND version = $3 AND row_key = $4 AND column_key = $5`,
		questionnaire.ConsultationKey, version.Survey, version.Version, row, column)
	if err != nil {
		return nil, err
	}
	var counted []survey.Pair
	for _, pairs := range kept {
		return counted, json.Unmarshal([]byte(pairs), &counted)
	}
	return counted, db.Tx(ctx, func(t *pg.Tx) error {
		if _, err := consultdb.LockConsultation(ctx, t, civic.IDOf(civic.ConsultationKind, *questionnaire.ConsultationKey)); err != nil {
			return err
		}
		if counted, err = countPairs(ctx, t, questionnaire, version, row, column); err != nil {
			return err
		}
		return keepPairs(ctx, t, questionnaire, version, row, column, counted)
	})
}

// keepPairs stores what was counted after the period.
func keepPairs(ctx context.Context, t *pg.Tx, questionnaire survey.Survey, version survey.SurveyVersion, row, column string, counted []survey.Pair) error {
	text, err := json.Marshal(counted)
	if err != nil {
		return err
	}
	_, err = t.Exec(ctx, `INSERT INTO survey_pairs (consultation_id, survey_id, version, row_key, column_key, pairs) VALUES ($1, $2, $3, $4, $5, CAST(CAST($6 AS text) AS jsonb)) ON CONFLICT DO NOTHING`,
		questionnaire.ConsultationKey, version.Survey, version.Version, row, column, string(text))
	return err
}

// countPairs counts the responses. A single choice is the first of its choices; a rating is a whole number, which JSON writes as the scale does.
func countPairs(ctx context.Context, a pg.Querier, questionnaire survey.Survey, version survey.SurveyVersion, row, column string) ([]survey.Pair, error) {
	return pg.Rows[survey.Pair](ctx, a, `
		SELECT given.row, given.column, count(*)::int AS count, sum(given.record_key)::bigint AS keys FROM (
		  SELECT COALESCE(r.answers #>> ARRAY[$4::text, 'choices', '0'], r.answers #>> ARRAY[$4::text, 'number']) AS "row",
		    COALESCE(r.answers #>> ARRAY[$5::text, 'choices', '0'], r.answers #>> ARRAY[$5::text, 'number']) AS "column", r.record_key
		  FROM survey_responses r WHERE r.consultation_id = $1 AND r.survey_id = $2 AND r.version = $3
		) given WHERE given.row IS NOT NULL AND given.column IS NOT NULL GROUP BY 1, 2`,
		questionnaire.ConsultationKey, version.Survey, version.Version, row, column)
}
