package surveydb

import (
	"context"

	"github.com/lib/pq"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/policy"
	"minyi/domain/survey"
)

const surveyColumns = `s.id, s.department_id, dep.code AS department_code, s.consultation_id, s.title, s.introduction, s.results_visibility, s.version, s.created_at`

const surveyTables = `surveys s JOIN departments dep ON dep.id = s.department_id`

// surveySeen is the condition that an actor may see a survey: everybody once a consultation carries it, before that the
// department's staff, whose reach the parameters 2 and 3 are.
const surveySeen = `(s.consultation_id IS NOT NULL OR $2::bool OR dep.code = ANY($3))`

// SurveysByID finds the surveys that the actor may see.
func SurveysByID(ctx context.Context, db *pg.DB, by civic.Actor, ids []civic.ID) ([]survey.Survey, error) {
	return surveysByID(ctx, db, by, ids)
}

func surveysByID(ctx context.Context, a pg.Querier, by civic.Actor, ids []civic.ID) ([]survey.Survey, error) {
	departments, all := by.Reach(policy.ReadInternal)
	return pg.Rows[survey.Survey](ctx, a, `SELECT `+surveyColumns+` FROM `+surveyTables+` WHERE s.id = ANY($1) AND `+surveySeen,
		pg.KeysOf(ids), all, pq.Array(departments))
}

// SurveysOf lists the surveys that each of the consultations carries; everybody may see them.
func SurveysOf(ctx context.Context, db *pg.DB, _ civic.Actor, consultations []civic.ID) (map[civic.ID][]survey.Survey, error) {
	var found []survey.Survey
	err := db.List(ctx, &found, `SELECT `+surveyColumns+` FROM `+surveyTables+` WHERE s.consultation_id = ANY($1) ORDER BY s.id`, pg.KeysOf(consultations))
	carried := map[civic.ID][]survey.Survey{}
	for _, id := range consultations {
		carried[id] = []survey.Survey{}
	}
	for _, s := range found {
		id := civic.IDOf(civic.ConsultationKind, *s.ConsultationKey)
		carried[id] = append(carried[id], s)
	}
	return carried, err
}

// SurveyQuestions reads the questions of versions of surveys. Who sees a survey sees its questions.
func SurveyQuestions(ctx context.Context, db *pg.DB, _ civic.Actor, versions []survey.SurveyVersion) (map[survey.SurveyVersion][]survey.Question, error) {
	return QuestionsOf(ctx, db, versions)
}

func QuestionsOf(ctx context.Context, a pg.Querier, versions []survey.SurveyVersion) (map[survey.SurveyVersion][]survey.Question, error) {
	var found []struct {
		survey.SurveyVersion
		Questions survey.Questions `db:"questions"`
	}
	surveys, numbers := columnsOf(versions)
	err := a.List(ctx, &found, `SELECT v.survey_id, v.version, v.questions
		FROM survey_versions v JOIN unnest($1::uuid[], $2::int[]) AS wanted (survey_id, version) ON v.survey_id = wanted.survey_id AND v.version = wanted.version`,
		surveys, numbers)
	questions := make(map[survey.SurveyVersion][]survey.Question, len(found))
	for _, row := range found {
		questions[row.SurveyVersion] = row.Questions
	}
	return questions, err
}

// columnsOf writes names of versions as two PostgreSQL arrays.
func columnsOf(versions []survey.SurveyVersion) (pg.KeyArray, pg.NumberArray) {
	keys, counts := make(pg.KeyArray, len(versions)), make(pg.NumberArray, len(versions))
	for i, v := range versions {
		keys[i], counts[i] = v.Survey, int32(v.Version)
	}
	return keys, counts
}
