package consultdb

import (
	"context"

	civicdb "minyi/db/civic"
	"minyi/db/pg"
	policydb "minyi/db/policy"
	"minyi/domain/civic"
	"minyi/domain/consult"
)

// UpdateConsultation corrects the title and the notice of a consultation. A PUBLISHER of the department may. The old texts stay readable.
func UpdateConsultation(ctx context.Context, db *pg.DB, by civic.Actor, in consult.UpdateConsultationInput) (*consult.Consultation, error) {
	if err := in.Check(); err != nil {
		return nil, err
	}
	return pg.Change(ctx, db, by, in, in.ConsultationID, ConsultationsByID, func(t *pg.Tx) error {
		c, err := LockConsultation(ctx, t, in.ConsultationID)
		if err != nil {
			return err
		}
		if err := t.Allow(civic.CorrectText, c.DepartmentCode, in.ConsultationID); err != nil {
			return err
		}
		if err := civicdb.Correct(ctx, t, in.ConsultationID, "consultations", true, in.Reason, []civicdb.Text{
			{Field: civic.CorrectedTitle, Column: "title", Folded: true, Now: c.Titles, Given: in.Title},
			{Field: civic.CorrectedNotice, Column: "notice", Now: c.Notices, Given: in.Notice},
		}, policydb.NoteOn(ctx, t, c.PolicyRecordKey, in.Reason)); err != nil {
			return err
		}
		return t.NotifyConsultation(ctx, c.Key)
	})
}
