package surveydb

import (
	"cmp"
	"context"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/survey"
)

// SaveSurveyForm keeps a form that the actor has not finished, in place of the one before. Everyone who is signed in may, while the consultation is
// open. Without answers it deletes the form that was kept, and returns nil.
func SaveSurveyForm(ctx context.Context, db *pg.DB, by civic.Actor, in survey.SaveSurveyFormInput) (*survey.SavedForm, error) {
	if err := cmp.Or(by.Require(survey.RespondToSurvey, ""), in.Check()); err != nil {
		return nil, err
	}
	f, err := formOf(ctx, db, by, in.SurveyID)
	if err != nil {
		return nil, err
	}
	version, err := survey.Survey{Key: f.SurveyKey, Version: f.Version}.At(in.Version)
	if err != nil {
		return nil, err
	}
	saved := &survey.SavedForm{Survey: in.SurveyID, Version: version.Version, Answers: survey.SavedAnswersOf(in.Answers)}
	err = db.Tx(ctx, func(t *pg.Tx) error {
		if err := f.lockOpen(ctx, t, by); err != nil {
			return err
		}
		person := t.DB.PersonIn(f.SurveyKey, by.Account)
		if len(in.Answers) == 0 {
			saved = nil
			_, err := t.Exec(ctx, `DELETE FROM saved_forms WHERE consultation_id = $1 AND survey_id = $2 AND person = $3`, f.Key, f.SurveyKey, person)
			return err
		}
		sealed, err := t.DB.Seal(sealedForm(f.SurveyKey), saved.Answers)
		if err != nil {
			return err
		}
		return t.Get(ctx, &saved.SavedAt, `INSERT INTO saved_forms (consultation_id, survey_id, person, version, key_id, box, saved_at) VALUES ($1, $2, $3, $4, $5, $6, now())
			ON CONFLICT (consultation_id, survey_id, person) DO UPDATE SET version = EXCLUDED.version, key_id = EXCLUDED.key_id, box = EXCLUDED.box, saved_at = EXCLUDED.saved_at
			RETURNING saved_at`, f.Key, f.SurveyKey, person, saved.Version, sealed.KeyID, sealed.Box)
	})
	if err != nil {
		return nil, err
	}
	return saved, nil
}

// sealedForm names what a saved form is encrypted as.
func sealedForm(key uuid.UUID) string { return "saved_forms/" + key.String() }

// ViewerSavedForms finds the actor's own saved form of each of the surveys, by survey. A form that no key of the settings opens any more is left out.
func ViewerSavedForms(ctx context.Context, db *pg.DB, by civic.Actor, surveys []civic.ID) (map[civic.ID]survey.SavedForm, error) {
	own := map[civic.ID]survey.SavedForm{}
	if !by.SignedIn() {
		return own, nil
	}
	var found []struct {
		Survey  uuid.UUID `db:"survey_id"`
		Version int       `db:"version"`
		SavedAt time.Time `db:"saved_at"`
		pg.Sealed
	}
	err := db.List(ctx, &found, `SELECT f.survey_id, f.version, f.saved_at, f.key_id, f.box FROM `+ownForms, pg.KeysOf(surveys), Persons(db, by, surveys))
	for _, f := range found {
		saved := survey.SavedForm{Survey: civic.IDOf(survey.SurveyKind, f.Survey), Version: f.Version, SavedAt: f.SavedAt}
		if err := db.Open(sealedForm(f.Survey), f.Sealed, &saved.Answers); err != nil {
			slog.WarnContext(ctx, "a saved form cannot be opened", "error", err)
			continue
		}
		own[saved.Survey] = saved
	}
	return own, err
}

// ownForms are the saved forms of surveys $1 by the person with the hashes $2.
const ownForms = `unnest($1::uuid[], $2::bytea[]) AS own (survey_id, person)
	JOIN surveys s ON s.id = own.survey_id
	JOIN saved_forms f ON f.consultation_id = s.consultation_id AND f.survey_id = s.id AND f.person = own.person`

// EraseSavedForms deletes the actor's own saved forms of the surveys, and gives how many they were.
func EraseSavedForms(ctx context.Context, db *pg.DB, by civic.Actor, surveys []civic.ID) (int, error) {
	n, err := db.Exec(ctx, `DELETE FROM saved_forms USING unnest($1::uuid[], $2::bytea[]) AS own (survey_id, person), surveys s
		WHERE s.id = own.survey_id AND saved_forms.consultation_id = s.consultation_id AND saved_forms.survey_id = own.survey_id AND saved_forms.person = own.person`,
		pg.KeysOf(surveys), Persons(db, by, surveys))
	return int(n), err
}

// DropSavedForms deletes the saved forms of periods that ended thirty days ago, and gives how many they were.
func DropSavedForms(ctx context.Context, db *pg.DB) (int, error) {
	n, err := db.Exec(ctx, `DELETE FROM saved_forms f USING consultations c WHERE c.id = f.consultation_id AND c.closes_at < now() - interval '30 days'`)
	return int(n), err
}
