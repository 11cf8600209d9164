package policydb

import (
	"context"

	"github.com/google/uuid"

	civicdb "minyi/db/civic"
	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/policy"
)

// policyColumns reads a record with its stage, which follows from what happened: the consultations first, of which one that is
// not over comes before one to be answered and that before those reported; then the newest draft. A statement that uses it takes the
// time zone of the installation as its first argument, in policyTables.
const policyColumns = `r.id, r.department_id, dep.code AS department_code, r.kind, r.title, r.created_at, r.released_at,
	CASE
	  WHEN c.id IS NOT NULL AND c.reported_at IS NULL AND now() < c.closes_at THEN 'CONSULTING'
	  WHEN c.id IS NOT NULL AND c.reported_at IS NULL THEN 'ANSWERING'
	  WHEN d.state = 'ADOPTED' AND EXISTS (SELECT FROM drafts a WHERE a.policy_record_id = r.id AND a.adopted_at IS NOT NULL
	    AND a.effective_on <= today.day) THEN 'IN_FORCE'
	  WHEN d.state = 'ADOPTED' THEN 'ADOPTED'
	  WHEN c.reported_at > d.created_at OR (c.reported_at IS NOT NULL AND c.draft_id = d.id) OR (c.reported_at IS NOT NULL AND d.id IS NULL) THEN 'REPORTED'
	  WHEN d.state IN ('SUBMITTED', 'EDITED', 'REVIEWED', 'APPROVED') THEN 'IN_REVIEW'
	  WHEN d.id IS NOT NULL THEN 'DRAFTING'
	  ELSE 'PROPOSED'
	END AS stage`

const policyTables = `policy_records r JOIN departments dep ON dep.id = r.department_id
	CROSS JOIN (SELECT ` + pg.Today + ` AS day) today
	LEFT JOIN LATERAL (SELECT id, draft_id, closes_at, reported_at FROM consultations
	  WHERE policy_record_id = r.id AND withdrawn_at IS NULL ORDER BY reported_at IS NULL DESC, now() < closes_at DESC, id DESC LIMIT 1) c ON true
	LEFT JOIN LATERAL (SELECT id, state, created_at FROM drafts WHERE policy_record_id = r.id ORDER BY version DESC LIMIT 1) d ON true`

// recordSeen is true of records that were released, and for the department's staff of all; reachOf gives $2 and $3.
const recordSeen = `(r.released_at IS NOT NULL OR $2::bool OR dep.code = ANY($3))`

// Release makes a record public, with the first draft or consultation on it that is.
func Release(ctx context.Context, t *pg.Tx, record uuid.UUID) error {
	_, err := t.Exec(ctx, `UPDATE policy_records SET released_at = now() WHERE id = $1 AND released_at IS NULL`, record)
	return err
}

// PolicyRecords lists the records that the filter lets through and the actor may see, newest first.
func PolicyRecords(ctx context.Context, db *pg.DB, by civic.Actor, page civic.PageArgs, filter *policy.PolicyRecordFilter) (civic.Page[policy.PolicyRecord], error) {
	if filter == nil {
		filter = &policy.PolicyRecordFilter{}
	}
	if err := pg.CheckFilter(filter); err != nil {
		return civic.Page[policy.PolicyRecord]{}, err
	}
	all, codes := ReachOf(by)
	return pg.PageOf(ctx, db, page, pg.Listing[policy.PolicyRecord]{
		Name: "policyRecords", Columns: policyColumns, Key: "r.id", Descending: true,
		From: policyTables, Where: recordSeen + ` AND ($4::uuid IS NULL OR r.department_id = $4) AND ($5::text IS NULL OR r.kind = $5)
			AND ($6::text IS NULL OR ` + pg.Holds("r.folded", "r.title", "$6") + `)`,
		Args:  []any{db.Zone.String(), all, codes, pg.KeyOf(filter.DepartmentID), filter.Kind, pg.Folded(filter.Title)},
		Place: func(r policy.PolicyRecord) civic.Place { return civic.Place{Key: r.Key} },
	})
}

// PolicyRecordsByID finds the policy records that the actor may see.
func PolicyRecordsByID(ctx context.Context, db *pg.DB, by civic.Actor, ids []civic.ID) ([]policy.PolicyRecord, error) {
	all, codes := ReachOf(by)
	return pg.Rows[policy.PolicyRecord](ctx, db, `SELECT `+policyColumns+` FROM `+policyTables+` WHERE r.id = ANY($4) AND `+recordSeen, db.Zone.String(), all, codes, pg.KeysOf(ids))
}

// CreatePolicyRecord opens a record. An EDITOR of the department may.
func CreatePolicyRecord(ctx context.Context, db *pg.DB, by civic.Actor, in policy.CreatePolicyRecordInput) (*policy.PolicyRecord, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	id, same := civic.IDOf(policy.PolicyRecordKind, civic.NewKey()), pg.RequestOf(in.IdempotencyKey, in)
	create := pg.Create[policy.PolicyRecord]{By: by, Input: in, Request: same, ID: id, Table: "policy_records", Find: PolicyRecordsByID}
	return civicdb.CreateIn(ctx, db, create, in.DepartmentID, policy.WritePolicyRecord, func(t *pg.Tx, department *civic.Department) error {
		if _, err := t.Exec(ctx, `INSERT INTO policy_records (id, department_id, kind, title, folded, created_by, idempotency_key, request_hash)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, id.Key, department.Key, in.Kind, civic.Localize(in.Title), civic.Localize(in.Title).Folded(), by.Account, same.Key, same.Hash); err != nil {
			return err
		}
		return AddToTimeline(ctx, t, id.Key, policy.RecordCreated, policy.PolicyRecordKind, id.Key, nil)
	})
}

// AddToTimeline notes an event of a policy in the transaction that makes it happen.
func AddToTimeline(ctx context.Context, t *pg.Tx, record uuid.UUID, kind policy.TimelineEventKind, subjectKind civic.Kind, subject uuid.UUID, reason *string) error {
	_, err := t.Exec(ctx, `INSERT INTO policy_events (id, policy_record_id, at, kind, public, subject_kind, subject_id, reason)
		VALUES ($1, $2, now(), $3, $4, $5, $6, $7)`, civic.NewKey(), record, kind, kind.Public(), subjectKind, subject, reason)
	return err
}

// LockRecord reads a record and keeps others from changing what belongs to it until the transaction ends.
func LockRecord(ctx context.Context, t *pg.Tx, id civic.ID) (*policy.PolicyRecord, error) {
	if _, err := t.Exec(ctx, `SELECT FROM policy_records WHERE id = $1 FOR UPDATE`, id.Key); err != nil {
		return nil, err
	}
	var found []policy.PolicyRecord
	err := t.List(ctx, &found, `SELECT `+policyColumns+` FROM `+policyTables+` WHERE r.id = $2`, t.DB.Zone.String(), id.Key)
	record, err := pg.Single(found, err)
	return record, pg.Under("policyRecordId", err)
}

// Timeline lists what happened to a record, newest first. Internal steps are seen by the department's staff only.
func Timeline(ctx context.Context, db *pg.DB, by civic.Actor, record policy.PolicyRecord, page civic.PageArgs) (civic.Page[policy.TimelineEvent], error) {
	return pg.PageOf(ctx, db, page, pg.Listing[policy.TimelineEvent]{
		Name: "timeline/" + record.Key.String(), Columns: `e.id, e.at, e.kind, e.subject_kind, e.subject_id, e.reason, e.policy_record_id`, Key: "e.id", Descending: true,
		From: `policy_events e`, Where: `e.policy_record_id = $1 AND (e.public OR $2)`,
		Args:  []any{record.Key, by.Can(policy.ReadInternal, record.DepartmentCode)},
		Place: func(e policy.TimelineEvent) civic.Place { return civic.Place{Key: e.Key} },
	})
}
