package surveygraph

import (
	"context"

	surveydb "minyi/db/survey"
	"minyi/domain/civic"
	"minyi/domain/policy"
	"minyi/domain/survey"
	"minyi/graph"
	"minyi/graph/model"
)

var (
	_               = graph.NodeLoader(surveydb.SurveyResponsesByID)
	viewerResponses = graph.NewLoader(surveydb.ViewerResponses) // by the survey

	savedForms = graph.NewLoader(surveydb.ViewerSavedForms) // by the survey

	trialQuestions        = graph.RelateBy("Survey.trial", questions, askedVersion)
	surveyViewerSavedForm = graph.Relate("Survey.viewerSavedForm", savedForms, (*survey.Survey).ID)
	surveyViewerResponse  = graph.Relate("Survey.viewerResponse", viewerResponses, (*survey.Survey).ID)
	surveyResponseSurvey  = graph.Relate("SurveyResponse.survey", surveys, func(r *survey.SurveyResponse) civic.ID {
		return civic.IDOf(survey.SurveyKind, r.SurveyKey)
	})

	// surveyResponseQuestions are the questions that the answers were given to.
	surveyResponseQuestions = graph.Relate("SurveyResponse.answers", questions, func(r *survey.SurveyResponse) survey.SurveyVersion {
		return survey.SurveyVersion{Survey: r.SurveyKey, Version: r.Version}
	})
)

func (r *SurveyResolver) Responses(ctx context.Context, s *survey.Survey, first *int, after *string, last *int, before *string) (*model.SurveyResponseConnection, error) {
	return model.Connect(surveydb.SurveyResponses(ctx, r.DB, civic.ActorOf(ctx), *s, graph.Page(first, after, last, before)))
}

func (r *SurveyResolver) Trial(ctx context.Context, s *survey.Survey, answers []survey.AnswerInput, version *int) (*model.SurveyTrial, error) {
	if err := civic.ActorOf(ctx).Require(policy.ReadInternal, s.DepartmentCode); err != nil {
		return nil, err
	}
	questions, err := trialQuestions.Value(ctx, s)
	if err != nil {
		return nil, err
	}
	kept, err := survey.CheckAnswers(questions, answers)
	trial := &model.SurveyTrial{Shown: []string{}, Answers: []survey.AnyAnswer{}, UserErrors: graph.UserErrors(ctx, err)}
	if err == nil {
		trial.Shown, trial.Answers = survey.Asked(questions, kept), survey.SurveyResponse{Given: kept}.AnswersTo(questions)
	}
	return trial, graph.TopLevel(err)
}

func (r *SurveyResponseResolver) Answers(ctx context.Context, response *survey.SurveyResponse) ([]survey.AnyAnswer, error) {
	questions, err := surveyResponseQuestions.Value(ctx, response)
	if err != nil {
		return nil, err
	}
	return response.AnswersTo(questions), nil
}
