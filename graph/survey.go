package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	surveydb "minyi/db/survey"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/survey"
	"minyi/graph/model"
)

var (
	surveys   = nodeLoader(surveydb.SurveysByID)
	surveysOf = newLoader(surveydb.SurveysOf) // by the consultation
	questions = newLoader(surveydb.SurveyQuestions)
	results   = newLoader(surveydb.SurveyResults)

	consultationSurveys = relate("Consultation.surveys", surveysOf, (*consult.Consultation).ID)
	surveyDepartment    = relate("Survey.department", departments, func(s *survey.Survey) civic.ID {
		return civic.IDOf(civic.DepartmentKind, s.DepartmentKey)
	})
	surveyConsultation = relate("Survey.consultation", consultations, func(s *survey.Survey) civic.ID {
		return optionalID(civic.ConsultationKind, s.ConsultationKey)
	})
	surveyQuestions = relateBy("Survey.questions", questions, askedVersion)
	surveyResults   = relateBy("Survey.results", results, askedVersion)
)

// askedVersion is the version of a survey that the argument of the field in the context names.
func askedVersion(ctx context.Context, s *survey.Survey) (survey.SurveyVersion, error) {
	version, _ := graphql.GetFieldContext(ctx).Args["version"].(*int)
	return s.At(version)
}

func (r *QueryResolver) Survey(ctx context.Context, id civic.ID) (*survey.Survey, error) {
	return loadNode(ctx, surveys, id)
}

func (r *MutationResolver) CreateSurvey(ctx context.Context, input survey.CreateSurveyInput) (*model.CreateSurveyPayload, error) {
	survey, err := surveydb.CreateSurvey(ctx, r.db, civic.ActorOf(ctx), input)
	return &model.CreateSurveyPayload{Survey: survey, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *MutationResolver) ReviseSurvey(ctx context.Context, input survey.ReviseSurveyInput) (*model.ReviseSurveyPayload, error) {
	survey, err := surveydb.ReviseSurvey(ctx, r.db, civic.ActorOf(ctx), input)
	return &model.ReviseSurveyPayload{Survey: survey, UserErrors: userErrors(ctx, err)}, foreign(err)
}

func (r *ConsultationResolver) Surveys(ctx context.Context, c *consult.Consultation) ([]survey.Survey, error) {
	return consultationSurveys.Value(ctx, c)
}

func (r *SurveyResolver) Department(ctx context.Context, s *survey.Survey) (*civic.Department, error) {
	return surveyDepartment.Load(ctx, s)
}

func (r *SurveyResolver) Consultation(ctx context.Context, s *survey.Survey) (*consult.Consultation, error) {
	return surveyConsultation.Load(ctx, s)
}

func (r *SurveyResolver) Questions(ctx context.Context, s *survey.Survey, _ *int) ([]survey.Question, error) {
	return surveyQuestions.Value(ctx, s)
}

func (r *SurveyResolver) Results(ctx context.Context, s *survey.Survey, _ *int) (*survey.SurveyResults, error) {
	return surveyResults.Load(ctx, s)
}

func (r *SurveyResolver) CrossTable(ctx context.Context, s *survey.Survey, row string, column string, version *int) (*survey.CrossTable, error) {
	wanted, err := s.At(version)
	if err != nil {
		return nil, err
	}
	return surveydb.CrossTable(ctx, r.db, civic.ActorOf(ctx), *s, wanted, row, column)
}

func (r *SubscriptionResolver) SurveyResultsChanged(ctx context.Context, surveyID civic.ID) (<-chan *survey.Survey, error) {
	if _, err := mustFind(loadNode(ctx, surveys, surveyID)); err != nil {
		return nil, err
	}
	return follow(ctx, r.hub, topicOf(surveyID), pace, func(ctx context.Context, _ news) ([]survey.Survey, error) {
		by := civic.ActorOf(ctx)
		found, err := surveydb.SurveysByID(ctx, r.db, by, []civic.ID{surveyID})
		if err != nil || len(found) == 0 {
			return nil, err
		}
		newest, err := found[0].At(nil)
		if err != nil {
			return nil, err
		}
		visible, err := surveydb.SurveyResults(ctx, r.db, by, []survey.SurveyVersion{newest})
		return found[:len(visible)], err
	})
}
