package consultdb

import (
	"context"

	"github.com/google/uuid"

	"minyi/db/pg"
	policydb "minyi/db/policy"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/policy"
	"minyi/domain/survey"
)

// Launched is a consultation that was put to the public, with the doubts about its period.
type Launched struct {
	Consultation *consult.Consultation
	Warnings     []consult.PeriodWarning
}

// LaunchConsultation puts an approved draft, surveys, or both to the public. A PUBLISHER of the record's department may.
// It refuses a draft that is not approved, or while a version of it is under consultation already, surveys of others, and a period that the
// profile does not allow.
func LaunchConsultation(ctx context.Context, db *pg.DB, by civic.Actor, in consult.LaunchConsultationInput) (Launched, error) {
	if err := consult.CheckLaunch(in); err != nil {
		return Launched{}, err
	}
	id, same := civic.IDOf(civic.ConsultationKind, civic.NewKey()), pg.RequestOf(in.IdempotencyKey, in)
	create := pg.Create[consult.Consultation]{By: by, Input: in, Request: same, ID: id, Table: "consultations", Find: readConsultations}
	l := launch{in: in, by: by, key: id.Key, same: same}
	c, err := create.Run(ctx, db, func(t *pg.Tx) error { return l.run(ctx, t) })
	if err != nil {
		return Launched{}, err
	}
	launched := Launched{Consultation: c, Warnings: []consult.PeriodWarning{}}
	if c.Key == id.Key { // the same request did not launch it before
		launched.Warnings = append(launched.Warnings, l.warnings...)
	}
	return launched, nil
}

// launch is one launch under way.
type launch struct {
	in       consult.LaunchConsultationInput
	by       civic.Actor
	key      uuid.UUID
	same     pg.Request
	record   policy.PolicyRecord
	warnings []consult.PeriodWarning
}

func (l *launch) run(ctx context.Context, t *pg.Tx) error {
	record, err := policydb.LockRecord(ctx, t, l.in.PolicyRecordID)
	if err != nil {
		return err
	}
	l.record = *record
	if err := t.Allow(consult.RunConsultation, record.DepartmentCode, civic.IDOf(civic.ConsultationKind, l.key)); err != nil {
		return err
	}
	plan, err := l.plan(ctx, t)
	if err != nil {
		return err
	}
	if err := l.publishDraft(ctx, t); err != nil {
		return err
	}
	if err := l.insert(ctx, t, plan); err != nil {
		return err
	}
	if err := l.attachSurveys(ctx, t); err != nil {
		return err
	}
	if err := policydb.Release(ctx, t, record.Key); err != nil {
		return err
	}
	if err := policydb.AddToTimeline(ctx, t, record.Key, policy.ConsultationLaunched, civic.ConsultationKind, l.key, l.in.ShorteningReason); err != nil {
		return err
	}
	return t.NotifyConsultation(ctx, l.key)
}

// plan works the period out by the rules of the profile.
func (l *launch) plan(ctx context.Context, t *pg.Tx) (consult.PeriodPlan, error) {
	r, err := rulesOfLaunch(ctx, t, l.record.Kind, l.in.Profile)
	if err != nil {
		return consult.PeriodPlan{}, err
	}
	plan, err := r.profile.Plan(l.in, r.calendar, r.now)
	l.warnings = plan.Warnings
	return plan, err
}

// rulesOfLaunch reads the rules for instruments of a kind: those of the profile, or else the usual ones of the kind.
func rulesOfLaunch(ctx context.Context, a pg.Querier, kind policy.PolicyKind, wanted *string) (r rules, err error) {
	code, err := usualProfile(ctx, a, kind)
	if err != nil {
		return r, err
	}
	if wanted != nil {
		code = *wanted
	}
	if r.profile, r.calendar, err = rulesOf(ctx, a, code); err != nil {
		return r, err
	}
	if err := r.profile.Governs(kind); err != nil {
		return r, err
	}
	return r, a.Get(ctx, &r.now, `SELECT now()`)
}

// publishDraft puts the draft to the public; from now on it cannot change. The newest version alone is launched: the department has moved on
// from the others. One version at a time is asked about: nobody should
// have to guess which text is meant. Surveys alone may run beside it.
func (l *launch) publishDraft(ctx context.Context, t *pg.Tx) error {
	if l.in.DraftID == nil {
		return nil
	}
	var d struct {
		State          policy.DraftState `db:"state"`
		RecordKey      uuid.UUID         `db:"policy_record_id"`
		InConsultation bool              `db:"in_consultation"`
		Seen           bool              `db:"seen"`
		Newest         bool              `db:"newest"`
	}
	all, codes := policydb.ReachOf(l.by)
	err := t.Get(ctx, &d, `SELECT d.state, d.policy_record_id, EXISTS (SELECT FROM consultations c WHERE c.policy_record_id = d.policy_record_id
		AND c.draft_id IS NOT NULL AND c.withdrawn_at IS NULL AND c.reported_at IS NULL) AS in_consultation,
		EXISTS (SELECT FROM `+policydb.DraftTables+` WHERE t.id = d.id AND `+policydb.DraftSeen+`) AS seen,
		NOT EXISTS (SELECT FROM drafts later WHERE later.policy_record_id = d.policy_record_id AND later.version > d.version) AS newest
		FROM drafts d WHERE d.id = $1 FOR UPDATE`, l.in.DraftID.Key, all, codes)
	switch {
	case err != nil:
		return pg.NotFoundAt(err, "draftId")
	case !d.Seen:
		return civic.Refuse(civic.NotFound, "draftId")
	case d.RecordKey != l.record.Key:
		return civic.Refuse(consult.OtherRecord, "draftId")
	case d.InConsultation:
		return civic.Refuse(consult.ConsultationUnderWay, "draftId")
	case d.State != policy.StateApproved && d.State != policy.StatePublished:
		return civic.Refuse(consult.DraftNotApproved, "draftId")
	case !d.Newest:
		return civic.Refuse(policy.NotNewestVersion, "draftId")
	}
	_, err = t.Exec(ctx, `UPDATE drafts SET state = 'PUBLISHED', published_at = LEAST(published_at, now()) WHERE id = $1`, l.in.DraftID.Key)
	return err
}

func (l *launch) insert(ctx context.Context, t *pg.Tx, p consult.PeriodPlan) error {
	titles := civic.Localize(l.in.Title)
	if len(titles) == 0 {
		titles = l.record.Titles
	}
	calendar, version := p.Calendar.Named()
	_, err := t.Exec(ctx, `
		INSERT INTO consultations (id, policy_record_id, department_id, draft_id, title, notice, profile_code, timezone, identity_level, opens_at, closes_at,
		  closes_on, shortening_reason, calendar_code, calendar_version, feedback_due_on, created_by, idempotency_key, request_hash, moderation, folded)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)`,
		l.key, l.record.Key, l.record.DepartmentKey, pg.KeyOf(l.in.DraftID), titles, survey.LocalizeOptional(l.in.Notice), p.Profile.Code, p.Profile.Timezone, l.in.IdentityLevel,
		p.OpensAt, p.ClosesAt, l.in.ClosesOn, l.in.ShorteningReason, calendar, version, p.FeedbackDueOn, l.by.Account, l.same.Key, l.same.Hash, l.in.Moderation, titles.Folded())
	return err
}

// attachSurveys makes the surveys the consultation's own.
func (l *launch) attachSurveys(ctx context.Context, t *pg.Tx) error {
	for i, id := range l.in.SurveyIDs {
		if err := attachSurvey(ctx, t, id, l.record.DepartmentKey, l.key, civic.Indexed("surveyIds", i)); err != nil {
			return err
		}
	}
	return nil
}

// attachSurvey makes a survey the consultation's own. A survey serves one consultation, of its own department.
func attachSurvey(ctx context.Context, t *pg.Tx, id civic.ID, department, consultation uuid.UUID, field string) error {
	var s struct {
		DepartmentKey   uuid.UUID  `db:"department_id"`
		ConsultationKey *uuid.UUID `db:"consultation_id"`
	}
	err := t.Get(ctx, &s, `SELECT department_id, consultation_id FROM surveys WHERE id = $1 FOR UPDATE`, id.Key)
	switch {
	case err != nil:
		return pg.NotFoundAt(err, field)
	case s.DepartmentKey != department:
		return civic.Refuse(civic.NotFound, field)
	case s.ConsultationKey != nil:
		return civic.Refuse(consult.SurveyInUse, field)
	}
	_, err = t.Exec(ctx, `UPDATE surveys SET consultation_id = $2 WHERE id = $1`, id.Key, consultation)
	return err
}
