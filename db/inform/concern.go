package informdb

import (
	"context"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"minyi/db/pg"
	policydb "minyi/db/policy"
	"minyi/domain/civic"
	"minyi/domain/inform"
	"minyi/domain/policy"
)

const (
	concernColumns = `q.id, q.department_id, dep.code AS department_code, q.kind, q.severity, q.summary, q.sources, q.sensed_at, q.created_at, q.merged_into, q.closed_at, q.close_reason,
		a.answered_at, a.answers, now() AS now`
	// An answer to a concern answers those too that were merged into it.
	concernTables = `public_concerns q LEFT JOIN departments dep ON dep.id = q.department_id CROSS JOIN LATERAL (
		SELECT min(x.published_at) AS answered_at, count(*) AS answers FROM contents x WHERE x.published_at IS NOT NULL
		  AND x.id IN (SELECT e.content_id FROM content_concerns e WHERE e.concern_id IN (q.id, q.merged_into))) a`
	// concernSeen is true of concerns with a released answer, and for staff of all; reachOfConcerns gives $1 and $2.
	concernSeen = `(a.answered_at IS NOT NULL OR $1::bool OR dep.code = ANY($2))`
)

var _ = policydb.DeclareContent(inform.ConcernResponseKind, ConcernResponsesByID, policydb.ContentKind{Read: policy.ReadText[inform.ConcernResponseWords]})

// reachOfConcerns says of which departments an actor sees concerns that are not answered: of all, or of those with these codes.
func reachOfConcerns(by civic.Actor) []any {
	codes, all := by.Reach(inform.ReadConcerns)
	return []any{all, pq.Array(codes)}
}

// ConcernsByID finds concerns: everybody those with a released answer, staff of the department and INSPECTORs all.
func ConcernsByID(ctx context.Context, db *pg.DB, by civic.Actor, ids []civic.ID) ([]inform.PublicConcern, error) {
	return concernsWhere(ctx, db, by, `q.id = ANY($3)`, pg.KeysOf(ids))
}

func concernsWhere(ctx context.Context, q pg.Querier, by civic.Actor, where string, args ...any) ([]inform.PublicConcern, error) {
	return pg.Rows[inform.PublicConcern](ctx, q, `SELECT `+concernColumns+` FROM `+concernTables+` WHERE `+concernSeen+` AND `+where, append(reachOfConcerns(by), args...)...)
}

// PublicConcerns lists the concerns that the actor may see, newest first.
func PublicConcerns(ctx context.Context, db *pg.DB, by civic.Actor, page civic.PageArgs, department *civic.ID, open *bool) (civic.Page[inform.PublicConcern], error) {
	return pg.PageOf(ctx, db, page, pg.Listing[inform.PublicConcern]{
		Name: "publicConcerns", Columns: concernColumns, From: concernTables, Key: "q.id", Descending: true,
		Where: concernSeen + ` AND ($3::uuid IS NULL OR q.department_id = $3) AND ($4::bool IS NULL OR $4 = (q.closed_at IS NULL AND a.answered_at IS NULL))`,
		Args:  append(reachOfConcerns(by), pg.KeyOf(department), open),
		Place: func(c inform.PublicConcern) civic.Place { return civic.Place{Key: c.Key} },
	})
}

// ConcernStandings counts the concerns of each department that were noticed in a year. Everybody may: the counts tell of concerns that nobody has
// answered without their words.
func ConcernStandings(ctx context.Context, db *pg.DB, year int) ([]inform.ConcernStanding, error) {
	return pg.Rows[inform.ConcernStanding](ctx, db, `SELECT c.department_id, count(*) FILTER (WHERE c.open) AS open, count(*) FILTER (WHERE c.open AND now() >= c.due_at) AS overdue,
		  count(*) FILTER (WHERE c.answered_at IS NOT NULL) AS answered, count(*) FILTER (WHERE c.answered_at >= c.due_at) AS answered_late,
		  count(*) FILTER (WHERE c.answered_at IS NULL AND NOT c.open) AS closed_unanswered
		FROM (SELECT q.department_id, dep.code, a.answered_at, q.closed_at IS NULL AND a.answered_at IS NULL AS open,
		    q.sensed_at + CASE q.severity WHEN 'GRAVE_EMERGENCY' THEN interval '24 hours' ELSE interval '48 hours' END AS due_at
		  FROM `+concernTables+` WHERE q.department_id IS NOT NULL AND extract(year FROM q.sensed_at AT TIME ZONE CAST($1 AS text)) = $2::int) c
		GROUP BY c.department_id, c.code ORDER BY c.code`, db.Zone.String(), year)
}

// ConcernResponsesByID finds answers: everybody the released ones, staff of the department all.
func ConcernResponsesByID(ctx context.Context, db *pg.DB, by civic.Actor, ids []civic.ID) ([]inform.PublicConcernResponse, error) {
	return policydb.ContentsOf[inform.PublicConcernResponse](ctx, db, by, inform.ConcernResponseKind, "", `x.id = ANY($4)`, pg.KeysOf(ids))
}

// ConcernResponses lists the answers that the actor may see, newest first, without those that a later version replaced.
func ConcernResponses(ctx context.Context, db *pg.DB, by civic.Actor, page civic.PageArgs, department *civic.ID) (civic.Page[inform.PublicConcernResponse], error) {
	return pg.PageOf(ctx, db, page, policydb.ContentList[inform.PublicConcernResponse](by, inform.ConcernResponseKind, "publicConcernResponses", "",
		`x.replaced_at IS NULL AND ($4::uuid IS NULL OR x.department_id = $4)`, pg.KeyOf(department)))
}

// AnsweredConcerns finds the concerns that answers answer, by the answers' ids: those that the actor may see, with those merged into them.
func AnsweredConcerns(ctx context.Context, db *pg.DB, by civic.Actor, answers []civic.ID) (map[civic.ID][]inform.PublicConcern, error) {
	return pairs(ctx, db, inform.ConcernResponseKind, `SELECT e.content_id AS left_id, q.id AS right_id FROM content_concerns e JOIN public_concerns q ON e.concern_id IN (q.id, q.merged_into)
		WHERE e.content_id = ANY($1) ORDER BY q.id`, answers, inform.ConcernIDKind, func(ids []civic.ID) ([]inform.PublicConcern, error) { return ConcernsByID(ctx, db, by, ids) })
}

// ResponsesToConcerns finds the answers to concerns by the concerns' ids, oldest first.
func ResponsesToConcerns(ctx context.Context, db *pg.DB, by civic.Actor, concerns []civic.ID) (map[civic.ID][]inform.PublicConcernResponse, error) {
	return pairs(ctx, db, inform.ConcernIDKind, `SELECT q.id AS left_id, e.content_id AS right_id FROM public_concerns q JOIN content_concerns e ON e.concern_id IN (q.id, q.merged_into)
		WHERE q.id = ANY($1) ORDER BY e.content_id`, concerns, inform.ConcernResponseKind, func(ids []civic.ID) ([]inform.PublicConcernResponse, error) {
		return ConcernResponsesByID(ctx, db, by, ids)
	})
}

// pairs finds what belongs to the things with some ids, by a statement that pairs their keys, in its order.
func pairs[T civic.Node](ctx context.Context, db *pg.DB, kind civic.Kind, statement string, ids []civic.ID, of civic.Kind, find func([]civic.ID) ([]T, error)) (map[civic.ID][]T, error) {
	paired, err := pg.Rows[struct {
		Left  uuid.UUID `db:"left_id"`
		Right uuid.UUID `db:"right_id"`
	}](ctx, db, statement, pg.KeysOf(ids))
	if err != nil {
		return nil, err
	}
	wanted := make([]civic.ID, len(paired))
	for i, p := range paired {
		wanted[i] = civic.IDOf(of, p.Right)
	}
	found, err := find(wanted)
	byKey := map[uuid.UUID]T{}
	for _, thing := range found {
		byKey[thing.ID().Key] = thing
	}
	all := map[civic.ID][]T{}
	for _, p := range paired {
		if thing, seen := byKey[p.Right]; seen {
			all[civic.IDOf(kind, p.Left)] = append(all[civic.IDOf(kind, p.Left)], thing)
		}
	}
	return all, err
}

// answerable locks the concerns of an answer and returns the department that they belong to.
func answerable(ctx context.Context, t *pg.Tx, by civic.Actor, ids []civic.ID) (*inform.PublicConcern, error) {
	var problems civic.Problems
	var first *inform.PublicConcern
	for i, id := range ids {
		c, err := lockConcern(ctx, t, by, id, civic.Indexed("answer.concernIds", i))
		if err := problems.Gather(err); err != nil {
			return nil, err
		}
		switch {
		case c == nil:
			continue
		case c.DepartmentKey == nil, first != nil && *c.DepartmentKey != *first.DepartmentKey:
			problems.Add(inform.NotAssigned, civic.Indexed("answer.concernIds", i))
			continue
		}
		problems.Join(c.RequireOpen(civic.Indexed("answer.concernIds", i)))
		if first == nil {
			first = c
		}
	}
	return first, problems.Err()
}

// lockConcern reads a concern that the actor may see and keeps others from changing it until the transaction ends.
func lockConcern(ctx context.Context, t *pg.Tx, by civic.Actor, id civic.ID, field string) (*inform.PublicConcern, error) {
	if _, err := t.Exec(ctx, `SELECT FROM public_concerns WHERE id = $1 FOR UPDATE`, id.Key); err != nil {
		return nil, err
	}
	found, err := concernsWhere(ctx, t, by, `q.id = $3`, id.Key)
	c, err := pg.Single(found, err)
	return c, pg.Under(field, err)
}

// AnswerConcern writes an answer to concerns of one department. An EDITOR of the department may.
func AnswerConcern(ctx context.Context, db *pg.DB, by civic.Actor, in inform.AnswerConcernInput) (*inform.PublicConcernResponse, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	id, same := civic.IDOf(inform.ConcernResponseKind, civic.NewKey()), pg.RequestOf(in.IdempotencyKey, in)
	create := pg.Create[inform.PublicConcernResponse]{By: by, Input: in, Request: same, ID: id, Table: "contents", Find: ConcernResponsesByID}
	return create.Run(ctx, db, func(t *pg.Tx) error {
		first, err := answerable(ctx, t, by, in.Answer.ConcernIDs)
		if err != nil {
			return err
		}
		if err := t.Allow(policy.WriteContent, first.Code(), id); err != nil {
			return err
		}
		c := policy.ContentVersion{Key: id.Key, Kind: id.Kind, DepartmentKey: *first.DepartmentKey}
		if err := policydb.InsertContent(ctx, t, by, c, policydb.Words{Words: in.Answer.Words()}, same); err != nil {
			return err
		}
		return setConcerns(ctx, t, id.Key, in.Answer.ConcernIDs)
	})
}

// ReviseConcernResponse changes an answer, or begins its next version if it is released: what followed since. An EDITOR of the department may.
func ReviseConcernResponse(ctx context.Context, db *pg.DB, by civic.Actor, in inform.ReviseConcernResponseInput) (*inform.PublicConcernResponse, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	var key uuid.UUID
	if err := db.Write(ctx, by, in, func(t *pg.Tx) error {
		c, err := policydb.LockContent(ctx, t, by, policy.WriteContent, in.ContentID)
		if err != nil {
			return err
		}
		first, err := answerable(ctx, t, by, in.Answer.ConcernIDs)
		if err != nil {
			return err
		}
		if *first.DepartmentKey != c.DepartmentKey {
			return civic.Refuse(inform.NotAssigned, "answer.concernIds.0")
		}
		if key, err = policydb.ReviseContent(ctx, t, by, *c, policydb.Words{Words: in.Answer.Words()}); err != nil {
			return err
		}
		return setConcerns(ctx, t, key, in.Answer.ConcernIDs)
	}); err != nil {
		return nil, err
	}
	return pg.One(ctx, db, by, ConcernResponsesByID, civic.IDOf(inform.ConcernResponseKind, key), "")
}

// setConcerns writes which concerns an answer answers.
func setConcerns(ctx context.Context, t *pg.Tx, content uuid.UUID, concerns []civic.ID) error {
	if _, err := t.Exec(ctx, `DELETE FROM content_concerns WHERE content_id = $1`, content); err != nil {
		return err
	}
	_, err := t.Exec(ctx, `INSERT INTO content_concerns (content_id, concern_id) SELECT $1::uuid, unnest($2::uuid[])`, content, pg.KeysOf(concerns))
	return err
}
