package surveygraph

import (
	"context"

	surveydb "minyi/db/survey"
	"minyi/domain/civic"
	"minyi/domain/survey"
	"minyi/graph"
	"minyi/graph/model"
)

var (
	_               = graph.NodeLoader(surveydb.SurveyResponsesByID)
	viewerResponses = graph.NewLoader(surveydb.ViewerResponses) // by the survey

	savedForms = graph.NewLoader(surveydb.ViewerSavedForms) // by the survey

	surveyViewerSavedForm = graph.Relate("Survey.viewerSavedForm", savedForms, (*survey.Survey).ID)
	redactionSurvey       = graph.Relate("AnswerRedaction.survey", surveys, func(r *survey.AnswerRedaction) civic.ID { return r.SurveyID })
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

func (r *SurveyResponseResolver) Answers(ctx context.Context, response *survey.SurveyResponse) ([]survey.AnyAnswer, error) {
	questions, err := surveyResponseQuestions.Value(ctx, response)
	if err != nil {
		return nil, err
	}
	return response.AnswersTo(questions), nil
}
