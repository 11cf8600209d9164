package surveydb

import (
	"context"

	consultdb "minyi/db/consult"
	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/survey"
)

// CrossTable shows how the answers to two questions of a version meet; nil while the actor may not see it. The department's
// staff and AUDITORs always may; the public once no response can come any more, since two tables a response apart would tell
// what that one person answered. It refuses as UNKNOWN_QUESTION and CROSS_TABLE_MISFIT.
func CrossTable(ctx context.Context, db *pg.DB, by civic.Actor, questionnaire survey.Survey, version survey.SurveyVersion, row, column string) (*survey.CrossTable, error) {
	seen, err := seesCrossTables(ctx, db, by, questionnaire)
	if err != nil || !seen {
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
	pairs, err := pairs(ctx, db, questionnaire, version, row, column)
	if err != nil {
		return nil, err
	}
	table, err := survey.CrossTabulate(rows, columns, pairs)
	if err != nil {
		return nil, err
	}
	return &table, nil
}

// seesCrossTables tells whether the actor may see cross-tables of the survey now.
func seesCrossTables(ctx context.Context, db *pg.DB, by civic.Actor, survey survey.Survey) (bool, error) {
	if by.Can(consult.ReadInternal, survey.DepartmentCode) || survey.ConsultationKey == nil {
		return by.Can(consult.ReadInternal, survey.DepartmentCode), nil
	}
	c, err := consultdb.Consultation(ctx, db, civic.IDOf(civic.ConsultationKind, *survey.ConsultationKey), "")
	return err == nil && c.Status.Over(), err
}

// pairs counts the people who answered both questions by what they answered. A single choice is the first of its choices;
// a rating is a whole number, which JSON writes as the scale does.
func pairs(ctx context.Context, db *pg.DB, questionnaire survey.Survey, version survey.SurveyVersion, row, column string) ([]survey.Pair, error) {
	return pg.Rows[survey.Pair](ctx, db, `
		SELECT given.row, given.column, count(*)::int AS count FROM (
		  SELECT COALESCE(r.answers #>> ARRAY[$4::text, 'choices', '0'], r.answers #>> ARRAY[$4::text, 'number']) AS "row",
		    COALESCE(r.answers #>> ARRAY[$5::text, 'choices', '0'], r.answers #>> ARRAY[$5::text, 'number']) AS "column"
		  FROM survey_responses r WHERE r.consultation_id = $1 AND r.survey_id = $2 AND r.version = $3
		) given WHERE given.row IS NOT NULL AND given.column IS NOT NULL GROUP BY 1, 2`,
		questionnaire.ConsultationKey, version.Survey, version.Version, row, column)
}
