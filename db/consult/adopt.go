package consultdb

import (
	"context"

	"github.com/google/uuid"

	"minyi/db/pg"
	policydb "minyi/db/policy"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/policy"
)

// AdoptDraft makes a version of a draft the text in force from a day on; it becomes public if it was not. A PUBLISHER of the department
// may. It refuses a draft that has not passed its review or is adopted already, consultations on the record that are open or not
// reported, a record that the public was not consulted on since its last adoption, unless a public reason says why, and a day
// of coming into force that is over or more than ten years away.
func AdoptDraft(ctx context.Context, db *pg.DB, by civic.Actor, in consult.AdoptDraftInput) (*policy.Draft, error) {
	if err := consult.CheckAdopt(in); err != nil {
		return nil, err
	}
	if err := db.Write(ctx, by, in, func(t *pg.Tx) error { return adopt(ctx, t, by, in) }); err != nil {
		return nil, err
	}
	return pg.Single(policydb.DraftsByID(ctx, db, by, []civic.ID{in.DraftID}))
}

func adopt(ctx context.Context, t *pg.Tx, by civic.Actor, in consult.AdoptDraftInput) error {
	d, err := policydb.LockDraft(ctx, t, by, in.DraftID, "draftId")
	if err != nil {
		return err
	}
	if err := t.Allow(consult.AdoptDraft, d.DepartmentCode, d.ID()); err != nil {
		return err
	}
	held, err := heldSinceAdoption(ctx, t, d.PolicyRecordKey)
	if err != nil {
		return err
	}
	today, err := t.Today(ctx)
	if err != nil {
		return err
	}
	if err := consult.Adoptable(*d, in, held, today, t.DB.Zone); err != nil {
		return err
	}
	if _, err := t.Exec(ctx, `UPDATE drafts SET state = $2, adopted_at = now(), effective_on = $3, published_at = LEAST(published_at, now()) WHERE id = $1`,
		d.Key, policy.StateAdopted, in.EffectiveOn); err != nil {
		return err
	}
	if err := policydb.Release(ctx, t, d.PolicyRecordKey); err != nil {
		return err
	}
	reason := in.NotConsultedReason
	if consult.Consulted(held) {
		reason = nil // what nothing needed is not published
	}
	return policydb.AddToTimeline(ctx, t, d.PolicyRecordKey, policy.DraftAdopted, policy.DraftKind, d.Key, reason)
}

// heldSinceAdoption reads the consultations on a record that were launched since a text of it was last adopted: what people said
// on the text in force is no answer to the one that is to follow it.
func heldSinceAdoption(ctx context.Context, t *pg.Tx, record uuid.UUID) ([]consult.Consultation, error) {
	return pg.Rows[consult.Consultation](ctx, t, `SELECT `+ConsultationColumns+` FROM `+ConsultationTables+` WHERE c.policy_record_id = $1
		AND c.created_at > COALESCE((SELECT max(adopted_at) FROM drafts WHERE policy_record_id = $1), '-infinity') ORDER BY c.id DESC`, record)
}
