package surveygraph

import (
	"context"
	"reflect"

	"github.com/99designs/gqlgen/graphql"

	civicdb "minyi/db/civic"
	surveydb "minyi/db/survey"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/survey"
	"minyi/graph"
	civicgraph "minyi/graph/civic"
	consultgraph "minyi/graph/consult"
	"minyi/graph/live"
	"minyi/graph/model"
)

var (
	surveys   = graph.NodeLoader(surveydb.SurveysByID)
	surveysOf = graph.NewLoader(surveydb.SurveysOf) // by the consultation
	questions = graph.NewLoader(surveydb.SurveyQuestions)
	results   = graph.NewLoader(surveydb.SurveyResults)

	consultationSurveys = graph.Relate("Consultation.surveys", surveysOf, (*consult.Consultation).ID)
	surveyDepartment    = graph.Relate("Survey.department", civicgraph.Departments, func(s *survey.Survey) civic.ID {
		return civic.IDOf(civic.DepartmentKind, s.DepartmentKey)
	})
	surveyConsultation = graph.Relate("Survey.consultation", consultgraph.Consultations, func(s *survey.Survey) civic.ID {
		return graph.OptionalID(civic.ConsultationKind, s.ConsultationKey)
	})
	surveyQuestions = graph.RelateBy("Survey.questions", questions, askedVersion)
	surveyResults   = graph.RelateBy("Survey.results", results, askedVersion)
)

// askedVersion is the version of a survey that the argument of the field in the context names.
func askedVersion(ctx context.Context, s *survey.Survey) (survey.SurveyVersion, error) {
	version, _ := graphql.GetFieldContext(ctx).Args["version"].(*int)
	return s.At(version)
}

func (r *QueryResolver) Survey(ctx context.Context, id civic.ID) (*survey.Survey, error) {
	return graph.LoadNode(ctx, surveys, id)
}

func (r *SurveyResolver) Questions(ctx context.Context, s *survey.Survey, _ *int) ([]survey.AnyQuestion, error) {
	questions, err := surveyQuestions.Value(ctx, s)
	return survey.Questions(questions).ByKind(), err
}

func (r *SurveyResolver) CrossTable(ctx context.Context, s *survey.Survey, row string, column string, version *int) (*survey.CrossTable, error) {
	wanted, err := s.At(version)
	if err != nil {
		return nil, err
	}
	return surveydb.CrossTable(ctx, r.DB, civic.ActorOf(ctx), *s, wanted, row, column)
}

func (r *SurveyResolver) ResultsByGroup(ctx context.Context, s *survey.Survey, question string, version *int) ([]survey.CrossTable, error) {
	wanted, err := s.At(version)
	if err != nil {
		return nil, err
	}
	return surveydb.ResultsByGroup(ctx, r.DB, civic.ActorOf(ctx), *s, wanted, question)
}

// SurveyResultsChanged sends a survey again only after the results that the subscriber sees have changed. An event for each response would tell
// when somebody has answered.
func (r *SubscriptionResolver) SurveyResultsChanged(ctx context.Context, surveyID civic.ID) (<-chan *survey.Survey, error) {
	if _, err := graph.MustFind(graph.LoadNode(ctx, surveys, surveyID)); err != nil {
		return nil, err
	}
	var sent map[survey.SurveyVersion]survey.SurveyResults
	return live.Follow(ctx, r.Hub, live.TopicOf(surveyID), live.Pace, func(ctx context.Context, news live.News) ([]survey.Survey, error) {
		by := civic.ActorOf(ctx)
		found, err := surveydb.SurveysByID(ctx, r.DB, by, []civic.ID{surveyID})
		if err != nil || len(found) == 0 {
			return nil, err
		}
		visible, err := surveydb.SurveyResults(ctx, r.DB, by, found[0].Versions())
		if err != nil || len(visible) == 0 || !news.All && reflect.DeepEqual(visible, sent) {
			return nil, err
		}
		sent = visible
		return found, nil
	})
}

func (r *SurveyResolver) Protections(ctx context.Context, s *survey.Survey, version *int) ([]survey.QuestionProtection, error) {
	questions, err := surveyQuestions.Value(ctx, s)
	return survey.ProtectionsOf(questions), err
}

func (r *SurveyResolver) Corrections(ctx context.Context, s *survey.Survey, first *int, after *string, last *int, before *string) (*model.CorrectionConnection, error) {
	return model.Connect(civicdb.Corrections(ctx, r.DB, s.ID(), graph.Page(first, after, last, before)))
}
