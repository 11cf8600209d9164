package surveydb

import (
	"context"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/survey"
)

// TrySurveyResponse checks a form as that of a resident is checked, before the launch too. It stores and counts nothing. The department's staff and
// AUDITORs may.
func TrySurveyResponse(ctx context.Context, db *pg.DB, by civic.Actor, in survey.TrySurveyResponseInput) (*survey.SurveyTrial, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	questionnaire, err := pg.One(ctx, db, by, SurveysByID, in.SurveyID, "surveyId")
	if err != nil {
		return nil, err
	}
	if err := by.Require(consult.ReadInternal, questionnaire.DepartmentCode); err != nil {
		return nil, err
	}
	version, err := questionnaire.At(in.Version)
	if err != nil {
		return nil, err
	}
	questions, err := QuestionsOf(ctx, db, []survey.SurveyVersion{version})
	if err != nil {
		return nil, err
	}
	return survey.Try(questions[version], in.Answers)
}
