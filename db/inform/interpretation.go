// Package informdb keeps what a government tells: interpretations of policies, topic columns and answers to public concern.
package informdb

import (
	"context"

	"github.com/google/uuid"

	"minyi/db/pg"
	policydb "minyi/db/policy"
	"minyi/domain/civic"
	"minyi/domain/inform"
	"minyi/domain/legaltext"
	"minyi/domain/policy"
)

// outdated is true of an interpretation if a later version of the text was adopted and nobody confirmed since that it still holds.
const outdated = `, EXISTS (SELECT FROM drafts n LEFT JOIN drafts o ON o.id = x.draft_id WHERE n.policy_record_id = x.policy_record_id AND n.version > COALESCE(o.version, 0)
	AND n.adopted_at > COALESCE(x.confirmed_at, CASE WHEN x.draft_id IS NULL THEN x.created_at END, '-infinity')) AS outdated`

var _ = policydb.DeclareContent(inform.InterpretationKind, InterpretationsByID, policydb.ContentKind{Check: recordIsPublic, Released: tellRelease, Read: policy.ReadText[inform.InterpretationWords]})

// InterpretationsByID finds interpretations: everybody the released ones, staff of the department all.
func InterpretationsByID(ctx context.Context, db *pg.DB, by civic.Actor, ids []civic.ID) ([]inform.PolicyInterpretation, error) {
	return policydb.ContentsOf[inform.PolicyInterpretation](ctx, db, by, inform.InterpretationKind, outdated, `x.id = ANY($4)`, pg.KeysOf(ids))
}

// InterpretationsOn lists the interpretations of a policy that the actor may see, newest first. The public does not see replaced versions here.
func InterpretationsOn(ctx context.Context, db *pg.DB, by civic.Actor, record policy.PolicyRecord, page civic.PageArgs) (civic.Page[inform.PolicyInterpretation], error) {
	return pg.PageOf(ctx, db, page, policydb.ContentList[inform.PolicyInterpretation](by, inform.InterpretationKind, "interpretations/"+record.Key.String(), outdated,
		`x.policy_record_id = $4 AND x.replaced_at IS NULL`, record.Key))
}

// Interpretations lists the first released versions of interpretations, newest first. Everybody may.
func Interpretations(ctx context.Context, db *pg.DB, _ civic.Actor, page civic.PageArgs, filter *inform.InterpretationFilter) (civic.Page[inform.PolicyInterpretation], error) {
	if filter == nil {
		filter = &inform.InterpretationFilter{}
	}
	if err := pg.CheckFilter(filter); err != nil {
		return civic.Page[inform.PolicyInterpretation]{}, err
	}
	return pg.PageOf(ctx, db, page, policydb.ContentList[inform.PolicyInterpretation](civic.Actor{}, inform.InterpretationKind, "interpretations", outdated,
		firstReleased+` AND ($6::uuid IS NULL OR x.department_id = $6) AND ($7::text IS NULL OR x.words->>'origin' = $7) AND ($8::text IS NULL OR x.words->>'medium' = $8)`,
		db.Zone.String(), filter.Year, pg.KeyOf(filter.DepartmentID), filter.Origin, filter.Medium))
}

// firstReleased is true of the first released version of a content that everybody may read, if that was in the year $5 in the time zone $4, or in any year if $5 is null.
const firstReleased = policydb.ContentPublic + ` AND ($5::int IS NULL OR extract(year FROM x.published_at AT TIME ZONE CAST($4 AS text)) = $5)
	AND NOT EXISTS (SELECT FROM contents e WHERE e.root_id = x.root_id AND e.version < x.version AND e.published_at IS NOT NULL AND e.taken_down_at IS NULL)`

// CountInterpretations counts the interpretations that were first released in a year, by what they are. Everybody may.
func CountInterpretations(ctx context.Context, db *pg.DB, year int, department *civic.ID) (*inform.InterpretationCount, error) {
	var n inform.InterpretationCount
	err := db.Get(ctx, &n, `SELECT count(*) FILTER (WHERE x.words->>'medium' = 'TEXT' AND x.words->>'origin' = 'OWN') AS latest,
		  count(*) FILTER (WHERE x.words->>'medium' = 'TEXT' AND x.words->>'origin' = 'HIGHER_LEVEL') AS higher_level,
		  count(*) FILTER (WHERE x.words->>'medium' = 'VIDEO') AS videos, count(*) FILTER (WHERE x.words->>'medium' = 'INFOGRAPHIC') AS infographics
		FROM contents x WHERE x.kind = $1 AND ($2::uuid IS NULL OR x.department_id = $2) AND $3::bool AND `+firstReleased,
		inform.InterpretationKind, pg.KeyOf(department), true, db.Zone.String(), year)
	return &n, err
}

// ClauseInterpretations finds the released interpretations of clauses by the clauses' ids, newest first: of the clause, and of what it was in other
// versions.
func ClauseInterpretations(ctx context.Context, db *pg.DB, by civic.Actor, clauses []civic.ID) (map[civic.ID][]inform.PolicyInterpretation, error) {
	pairs, err := pg.Rows[struct {
		Clause  uuid.UUID `db:"clause_id"`
		Content uuid.UUID `db:"content_id"`
	}](ctx, db, `SELECT DISTINCT c.id AS clause_id, e.content_id FROM clauses c JOIN clauses kin ON kin.lineage_id = c.lineage_id JOIN content_clauses e ON e.clause_id = kin.id
		JOIN contents x ON x.id = e.content_id AND `+policydb.ContentPublic+` AND x.replaced_at IS NULL WHERE c.id = ANY($1) ORDER BY c.id, e.content_id DESC`, pg.KeysOf(clauses))
	if err != nil {
		return nil, err
	}
	ids := make([]civic.ID, len(pairs))
	for i, p := range pairs {
		ids[i] = civic.IDOf(inform.InterpretationKind, p.Content)
	}
	found, err := InterpretationsByID(ctx, db, by, ids)
	byKey := map[uuid.UUID]inform.PolicyInterpretation{}
	for _, i := range found {
		byKey[i.Key] = i
	}
	of := map[civic.ID][]inform.PolicyInterpretation{}
	for _, p := range pairs {
		if i, seen := byKey[p.Content]; seen {
			clause := civic.IDOf(legaltext.ClauseIDKind, p.Clause)
			of[clause] = append(of[clause], i)
		}
	}
	return of, err
}

// recordIsPublic refuses a release before anything of its policy is public.
func recordIsPublic(ctx context.Context, t *pg.Tx, c policy.ContentVersion) error {
	var public bool
	if err := t.Get(ctx, &public, `SELECT released_at IS NOT NULL FROM policy_records WHERE id = $1`, c.PolicyRecordKey); err != nil {
		return err
	}
	if !public {
		return civic.Refuse(policy.RecordNotPublic, "contentId")
	}
	return nil
}

// tellRelease adds the release to the timeline of the policy.
func tellRelease(ctx context.Context, t *pg.Tx, c policy.ContentVersion) error {
	return policydb.AddToTimeline(ctx, t, *c.PolicyRecordKey, policy.InterpretationReleased, c.Kind, c.Key, nil)
}

// InterpretedClauses finds the clauses that interpretations explain, by the interpretations' ids, in the order of their writers. Clauses that the
// actor may not see are left out.
func InterpretedClauses(ctx context.Context, db *pg.DB, by civic.Actor, interpretations []civic.ID) (map[civic.ID][]legaltext.Clause, error) {
	pairs, err := pg.Rows[struct {
		Content uuid.UUID `db:"content_id"`
		Clause  uuid.UUID `db:"clause_id"`
	}](ctx, db, `SELECT e.content_id, e.clause_id FROM content_clauses e WHERE e.content_id = ANY($1) ORDER BY e.content_id, e.position`, pg.KeysOf(interpretations))
	if err != nil {
		return nil, err
	}
	ids := make([]civic.ID, len(pairs))
	for i, p := range pairs {
		ids[i] = civic.IDOf(legaltext.ClauseIDKind, p.Clause)
	}
	clauses, err := policydb.ClausesByID(ctx, db, by, ids)
	byKey := map[uuid.UUID]legaltext.Clause{}
	for _, c := range clauses {
		byKey[c.Key] = c
	}
	of := map[civic.ID][]legaltext.Clause{}
	for _, p := range pairs {
		if c, seen := byKey[p.Clause]; seen {
			content := civic.IDOf(inform.InterpretationKind, p.Content)
			of[content] = append(of[content], c)
		}
	}
	return of, err
}
