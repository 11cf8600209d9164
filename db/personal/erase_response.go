package personaldb

import (
	"context"

	"github.com/google/uuid"

	consultdb "minyi/db/consult"
	"minyi/db/pg"
	surveydb "minyi/db/survey"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/survey"
)

// eraseResponses takes back the actor's responses to surveys of open periods. Of the others what was chosen stays, because it is
// counted, while words go, and nothing leads to the person any more.
func eraseResponses(ctx context.Context, db *pg.DB, by civic.Actor) (int, error) {
	surveys, err := carriedSurveys(ctx, db)
	if err != nil {
		return 0, err
	}
	own, err := surveydb.ResponsesOf(ctx, db, by, surveys)
	for _, r := range own {
		if err == nil {
			err = db.Tx(ctx, func(t *pg.Tx) error { return eraseResponse(ctx, t, by, r.ID()) })
		}
	}
	return len(own), err
}

// carriedSurveys names all surveys that somebody can have filled in. Which ones a person has is not written down: their hash
// must be tried with each.
func carriedSurveys(ctx context.Context, db *pg.DB) ([]civic.ID, error) {
	var keys []uuid.UUID
	err := db.List(ctx, &keys, `SELECT id FROM surveys WHERE consultation_id IS NOT NULL`)
	ids := make([]civic.ID, len(keys))
	for i, key := range keys {
		ids[i] = civic.IDOf(survey.SurveyKind, key)
	}
	return ids, err
}

// eraseResponse takes one response back or empties it, while its consultation stays as it is.
func eraseResponse(ctx context.Context, t *pg.Tx, by civic.Actor, id civic.ID) error {
	if err := consultdb.LockShared(ctx, t, id.Consultation); err != nil {
		return err
	}
	r, err := surveydb.LockWithdrawn(ctx, t, id)
	if err != nil {
		return err
	}
	if err := r.Forget(ctx, t, by); err != nil {
		return err
	}
	of, err := consultdb.Consultation(ctx, t, civic.IDOf(civic.ConsultationKind, id.Consultation), "")
	if err != nil {
		return err
	}
	if of.Status == consult.StatusOpen {
		return r.TakeBack(ctx, t)
	}
	person := nobody()
	_, err = t.Exec(ctx, `UPDATE survey_responses SET answers = $3, person = $4, idempotency_key = NULL, request_hash = NULL, erased_on = CAST(now() AT TIME ZONE 'UTC' AS date) WHERE consultation_id = $1 AND id = $2`,
		id.Consultation, id.Key, r.Given.WithoutWords(), person[:])
	return err
}

// eraseForms deletes the forms that the actor saved to go on later.
func eraseForms(ctx context.Context, db *pg.DB, by civic.Actor) (int, error) {
	surveys, err := carriedSurveys(ctx, db)
	if err != nil {
		return 0, err
	}
	return surveydb.EraseSavedForms(ctx, db, by, surveys)
}

// ViewerSurveyResponses lists the actor's own responses to all surveys, newest first.
func ViewerSurveyResponses(ctx context.Context, db *pg.DB, by civic.Actor, args civic.PageArgs) (civic.Page[survey.SurveyResponse], error) {
	surveys, err := carriedSurveys(ctx, db)
	if err != nil {
		return civic.Page[survey.SurveyResponse]{}, err
	}
	return pg.PageOf(ctx, db, args, pg.Listing[survey.SurveyResponse]{
		Name: "viewer/surveyResponses", Columns: surveydb.ResponseColumns, Key: "r.id", Descending: true,
		From: surveydb.OwnResponses, Where: `true`, Args: []any{pg.KeysOf(surveys), surveydb.Persons(db, by, surveys)},
		Place: func(r survey.SurveyResponse) civic.Place { return civic.Place{Key: r.Key} },
	})
}
