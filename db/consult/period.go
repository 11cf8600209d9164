package consultdb

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"minyi/db/pg"
	policydb "minyi/db/policy"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/policy"
	"minyi/domain/survey"
)

// ExtendCommentPeriod moves the end of a period to a later time, and opens a period again that has ended. A PUBLISHER of the department
// may, until the report is published.
func ExtendCommentPeriod(ctx context.Context, db *pg.DB, by civic.Actor, in consult.ExtendCommentPeriodInput) (*consult.Consultation, error) {
	return changePeriod(ctx, db, by, in, in.ConsultationID, func(t *pg.Tx, c consult.Consultation, r rules) (consult.CommentPeriod, error) {
		var answered bool
		if err := t.Get(ctx, &answered, `SELECT EXISTS (SELECT FROM official_responses WHERE consultation_id = $1)`, c.Key); err != nil {
			return c.CommentPeriod, err
		}
		return c.Extend(in, r.profile, answered, r.now)
	})
}

// CloseCommentPeriod ends a period now. A PUBLISHER of the department may.
func CloseCommentPeriod(ctx context.Context, db *pg.DB, by civic.Actor, in consult.CloseCommentPeriodInput) (*consult.Consultation, error) {
	return changePeriod(ctx, db, by, in, in.ConsultationID, func(_ *pg.Tx, c consult.Consultation, r rules) (consult.CommentPeriod, error) {
		return c.CloseEarly(in, r.profile, r.calendar, r.now)
	})
}

// RescheduleConsultation gives a consultation that has not opened another period. A PUBLISHER of the department may.
func RescheduleConsultation(ctx context.Context, db *pg.DB, by civic.Actor, in consult.RescheduleConsultationInput) (Launched, error) {
	var warnings []consult.PeriodWarning
	c, err := changePeriod(ctx, db, by, in, in.ConsultationID, func(_ *pg.Tx, c consult.Consultation, r rules) (consult.CommentPeriod, error) {
		period, plan, err := c.Reschedule(in, r.profile, r.calendar, r.now)
		warnings = plan.Warnings
		return period, err
	})
	return Launched{Consultation: c, Warnings: append([]consult.PeriodWarning{}, warnings...)}, err
}

// rules are those by which a period is reckoned, and the database's clock.
type rules struct {
	profile  consult.JurisdictionProfile
	calendar civic.WorkingCalendar
	now      time.Time
}

// changePeriod runs a change of a comment period, and notes it in the timeline with its reason.
func changePeriod(ctx context.Context, db *pg.DB, by civic.Actor, in any, id civic.ID, change func(*pg.Tx, consult.Consultation, rules) (consult.CommentPeriod, error)) (*consult.Consultation, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	return changeConsultation(ctx, db, by, in, id, func(t *pg.Tx, c consult.Consultation) (err error) {
		var r rules
		if r.profile, r.calendar, err = rulesOf(ctx, t, c.ProfileCode); err != nil {
			return err
		}
		if r.now, err = t.Now(ctx); err != nil {
			return err
		}
		p, err := change(t, c, r)
		if err != nil {
			return err
		}
		if _, err := t.Exec(ctx, `UPDATE consultations SET opens_at = $2, closes_at = $3, closes_on = $4, extensions = $5, shortening_reason = $6, feedback_due_on = $7 WHERE id = $1`,
			c.Key, p.OpensAt, p.ClosesAt, p.ClosesOn, p.Moved, p.ShorteningReason, r.profile.FeedbackDue(p.ClosesOn, r.calendar)); err != nil {
			return err
		}
		last := p.Moved[len(p.Moved)-1]
		return policydb.AddToTimeline(ctx, t, c.PolicyRecordKey, last.Event(), civic.ConsultationKind, c.Key, &last.Reason)
	})
}

// AddSurvey adds a survey to a consultation whose period has not ended. A PUBLISHER of the department may.
func AddSurvey(ctx context.Context, db *pg.DB, by civic.Actor, in consult.AddSurveyInput) (*consult.Consultation, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	return changeConsultation(ctx, db, by, in, in.ConsultationID, func(t *pg.Tx, c consult.Consultation) error {
		if err := c.AcceptQuestions(); err != nil {
			return err
		}
		var carried int
		if err := t.Get(ctx, &carried, `SELECT count(*) FROM surveys WHERE consultation_id = $1`, c.Key); err != nil {
			return err
		}
		if carried >= consult.MostSurveys {
			return civic.Refuse(civic.TooMany, "surveyId", civic.Max(consult.MostSurveys))
		}
		if err := attachSurvey(ctx, t, in.SurveyID, c.DepartmentKey, c.Key, "surveyId"); err != nil {
			return err
		}
		return policydb.AddToTimeline(ctx, t, c.PolicyRecordKey, policy.SurveyAdded, survey.SurveyKind, in.SurveyID.Key, nil)
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
		return policydb.AddToTimeline(ctx, t, c.PolicyRecordKey, policy.ConsultationWithdrawn, civic.ConsultationKind, c.Key, &in.Reason)
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
