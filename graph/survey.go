package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"minyi/consult"
	"minyi/db"
	"minyi/graph/model"
)

var (
	surveys   = nodeLoader((*db.DB).SurveysByID)
	surveysOf = newLoader((*db.DB).SurveysOf) // by the consultation
	questions = newLoader((*db.DB).SurveyQuestions)
	results   = newLoader((*db.DB).SurveyResults)

	consultationSurveys = relate("Consultation.surveys", surveysOf, (*consult.Consultation).ID)
	surveyDepartment    = relate("Survey.department", departments, func(s *consult.Survey) consult.ID {
		return consult.IDOf(consult.DepartmentKind, s.DepartmentKey)
	})
	surveyConsultation = relate("Survey.consultation", consultations, func(s *consult.Survey) consult.ID {
		return optionalID(consult.ConsultationKind, s.ConsultationKey)
	})
	surveyQuestions = relateBy("Survey.questions", questions, askedVersion)
	surveyResults   = relateBy("Survey.results", results, askedVersion)
)

// askedVersion is the version of a survey that the argument of the field in the context names.
func askedVersion(ctx context.Context, s *consult.Survey) (consult.SurveyVersion, error) {
	version, _ := graphql.GetFieldContext(ctx).Args["version"].(*int)
	return s.At(version)
}

func (r *query) Survey(ctx context.Context, id consult.ID) (*consult.Survey, error) {
	return loadNode(ctx, surveys, id)
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
	return consultationSurveys.Value(ctx, c)
}

func (r *survey) Department(ctx context.Context, s *consult.Survey) (*consult.Department, error) {
	return surveyDepartment.Load(ctx, s)
}

func (r *survey) Consultation(ctx context.Context, s *consult.Survey) (*consult.Consultation, error) {
	return surveyConsultation.Load(ctx, s)
}

func (r *survey) Questions(ctx context.Context, s *consult.Survey, _ *int) ([]consult.Question, error) {
	return surveyQuestions.Value(ctx, s)
}

func (r *survey) Results(ctx context.Context, s *consult.Survey, _ *int) (*consult.SurveyResults, error) {
	return surveyResults.Load(ctx, s)
}

func (r *survey) CrossTable(ctx context.Context, s *consult.Survey, row string, column string, version *int) (*consult.CrossTable, error) {
	wanted, err := s.At(version)
	if err != nil {
		return nil, err
	}
	return r.db.CrossTable(ctx, consult.ActorOf(ctx), *s, wanted, row, column)
}
