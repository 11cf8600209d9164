package surveydb

import (
	"context"
	"crypto/hmac"
	"strings"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/survey"
)

// SurveyResponses lists the single responses to a survey, newest first. EDITORs and ANALYSTs of its department and AUDITORs may.
func SurveyResponses(ctx context.Context, db *pg.DB, by civic.Actor, questionnaire survey.Survey, args civic.PageArgs) (civic.Page[survey.SurveyResponse], error) {
	if err := by.Require(consult.ReadResponses, questionnaire.DepartmentCode); err != nil {
		return civic.Page[survey.SurveyResponse]{}, err
	}
	return pg.PageOf(ctx, db, args, pg.Listing[survey.SurveyResponse]{
		Name: "responses/" + questionnaire.Key.String(), Columns: ResponseColumns, Key: "r.id", Descending: true,
		From: `survey_responses r`, Where: `r.consultation_id = $1 AND r.survey_id = $2`,
		Args:  []any{questionnaire.ConsultationKey, questionnaire.Key},
		Place: func(r survey.SurveyResponse) civic.Place { return civic.Place{Key: r.Key} },
		Count: func(ctx context.Context) (int, error) { return countResponses(ctx, db, questionnaire) },
	})
}

// countResponses counts the responses to all versions of a survey.
func countResponses(ctx context.Context, a pg.Querier, survey survey.Survey) (int, error) {
	counters, err := surveyCounters(ctx, a, pg.KeyArray{survey.Key})
	total := 0
	for name, amount := range counters[survey.Key] {
		if strings.HasSuffix(name, "/responses") && strings.Count(name, "/") == 1 {
			total += int(amount)
		}
	}
	return total, err
}

// SurveyResponsesByID finds responses. Their authors may see them and who may read responses of the department. The author
// is told by a hash of another key for each survey, which is why this is decided here and not in the statement.
func SurveyResponsesByID(ctx context.Context, db *pg.DB, by civic.Actor, ids []civic.ID) ([]survey.SurveyResponse, error) {
	var found []struct {
		survey.SurveyResponse
		Person         []byte `db:"person"`
		DepartmentCode string `db:"department_code"`
	}
	err := db.List(ctx, &found, `SELECT `+ResponseColumns+`, r.person, dep.code AS department_code
		FROM survey_responses r JOIN surveys s ON s.id = r.survey_id JOIN departments dep ON dep.id = s.department_id
		WHERE r.consultation_id = ANY($1) AND r.id = ANY($2)`, pg.ScopesOf(ids), pg.KeysOf(ids))
	var seen []survey.SurveyResponse
	for _, r := range found {
		own := by.SignedIn() && hmac.Equal(r.Person, db.PersonIn(r.SurveyKey, by.Account))
		if own || by.Can(consult.ReadResponses, r.DepartmentCode) {
			seen = append(seen, r.SurveyResponse)
		}
	}
	return seen, err
}

// ViewerResponses finds the actor's own response to each of the surveys, by survey.
func ViewerResponses(ctx context.Context, db *pg.DB, by civic.Actor, surveys []civic.ID) (map[civic.ID]survey.SurveyResponse, error) {
	found, err := ResponsesOf(ctx, db, by, surveys)
	own := make(map[civic.ID]survey.SurveyResponse, len(found))
	for _, r := range found {
		own[civic.IDOf(survey.SurveyKind, r.SurveyKey)] = r
	}
	return own, err
}

// ResponsesOf finds the actor's own responses to the surveys.
func ResponsesOf(ctx context.Context, db *pg.DB, by civic.Actor, surveys []civic.ID) ([]survey.SurveyResponse, error) {
	if !by.SignedIn() {
		return nil, nil
	}
	return pg.Rows[survey.SurveyResponse](ctx, db, `SELECT `+ResponseColumns+` FROM `+OwnResponses, pg.KeysOf(surveys), Persons(db, by, surveys))
}

// OwnResponses are the responses to surveys $1 by the person with the hashes $2.
const OwnResponses = `unnest($1::uuid[], $2::bytea[]) AS own (survey_id, person)
	JOIN surveys s ON s.id = own.survey_id
	JOIN survey_responses r ON r.consultation_id = s.consultation_id AND r.survey_id = s.id AND r.person = own.person`

// Persons are the hashes by which surveys know the actor.
func Persons(db *pg.DB, by civic.Actor, surveys []civic.ID) pg.BytesArray {
	persons := make(pg.BytesArray, len(surveys))
	for i, id := range surveys {
		persons[i] = db.PersonIn(id.Key, by.Account)
	}
	return persons
}
