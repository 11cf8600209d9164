package graph

import (
	"context"

	"minyi/consult"
	"minyi/db"
	"minyi/graph/model"
)

var (
	_               = nodeLoader((*db.DB).SurveyResponsesByID)
	viewerResponses = newLoader((*db.DB).ViewerResponses) // by the survey

	surveyViewerResponse = relate("Survey.viewerResponse", viewerResponses, (*consult.Survey).ID)
	surveyResponseSurvey = relate("SurveyResponse.survey", surveys, func(r *consult.SurveyResponse) consult.ID {
		return consult.IDOf(consult.SurveyKind, r.SurveyKey)
	})

	// surveyResponseQuestions are the questions that the answers were given to.
	surveyResponseQuestions = relate("SurveyResponse.answers", questions, func(r *consult.SurveyResponse) consult.SurveyVersion {
		return consult.SurveyVersion{Survey: r.SurveyKey, Version: r.Version}
	})
)

func (r *mutation) SubmitSurveyResponse(ctx context.Context, input consult.SubmitSurveyResponseInput) (*model.SubmitSurveyResponsePayload, error) {
	response, err := r.db.SubmitSurveyResponse(ctx, consult.ActorOf(ctx), input)
	return &model.SubmitSurveyResponsePayload{SurveyResponse: response, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *mutation) ReviseSurveyResponse(ctx context.Context, input consult.ReviseSurveyResponseInput) (*model.ReviseSurveyResponsePayload, error) {
	response, err := r.db.ReviseSurveyResponse(ctx, consult.ActorOf(ctx), input)
	return &model.ReviseSurveyResponsePayload{SurveyResponse: response, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *survey) Responses(ctx context.Context, s *consult.Survey, first *int, after *string, last *int, before *string) (*model.SurveyResponseConnection, error) {
	return model.Connect(r.db.SurveyResponses(ctx, consult.ActorOf(ctx), *s, page(first, after, last, before)))
}

func (r *survey) ViewerResponse(ctx context.Context, s *consult.Survey) (*consult.SurveyResponse, error) {
	return surveyViewerResponse.Load(ctx, s)
}

func (r *surveyResponse) Survey(ctx context.Context, response *consult.SurveyResponse) (*consult.Survey, error) {
	return surveyResponseSurvey.Load(ctx, response)
}

func (r *surveyResponse) Answers(ctx context.Context, response *consult.SurveyResponse) ([]consult.Answer, error) {
	questions, err := surveyResponseQuestions.Value(ctx, response)
	if err != nil {
		return nil, err
	}
	return response.AnswersTo(questions), nil
}
