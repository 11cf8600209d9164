package surveydb

import (
	"context"

	"github.com/google/uuid"

	civicdb "minyi/db/civic"
	"minyi/db/pg"
	policydb "minyi/db/policy"
	"minyi/domain/civic"
	"minyi/domain/survey"
)

// UpdateSurvey corrects the title and the introduction of a survey. A PUBLISHER of the department may. Once a consultation carries the survey,
// the old texts stay readable.
func UpdateSurvey(ctx context.Context, db *pg.DB, by civic.Actor, in survey.UpdateSurveyInput) (*survey.Survey, error) {
	if err := in.Check(); err != nil {
		return nil, err
	}
	if _, err := pg.One(ctx, db, by, SurveysByID, in.SurveyID, "surveyId"); err != nil {
		return nil, err // one that the actor may not see is not found
	}
	return pg.Change(ctx, db, by, in, in.SurveyID, SurveysByID, func(t *pg.Tx) error {
		var s struct {
			survey.Survey
			RecordKey *uuid.UUID `db:"policy_record_id"`
		}
		err := t.Get(ctx, &s, `SELECT `+surveyColumns+`, c.policy_record_id FROM `+surveyTables+` LEFT JOIN consultations c ON c.id = s.consultation_id
			WHERE s.id = $1 FOR UPDATE OF s`, in.SurveyID.Key)
		if err != nil {
			return pg.NotFoundAt(err, "surveyId")
		}
		if err := t.Allow(civic.CorrectText, s.DepartmentCode, in.SurveyID); err != nil {
			return err
		}
		noted := func(civic.ID) error { return nil }
		if s.RecordKey != nil {
			noted = policydb.NoteOn(ctx, t, *s.RecordKey, in.Reason)
		}
		if err := civicdb.Correct(ctx, t, in.SurveyID, "surveys", s.RecordKey != nil, in.Reason, []civicdb.Text{
			{Field: civic.CorrectedTitle, Column: "title", Now: s.Titles, Given: in.Title},
			{Field: civic.CorrectedIntroduction, Column: "introduction", Now: s.Introductions, Given: in.Introduction},
		}, noted); err != nil {
			return err
		}
		return t.Notify(ctx, []civic.ID{in.SurveyID})
	})
}
