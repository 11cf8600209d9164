package graph

import (
	"context"

	"minyi/consult"
	"minyi/graph/model"
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
	return find(ctx, viewerResponses, s.ID())
}

func (r *surveyResponse) Survey(ctx context.Context, response *consult.SurveyResponse) (*consult.Survey, error) {
	return find(ctx, surveys, consult.IDOf(consult.SurveyKind, response.SurveyKey))
}

func (r *surveyResponse) Answers(ctx context.Context, response *consult.SurveyResponse) ([]consult.Answer, error) {
	questions, err := questions.load(ctx, consult.SurveyVersion{Survey: response.SurveyKey, Version: response.Version})
	if err != nil {
		return nil, err
	}
	return response.AnswersTo(questions), nil
}
