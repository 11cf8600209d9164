package graph

import (
	"context"

	surveydb "minyi/db/survey"
	"minyi/domain/civic"
	"minyi/domain/survey"
	"minyi/graph/model"
)

var (
	_               = nodeLoader(surveydb.SurveyResponsesByID)
	viewerResponses = newLoader(surveydb.ViewerResponses) // by the survey

	surveyViewerResponse = relate("Survey.viewerResponse", viewerResponses, (*survey.Survey).ID)
	surveyResponseSurvey = relate("SurveyResponse.survey", surveys, func(r *survey.SurveyResponse) civic.ID {
		return civic.IDOf(survey.SurveyKind, r.SurveyKey)
	})

	// surveyResponseQuestions are the questions that the answers were given to.
	surveyResponseQuestions = relate("SurveyResponse.answers", questions, func(r *survey.SurveyResponse) survey.SurveyVersion {
		return survey.SurveyVersion{Survey: r.SurveyKey, Version: r.Version}
	})
)

func (r *MutationResolver) SubmitSurveyResponse(ctx context.Context, input survey.SubmitSurveyResponseInput) (*model.SubmitSurveyResponsePayload, error) {
	response, err := surveydb.SubmitSurveyResponse(ctx, r.db, civic.ActorOf(ctx), input)
	return &model.SubmitSurveyResponsePayload{SurveyResponse: response, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *MutationResolver) ReviseSurveyResponse(ctx context.Context, input survey.ReviseSurveyResponseInput) (*model.ReviseSurveyResponsePayload, error) {
	response, err := surveydb.ReviseSurveyResponse(ctx, r.db, civic.ActorOf(ctx), input)
	return &model.ReviseSurveyResponsePayload{SurveyResponse: response, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *SurveyResolver) Responses(ctx context.Context, s *survey.Survey, first *int, after *string, last *int, before *string) (*model.SurveyResponseConnection, error) {
	return model.Connect(surveydb.SurveyResponses(ctx, r.db, civic.ActorOf(ctx), *s, page(first, after, last, before)))
}

func (r *SurveyResolver) ViewerResponse(ctx context.Context, s *survey.Survey) (*survey.SurveyResponse, error) {
	return surveyViewerResponse.Load(ctx, s)
}

func (r *SurveyResponseResolver) Survey(ctx context.Context, response *survey.SurveyResponse) (*survey.Survey, error) {
	return surveyResponseSurvey.Load(ctx, response)
}

func (r *SurveyResponseResolver) Answers(ctx context.Context, response *survey.SurveyResponse) ([]survey.Answer, error) {
	questions, err := surveyResponseQuestions.Value(ctx, response)
	if err != nil {
		return nil, err
	}
	return response.AnswersTo(questions), nil
}
