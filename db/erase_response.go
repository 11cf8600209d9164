package db

import (
	"context"

	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/survey"
)

// eraseResponses takes back the actor's responses to surveys of open periods. Of the others what was chosen stays, because it is
// counted, while words go, and nothing leads to the person any more.
func (db *DB) eraseResponses(ctx context.Context, by civic.Actor) (int, error) {
	surveys, err := db.carriedSurveys(ctx)
	if err != nil {
		return 0, err
	}
	own, err := db.responsesOf(ctx, by, surveys)
	for _, r := range own {
		if err == nil {
			err = db.tx(ctx, func(t *tx) error { return t.eraseResponse(ctx, r.ID()) })
		}
	}
	return len(own), err
}

// carriedSurveys names all surveys that somebody can have filled in. Which ones a person has is not written down: their hash
// must be tried with each.
func (db *DB) carriedSurveys(ctx context.Context) ([]civic.ID, error) {
	var keys []uuid.UUID
	err := db.list(ctx, &keys, `SELECT id FROM surveys WHERE consultation_id IS NOT NULL`)
	ids := make([]civic.ID, len(keys))
	for i, key := range keys {
		ids[i] = civic.IDOf(survey.SurveyKind, key)
	}
	return ids, err
}

// eraseResponse takes one response back or empties it, while its consultation stays as it is.
func (t *tx) eraseResponse(ctx context.Context, id civic.ID) error {
	if err := t.hold(ctx, id.Consultation); err != nil {
		return err
	}
	var r givenBefore
	if err := t.get(ctx, &r, `SELECT `+responseColumns+`, CAST(r.day AS text) AS day FROM survey_responses r
		WHERE r.consultation_id = $1 AND r.id = $2 FOR UPDATE`, id.Consultation, id.Key); err != nil {
		return err
	}
	if err := t.forget(ctx, id); err != nil {
		return err
	}
	of, err := consultation(ctx, t, civic.IDOf(civic.ConsultationKind, id.Consultation), "")
	if err != nil {
		return err
	}
	if of.Status == consult.StatusOpen {
		return t.withdrawResponse(ctx, r)
	}
	person := nobody()
	_, err = t.exec(ctx, `UPDATE survey_responses SET answers = $3, person = $4, idempotency_key = NULL, request_hash = NULL WHERE consultation_id = $1 AND id = $2`,
		id.Consultation, id.Key, r.Given.WithoutWords(), person[:])
	return err
}

// withdrawResponse deletes a response and takes it off the tallies.
func (t *tx) withdrawResponse(ctx context.Context, r givenBefore) error {
	version := survey.SurveyVersion{Survey: r.SurveyKey, Version: r.Version}
	questions, err := questionsOf(ctx, t, []survey.SurveyVersion{version})
	if err != nil {
		return err
	}
	if _, err := t.exec(ctx, `DELETE FROM survey_responses WHERE consultation_id = $1 AND id = $2`, r.ConsultationKey, r.Key); err != nil {
		return err
	}
	var d delta
	d.addAll(r.SurveyKey, survey.Undone(survey.SurveyCounters(r.Version, questions[version], r.Given, r.Day)))
	return d.append(ctx, t, r.ConsultationKey)
}

// ViewerSurveyResponses lists the actor's own responses to all surveys, newest first.
func (db *DB) ViewerSurveyResponses(ctx context.Context, by civic.Actor, args civic.PageArgs) (civic.Page[survey.SurveyResponse], error) {
	surveys, err := db.carriedSurveys(ctx)
	if err != nil {
		return civic.Page[survey.SurveyResponse]{}, err
	}
	return pageOf(ctx, db, args, listing[survey.SurveyResponse]{
		name: "viewer/surveyResponses", columns: responseColumns, key: "r.id", descending: true,
		from: ownResponses, where: `true`, args: []any{keysOf(surveys), db.persons(by, surveys)},
		place: func(r survey.SurveyResponse) civic.Place { return civic.Place{Key: r.Key} },
	})
}
