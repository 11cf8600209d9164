package consultdb

import (
	"context"
	"fmt"
	"slices"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/policy"
)

// deskItems is all that waits for the staff of any department: the newest version of a draft, unless $3 gave an earlier step of its
// review; consultations that close within seven days or have no report; surveys that no consultation carries. Staff wrote all of it,
// so that every machine has these tables.
const deskItems = `(
	SELECT CASE t.state WHEN 'DRAFT' THEN 'DRAFT_TO_WRITE' WHEN 'SUBMITTED' THEN 'DRAFT_TO_EDIT' WHEN 'EDITED' THEN 'DRAFT_TO_REVIEW'
	    WHEN 'REVIEWED' THEN 'DRAFT_TO_PUBLISH' ELSE 'DRAFT_TO_LAUNCH' END AS kind, 'T' AS subject_kind, t.id AS subject_id, r.department_id,
	  COALESCE((SELECT max(e.at) FROM policy_events e WHERE e.policy_record_id = r.id AND e.subject_id = t.id), t.created_at) AS since,
	  CAST(NULL AS timestamptz) AS due_at
	FROM drafts t JOIN policy_records r ON r.id = t.policy_record_id
	WHERE t.state NOT IN ('PUBLISHED', 'ADOPTED')
	  AND NOT EXISTS (SELECT FROM drafts n WHERE n.policy_record_id = t.policy_record_id AND n.version > t.version)
	  AND NOT EXISTS (SELECT FROM (SELECT DISTINCT ON (e.stage) e.stage, e.actor FROM editorial_reviews e
	      WHERE e.content_id = t.id AND e.decision = 'APPROVE' ORDER BY e.stage, e.at DESC, e.id DESC) step
	    WHERE step.actor = $3 AND (t.state = 'REVIEWED' AND step.stage IN ('EDIT', 'REVIEW') OR t.state = 'EDITED' AND step.stage = 'EDIT'))
	UNION ALL
	SELECT CASE WHEN now() < c.closes_at THEN 'CONSULTATION_CLOSING' WHEN now() < c.due_at OR c.due_at IS NULL THEN 'CONSULTATION_TO_ANSWER' ELSE 'REPORT_OVERDUE' END,
	  'C', c.id, c.department_id,
	  CASE WHEN now() < c.closes_at THEN greatest(c.opens_at, c.closes_at - interval '7 days') WHEN now() >= c.due_at THEN c.due_at ELSE c.closes_at END,
	  CASE WHEN now() < c.closes_at THEN c.closes_at ELSE c.due_at END
	FROM (SELECT id, department_id, opens_at, closes_at, CAST(feedback_due_on + 1 AS timestamp) AT TIME ZONE timezone AS due_at FROM consultations
	  WHERE reported_at IS NULL AND withdrawn_at IS NULL AND opens_at <= now() AND closes_at <= now() + interval '7 days') c
	UNION ALL
	SELECT 'SURVEY_TO_LAUNCH', 'S', s.id, s.department_id, s.created_at, CAST(NULL AS timestamptz) FROM surveys s WHERE s.consultation_id IS NULL
)`

// Desk lists what waits for the actor in a department, or in all departments in which they have a role: by the instant when it is due,
// or else since when it waits, the earliest first. A department whose internal matters the actor may not read is refused.
func Desk(ctx context.Context, db *pg.DB, by civic.Actor, department *civic.ID, wanted []consult.DeskItemKind, args civic.PageArgs) (civic.Page[consult.DeskItem], error) {
	if err := requireIn(ctx, db, by, policy.ReadInternal, department); err != nil {
		return civic.Page[consult.DeskItem]{}, err
	}
	kinds, codes := consult.DeskOf(by, wanted)
	return pg.PageOf(ctx, db, args, pg.Listing[consult.DeskItem]{
		Name: "desk/" + listOf(department) + "/" + fmt.Sprint(slices.Sorted(slices.Values(wanted))), Columns: `i.kind, i.subject_kind, i.subject_id, i.since, i.due_at`,
		From: deskItems + ` i JOIN departments dep ON dep.id = i.department_id
			JOIN unnest($1::text[], $2::text[]) AS mine (kind, code) ON mine.kind = i.kind AND mine.code = dep.code`,
		Where: `($4::uuid IS NULL OR i.department_id = $4)`, Args: []any{pg.TextArray(kinds), pg.TextArray(codes), by.Account, pg.KeyOf(department)},
		Key: "i.subject_id", Rank: "COALESCE(i.due_at, i.since)", RankValue: pg.ByTime,
		Place: func(i consult.DeskItem) civic.Place {
			return civic.Place{Rank: i.Urgency().UnixMicro(), Key: i.SubjectKey}
		},
	})
}
