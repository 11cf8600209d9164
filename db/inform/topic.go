package informdb

import (
	"context"

	"github.com/google/uuid"

	civicdb "minyi/db/civic"
	"minyi/db/pg"
	policydb "minyi/db/policy"
	"minyi/domain/civic"
	"minyi/domain/inform"
	"minyi/domain/policy"
)

const archived = `, (SELECT y.at FROM topic_years y WHERE y.root_id = x.root_id AND y.standing = 'CLOSED') AS archived_at`

var _ = policydb.DeclareContent(inform.TopicKind, TopicsByID, policydb.ContentKind{Released: beginTopic, Read: policy.ReadText[inform.TopicWords]})

// TopicsByID finds topic columns: everybody the released ones, staff of the department all.
func TopicsByID(ctx context.Context, db *pg.DB, by civic.Actor, ids []civic.ID) ([]inform.TopicColumn, error) {
	return policydb.ContentsOf[inform.TopicColumn](ctx, db, by, inform.TopicKind, archived, `x.id = ANY($4)`, pg.KeysOf(ids))
}

// Topics lists the topic columns that the actor may see, newest first: those with a standing in a year, or all.
func Topics(ctx context.Context, db *pg.DB, by civic.Actor, page civic.PageArgs, department *civic.ID, year *int, standing *inform.TopicStanding) (civic.Page[inform.TopicColumn], error) {
	return pg.PageOf(ctx, db, page, policydb.ContentList[inform.TopicColumn](by, inform.TopicKind, "topicColumns", archived,
		`x.replaced_at IS NULL AND ($4::uuid IS NULL OR x.department_id = $4) AND ($5::int IS NULL AND $6::text IS NULL OR EXISTS (SELECT FROM topic_years y
		  WHERE y.root_id = x.root_id AND ($5::int IS NULL OR y.year = $5) AND ($6::text IS NULL OR y.standing = $6)))`, pg.KeyOf(department), year, standing))
}

// CountTopics counts the columns of a year by their standing. A column is undecided if it was open in the year and nobody said what became of it.
func CountTopics(ctx context.Context, db *pg.DB, year int) (*inform.TopicCount, error) {
	var n inform.TopicCount
	err := db.Get(ctx, &n, `SELECT count(*) FILTER (WHERE y.standing = 'NEW') AS new, count(*) FILTER (WHERE y.standing = 'ADJUSTED') AS adjusted,
		  count(*) FILTER (WHERE y.standing = 'KEPT') AS kept, count(*) FILTER (WHERE y.standing = 'CLOSED') AS closed, count(*) FILTER (WHERE y.standing IS NULL) AS undecided
		FROM (SELECT o.root_id, o.year AS opened, (SELECT c.year FROM topic_years c WHERE c.root_id = o.root_id AND c.standing = 'CLOSED') AS closed FROM topic_years o WHERE o.standing = 'NEW') t
		LEFT JOIN topic_years y ON y.root_id = t.root_id AND y.year = $1 WHERE t.opened <= $1 AND (t.closed IS NULL OR t.closed >= $1)`, year)
	return &n, err
}

// TopicYears finds the standings of columns by the keys of their first versions, oldest first. Everybody may.
func TopicYears(ctx context.Context, db *pg.DB, _ civic.Actor, roots []uuid.UUID) (map[uuid.UUID][]inform.TopicYear, error) {
	found, err := pg.Rows[inform.TopicYear](ctx, db, `SELECT y.root_id, y.year, y.standing, y.reason, y.at FROM topic_years y WHERE y.root_id = ANY($1) ORDER BY y.root_id, y.year`, pg.KeyArray(roots))
	of := map[uuid.UUID][]inform.TopicYear{}
	for _, y := range found {
		of[y.RootKey] = append(of[y.RootKey], y)
	}
	return of, err
}

// TopicPolicies lists the policies that the rule of a column finds and the actor may see, newest first; none without a rule.
func TopicPolicies(ctx context.Context, db *pg.DB, by civic.Actor, column inform.TopicColumn, page civic.PageArgs) (civic.Page[policy.PolicyRecord], error) {
	if column.Words.Rule == nil {
		return civic.Page[policy.PolicyRecord]{}, nil
	}
	filter := policy.PolicyRecordFilter{Title: &column.Words.Rule.TitleContains}
	if key := column.Words.Rule.DepartmentKey; key != nil {
		filter.DepartmentID = new(civic.IDOf(civic.DepartmentKind, *key))
	}
	return policydb.PolicyRecords(ctx, db, by, page, &filter)
}

// OpenTopic writes a new column. An EDITOR of the department may. It refuses EMPTY_COLUMN, and NOT_FOUND for what the public cannot read.
func OpenTopic(ctx context.Context, db *pg.DB, by civic.Actor, in inform.OpenTopicInput) (*inform.TopicColumn, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	id, same := civic.IDOf(inform.TopicKind, civic.NewKey()), pg.RequestOf(in.IdempotencyKey, in)
	create := pg.Create[inform.TopicColumn]{By: by, Input: in, Request: same, ID: id, Table: "contents", Find: TopicsByID}
	return civicdb.CreateIn(ctx, db, create, in.DepartmentID, policy.WriteContent, func(t *pg.Tx, department *civic.Department) error {
		words := in.Topic.Words()
		if err := refuseEmpty(ctx, t, in.Topic); err != nil {
			return err
		}
		return policydb.InsertContent(ctx, t, by, policy.ContentVersion{Key: id.Key, Kind: id.Kind, DepartmentKey: department.Key}, policydb.Words{Words: words}, same)
	})
}

// CurateTopic changes a column, or begins its next version if it is released. An EDITOR of the department may. It refuses what OpenTopic does, and
// COLUMN_ARCHIVED.
func CurateTopic(ctx context.Context, db *pg.DB, by civic.Actor, in inform.CurateTopicInput) (*inform.TopicColumn, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	var key uuid.UUID
	if err := db.Write(ctx, by, in, func(t *pg.Tx) error {
		c, err := openColumn(ctx, t, by, in.ContentID)
		if err != nil {
			return err
		}
		words := in.Topic.Words()
		if err := refuseEmpty(ctx, t, in.Topic); err != nil {
			return err
		}
		key, err = policydb.ReviseContent(ctx, t, by, *c, policydb.Words{Words: words})
		return err
	}); err != nil {
		return nil, err
	}
	return pg.One(ctx, db, by, TopicsByID, civic.IDOf(inform.TopicKind, key), "")
}

// openColumn locks a column that is not archived, for a change.
func openColumn(ctx context.Context, t *pg.Tx, by civic.Actor, id civic.ID) (*policy.ContentVersion, error) {
	c, err := policydb.LockContent(ctx, t, by, policy.WriteContent, id)
	if err != nil {
		return nil, err
	}
	closed, err := pg.Rows[int](ctx, t, `SELECT y.year FROM topic_years y WHERE y.root_id = $1 AND y.standing = 'CLOSED'`, c.RootKey)
	if err != nil {
		return nil, err
	}
	if len(closed) > 0 {
		return nil, civic.Refuse(inform.ColumnArchived, "contentId")
	}
	return c, nil
}

// publicPins finds those of some keys that the public can read: policies, consultations and released contents.
const publicPins = `SELECT r.id FROM policy_records r WHERE r.id = ANY($1) AND r.released_at IS NOT NULL UNION ALL SELECT c.id FROM consultations c WHERE c.id = ANY($1)
	UNION ALL SELECT x.id FROM contents x WHERE x.id = ANY($1) AND ` + policydb.ContentPublic

// refuseEmpty refuses a column without entries, and entries that the public cannot read.
func refuseEmpty(ctx context.Context, t *pg.Tx, in inform.TopicInput) error {
	public, err := pg.Rows[uuid.UUID](ctx, t, publicPins, pg.KeysOf(in.PinnedIDs))
	if err != nil {
		return err
	}
	problems := pg.Missing(public, in.PinnedIDs, "topic.pinnedIds")
	if matched, err := ruleFinds(ctx, t, in.Words().Rule, nil); err != nil {
		return err
	} else if matched == 0 && len(in.PinnedIDs) == 0 {
		problems.Add(inform.EmptyColumn, "topic")
	}
	return problems.Err()
}

// ruleFinds counts the public policies that a rule finds: all, or those that became public in a year.
func ruleFinds(ctx context.Context, t *pg.Tx, rule *inform.TopicRule, year *int) (n int, err error) {
	if rule == nil {
		return 0, nil
	}
	err = t.Get(ctx, &n, `SELECT count(*) FROM policy_records r WHERE r.released_at IS NOT NULL AND `+pg.Holds("r.folded", "r.title", "$1")+` AND ($2::uuid IS NULL OR r.department_id = $2)
		AND ($3::int IS NULL OR extract(year FROM r.released_at AT TIME ZONE CAST($4 AS text)) = $3)`, pg.Folded(&rule.TitleContains), rule.DepartmentKey, year, t.DB.Zone.String())
	return n, err
}

// beginTopic gives a column that is released for the first time the standing NEW of this year.
func beginTopic(ctx context.Context, t *pg.Tx, c policy.ContentVersion) error {
	_, err := t.Exec(ctx, `INSERT INTO topic_years (root_id, year, standing) SELECT $2::uuid, extract(year FROM `+pg.Today+`), 'NEW'
		WHERE NOT EXISTS (SELECT FROM topic_years y WHERE y.root_id = $2)`, t.DB.Zone.String(), c.RootKey)
	return err
}
