package graph

import (
	"context"

	"minyi/consult"
	"minyi/graph/model"
)

func (r *query) Survey(ctx context.Context, id consult.ID) (*consult.Survey, error) {
	return one(ctx, surveys, id, consult.SurveyKind)
}

func (r *mutation) CreateSurvey(ctx context.Context, input consult.CreateSurveyInput) (*model.CreateSurveyPayload, error) {
	survey, err := r.db.CreateSurvey(ctx, consult.ActorOf(ctx), input)
	return &model.CreateSurveyPayload{Survey: survey, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *mutation) ReviseSurvey(ctx context.Context, input consult.ReviseSurveyInput) (*model.ReviseSurveyPayload, error) {
	survey, err := r.db.ReviseSurvey(ctx, consult.ActorOf(ctx), input)
	return &model.ReviseSurveyPayload{Survey: survey, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *consultation) Surveys(ctx context.Context, c *consult.Consultation) ([]consult.Survey, error) {
	return surveysOf.load(ctx, c.ID())
}

func (r *survey) Department(ctx context.Context, s *consult.Survey) (*consult.Department, error) {
	return find(ctx, departments, consult.IDOf(consult.DepartmentKind, s.DepartmentKey))
}

func (r *survey) Consultation(ctx context.Context, s *consult.Survey) (*consult.Consultation, error) {
	if s.ConsultationKey == nil {
		return nil, nil
	}
	return find(ctx, consultations, consult.IDOf(consult.ConsultationKind, *s.ConsultationKey))
}

func (r *survey) Questions(ctx context.Context, s *consult.Survey, version *int) ([]consult.Question, error) {
	wanted, err := s.At(version)
	if err != nil {
		return nil, err
	}
	return questions.load(ctx, wanted)
}

func (r *survey) Results(ctx context.Context, s *consult.Survey, version *int) (*consult.SurveyResults, error) {
	wanted, err := s.At(version)
	if err != nil {
		return nil, err
	}
	return find(ctx, results, wanted)
}

func (r *survey) CrossTable(ctx context.Context, s *consult.Survey, row string, column string, version *int) (*consult.CrossTable, error) {
	wanted, err := s.At(version)
	if err != nil {
		return nil, err
	}
	return r.db.CrossTable(ctx, consult.ActorOf(ctx), *s, wanted, row, column)
}
