package policydb

import (
	"context"

	"github.com/google/uuid"

	civicdb "minyi/db/civic"
	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/policy"
)

// UpdatePolicyRecord corrects the title of a record. A PUBLISHER of the department may. Once the record is public, the old title
// stays readable.
func UpdatePolicyRecord(ctx context.Context, db *pg.DB, by civic.Actor, in policy.UpdatePolicyRecordInput) (*policy.PolicyRecord, error) {
	if err := in.Check(); err != nil {
		return nil, err
	}
	return pg.Change(ctx, db, by, in, in.PolicyRecordID, PolicyRecordsByID, func(t *pg.Tx) error {
		r, err := LockRecord(ctx, t, in.PolicyRecordID)
		if err != nil {
			return err
		}
		if err := t.Allow(civic.CorrectText, r.DepartmentCode, in.PolicyRecordID); err != nil {
			return err
		}
		return civicdb.Correct(ctx, t, in.PolicyRecordID, "policy_records", r.ReleasedAt != nil, in.Reason,
			[]civicdb.Text{{Field: civic.CorrectedTitle, Column: "title", Folded: true, Now: r.Titles, Given: in.Title}}, NoteOn(ctx, t, r.Key, in.Reason))
	})
}

// NoteOn notes a correction in the timeline of a record.
func NoteOn(ctx context.Context, t *pg.Tx, record uuid.UUID, reason *string) func(correction civic.ID) error {
	return func(correction civic.ID) error {
		return AddToTimeline(ctx, t, record, policy.TextCorrected, civic.CorrectionKind, correction.Key, reason)
	}
}
