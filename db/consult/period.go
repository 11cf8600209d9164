package consultdb

import (
	"context"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/survey"
)

// ExtendCommentPeriod moves the closing day back. A PUBLISHER of the department may, before the period has ended.
func ExtendCommentPeriod(ctx context.Context, db *pg.DB, by civic.Actor, in consult.ExtendCommentPeriodInput) (*consult.Consultation, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	return changeConsultation(ctx, db, by, in, in.ConsultationID, func(t *pg.Tx, c consult.Consultation) error {
		if err := c.Extend(in); err != nil {
			return err
		}
		profile, calendar, err := rulesOf(ctx, t, c.ProfileCode)
		if err != nil {
			return err
		}
		now, err := t.Now(ctx)
		if err != nil {
			return err
		}
		extensions := append(c.Moved, consult.PeriodExtension{From: c.ClosesOn, To: in.ClosesOn, Reason: in.Reason, CreatedAt: now})
		if _, err := t.Exec(ctx, `UPDATE consultations SET closes_at = $2, closes_on = $3, extensions = $4, feedback_due_on = $5 WHERE id = $1`,
			c.Key, profile.EndOf(in.ClosesOn), in.ClosesOn, extensions, profile.FeedbackDue(in.ClosesOn, calendar)); err != nil {
			return err
		}
		return AddToTimeline(ctx, t, c.PolicyRecordKey, consult.PeriodExtended, civic.ConsultationKind, c.Key, &in.Reason)
	})
}

// WithdrawConsultation takes a consultation back with a public reason. A PUBLISHER of the department may, until the
// report is published. The consultation and its comments stay to be read; surveys that nobody responded to are free again.
func WithdrawConsultation(ctx context.Context, db *pg.DB, by civic.Actor, in consult.WithdrawConsultationInput) (*consult.Consultation, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	return changeConsultation(ctx, db, by, in, in.ConsultationID, func(t *pg.Tx, c consult.Consultation) error {
		if err := c.Withdrawable(in.Reason); err != nil {
			return err
		}
		if _, err := t.Exec(ctx, `UPDATE consultations SET withdrawn_at = now(), withdrawal_reason = $2 WHERE id = $1`, c.Key, in.Reason); err != nil {
			return err
		}
		if err := releaseSurveys(ctx, t, c.Key); err != nil {
			return err
		}
		return AddToTimeline(ctx, t, c.PolicyRecordKey, consult.ConsultationWithdrawn, civic.ConsultationKind, c.Key, &in.Reason)
	})
}

// releaseSurveys takes the surveys without a response off a consultation, so that another one can carry them. Those that
// were responded to stay with their responses.
func releaseSurveys(ctx context.Context, t *pg.Tx, consultation uuid.UUID) error {
	var answered, released []uuid.UUID
	if err := t.List(ctx, &answered, `SELECT DISTINCT survey_id FROM survey_responses WHERE consultation_id = $1`, consultation); err != nil {
		return err
	}
	if err := t.List(ctx, &released, `UPDATE surveys SET consultation_id = NULL WHERE consultation_id = $1 AND NOT id = ANY(COALESCE($2, '{}'::uuid[])) RETURNING id`,
		consultation, pq.Array(answered)); err != nil {
		return err
	}
	changed := make([]civic.ID, len(released))
	for i, key := range released {
		changed[i] = civic.IDOf(survey.SurveyKind, key)
	}
	return t.Notify(ctx, changed)
}

// changeConsultation runs a change of a consultation that staff make, one at a time, and reads it again.
func changeConsultation(ctx context.Context, db *pg.DB, by civic.Actor, in any, id civic.ID, change func(*pg.Tx, consult.Consultation) error) (*consult.Consultation, error) {
	err := db.Write(ctx, by, in, func(t *pg.Tx) error {
		c, err := LockConsultation(ctx, t, id)
		if err != nil {
			return err
		}
		if err := t.Allow(consult.RunConsultation, c.DepartmentCode, id); err != nil {
			return err
		}
		if err := change(t, *c); err != nil {
			return err
		}
		return t.NotifyConsultation(ctx, c.Key)
	})
	if err != nil {
		return nil, err
	}
	return Consultation(ctx, db, id, "consultationId")
}

// EndPeriod ends a comment period at this instant. Nobody can ask for it: the example city needs a consultation that has
// closed, without waiting for it.
func EndPeriod(ctx context.Context, db *pg.DB, id civic.ID) error {
	_, err := db.Exec(ctx, `UPDATE consultations SET closes_at = now(), closes_on = CAST(now() AT TIME ZONE timezone AS date) WHERE id = $1 AND now() < closes_at`, id.Key)
	return err
}
