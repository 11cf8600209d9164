package graph

import (
	"context"
	"minyi/consult"
	"minyi/graph/model"
)

var _ consult.ID
var _ model.Query
var _ context.Context

func (r *consultation) Surveys(ctx context.Context, obj *consult.Consultation) ([]consult.Survey, error) {
	panic("stub")
}
func (r *mutation) CreateSurvey(ctx context.Context, input consult.CreateSurveyInput) (*model.CreateSurveyPayload, error) {
	panic("stub")
}
func (r *mutation) ReviseSurvey(ctx context.Context, input consult.ReviseSurveyInput) (*model.ReviseSurveyPayload, error) {
	panic("stub")
}
func (r *mutation) SubmitSurveyResponse(ctx context.Context, input consult.SubmitSurveyResponseInput) (*model.SubmitSurveyResponsePayload, error) {
	panic("stub")
}
func (r *mutation) ReviseSurveyResponse(ctx context.Context, input consult.ReviseSurveyResponseInput) (*model.ReviseSurveyResponsePayload, error) {
	panic("stub")
}
func (r *query) Survey(ctx context.Context, id consult.ID) (*consult.Survey, error) { panic("stub") }
func (r *survey) Department(ctx context.Context, obj *consult.Survey) (*consult.Department, error) {
	panic("stub")
}
func (r *survey) Consultation(ctx context.Context, obj *consult.Survey) (*consult.Consultation, error) {
	panic("stub")
}
func (r *survey) Questions(ctx context.Context, obj *consult.Survey, version *int) ([]consult.Question, error) {
	panic("stub")
}
func (r *survey) Results(ctx context.Context, obj *consult.Survey, version *int) (*consult.SurveyResults, error) {
	panic("stub")
}
func (r *survey) CrossTable(ctx context.Context, obj *consult.Survey, row string, column string, version *int) (*consult.CrossTable, error) {
	panic("stub")
}
func (r *survey) Responses(ctx context.Context, obj *consult.Survey, first *int, after *string, last *int, before *string) (*model.Connection[consult.SurveyResponse], error) {
	panic("stub")
}
func (r *survey) ViewerResponse(ctx context.Context, obj *consult.Survey) (*consult.SurveyResponse, error) {
	panic("stub")
}
func (r *surveyResponse) Survey(ctx context.Context, obj *consult.SurveyResponse) (*consult.Survey, error) {
	panic("stub")
}
func (r *surveyResponse) Answers(ctx context.Context, obj *consult.SurveyResponse) ([]consult.Answer, error) {
	panic("stub")
}
