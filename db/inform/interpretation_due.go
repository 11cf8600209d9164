package informdb

import (
	"context"

	consultdb "minyi/db/consult"
	"minyi/db/pg"
	policydb "minyi/db/policy"
	"minyi/domain/civic"
	"minyi/domain/inform"
	"minyi/domain/policy"
)

// duties are adopted texts with the first own interpretation of each. An interpretation of an earlier version counts from its confirmation on.
const duties = `SELECT t.id AS draft_id, t.policy_record_id, t.adopted_at, done.released_at, done.id AS interpretation_id
	FROM drafts t JOIN policy_records r ON r.id = t.policy_record_id LEFT JOIN LATERAL (
	  SELECT x.id, CASE WHEN x.draft_id = t.id THEN x.published_at ELSE x.confirmed_at END AS released_at FROM contents x
	  WHERE x.kind = 'I' AND x.policy_record_id = t.policy_record_id AND ` + policydb.ContentPublic + ` AND x.words->>'origin' = 'OWN' AND (x.draft_id = t.id OR x.confirmed_at >= t.adopted_at)
	  ORDER BY 2, x.id LIMIT 1) done ON true
	WHERE t.adopted_at IS NOT NULL AND `

// mostOverdue is how many texts the list of what is missing holds.
const mostOverdue = 500

// InterpretationDuties finds the duties to explain the texts that were adopted last, by the ids of their policies. Everybody may.
func InterpretationDuties(ctx context.Context, db *pg.DB, _ civic.Actor, records []civic.ID) (map[civic.ID]inform.InterpretationDuty, error) {
	found, err := dutiesWhere(ctx, db, `t.id IN (SELECT DISTINCT ON (a.policy_record_id) a.id FROM drafts a WHERE a.policy_record_id = ANY($1) AND a.adopted_at IS NOT NULL
		ORDER BY a.policy_record_id, a.adopted_at DESC, a.version DESC)`, pg.KeysOf(records))
	of := map[civic.ID]inform.InterpretationDuty{}
	for _, d := range found {
		of[civic.IDOf(policy.PolicyRecordKind, d.RecordKey)] = d
	}
	return of, err
}

// InterpretationsOverdue lists the texts that were adopted in a year and have no interpretation, or have it too late: the oldest first, at most 500.
// Everybody may.
func InterpretationsOverdue(ctx context.Context, db *pg.DB, year int, department *civic.ID) ([]inform.InterpretationDuty, error) {
	found, err := dutiesWhere(ctx, db, `extract(year FROM t.adopted_at AT TIME ZONE CAST($1 AS text)) = $2::int AND ($3::uuid IS NULL OR r.department_id = $3)
		AND (done.released_at IS NULL OR done.released_at > t.adopted_at + interval '3 days') ORDER BY t.adopted_at, t.id LIMIT $4`, db.Zone.String(), year, pg.KeyOf(department), mostOverdue)
	overdue := []inform.InterpretationDuty{}
	for _, d := range found {
		if d.OverdueDays > 0 {
			overdue = append(overdue, d)
		}
	}
	return overdue, err
}

// dutiesWhere reads duties and counts their deadlines by today's calendar.
func dutiesWhere(ctx context.Context, db *pg.DB, where string, args ...any) ([]inform.InterpretationDuty, error) {
	found, err := pg.Rows[inform.InterpretationDuty](ctx, db, duties+where, args...)
	if err != nil || len(found) == 0 {
		return found, err
	}
	var today civic.Date
	if err := db.Get(ctx, &today, `SELECT `+pg.Today, db.Zone.String()); err != nil {
		return nil, err
	}
	history, err := consultdb.CalendarHistory(ctx, db, "CN", db.Zone.String())
	if err != nil {
		return nil, err
	}
	for i := range found {
		found[i].Fill(history.KnownOn(today), today, db.Zone)
	}
	return found, nil
}
