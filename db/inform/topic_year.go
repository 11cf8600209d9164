package informdb

import (
	"context"

	"minyi/db/pg"
	policydb "minyi/db/policy"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/inform"
	"minyi/domain/policy"
)

// RenewTopic says what became of a released column in a year. An EDITOR of the department may. It refuses COLUMN_ARCHIVED, NOT_APPROVED,
// STANDING_IS_DECIDED, INVALID for a year in which the column was not open, and REASON_REQUIRED to keep a column into which nothing came in the year.
func RenewTopic(ctx context.Context, db *pg.DB, by civic.Actor, in inform.RenewTopicInput) (*inform.TopicColumn, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	return pg.Change(ctx, db, by, in, in.ContentID, TopicsByID, func(t *pg.Tx) error {
		c, err := openColumn(ctx, t, by, in.ContentID)
		if err != nil {
			return err
		}
		if c.State != policy.StatePublished {
			return civic.Refuse(policy.NotApproved, "contentId")
		}
		if err := renewable(ctx, t, in, *c); err != nil {
			return err
		}
		_, err = t.Exec(ctx, `INSERT INTO topic_years AS y (root_id, year, standing, reason) VALUES ($1, $2, $3, $4)
			ON CONFLICT (root_id, year) DO UPDATE SET standing = EXCLUDED.standing, reason = EXCLUDED.reason, at = EXCLUDED.at`, c.RootKey, in.Year, in.Standing, in.Reason)
		return err
	})
}

// renewable refuses a year that does not fit, and a column that nobody filled.
func renewable(ctx context.Context, t *pg.Tx, in inform.RenewTopicInput, c policy.ContentVersion) error {
	var opened, now int
	if err := t.Get(ctx, &opened, `SELECT y.year FROM topic_years y WHERE y.root_id = $1 AND y.standing = 'NEW'`, c.RootKey); err != nil {
		return err
	}
	if err := t.Get(ctx, &now, `SELECT CAST(extract(year FROM `+pg.Today+`) AS int)`, t.DB.Zone.String()); err != nil {
		return err
	}
	switch {
	case in.Year == opened:
		return civic.Refuse(inform.StandingIsDecided, "year")
	case in.Year < opened || in.Year > now:
		return civic.Refuse(civic.Invalid, "year")
	case in.Standing == inform.TopicAdjusted || consult.Given(in.Reason):
		return nil
	}
	fresh, err := cameIn(ctx, t, c, in.Year)
	if err != nil || fresh > 0 {
		return err
	}
	return civic.Refuse(civic.ReasonRequired, "reason")
}

// cameIn counts what came into a column in a year: curated versions, and policies that its rule finds.
func cameIn(ctx context.Context, t *pg.Tx, c policy.ContentVersion, year int) (n int, err error) {
	found, err := pg.Rows[inform.TopicColumn](ctx, t, `SELECT `+policydb.ContentColumns+archived+` FROM `+policydb.ContentTables+` WHERE x.id = $1`, c.Key)
	column, err := pg.Single(found, err)
	if err != nil {
		return 0, err
	}
	if n, err = ruleFinds(ctx, t, column.Words.Rule, &year); err != nil {
		return 0, err
	}
	var curated int
	err = t.Get(ctx, &curated, `SELECT count(*) FROM contents x WHERE x.root_id = $2 AND extract(year FROM x.published_at AT TIME ZONE CAST($1 AS text)) = $3`, t.DB.Zone.String(), c.RootKey, year)
	return n + curated, err
}

// ArchiveTopic closes a released column, which keeps its address. An EDITOR of the department may. It refuses COLUMN_ARCHIVED, and NOT_APPROVED for a column
// that was never released.
func ArchiveTopic(ctx context.Context, db *pg.DB, by civic.Actor, in inform.ArchiveTopicInput) (*inform.TopicColumn, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	return pg.Change(ctx, db, by, in, in.ContentID, TopicsByID, func(t *pg.Tx) error {
		c, err := openColumn(ctx, t, by, in.ContentID)
		if err != nil {
			return err
		}
		if c.State != policy.StatePublished {
			return civic.Refuse(policy.NotApproved, "contentId")
		}
		written, err := t.Exec(ctx, `INSERT INTO topic_years AS y (root_id, year, standing, reason) SELECT $2::uuid, CAST(extract(year FROM `+pg.Today+`) AS int), 'CLOSED', $3
			ON CONFLICT (root_id, year) DO UPDATE SET standing = EXCLUDED.standing, reason = EXCLUDED.reason, at = EXCLUDED.at WHERE y.standing <> 'NEW'`, t.DB.Zone.String(), c.RootKey, in.Reason)
		if err == nil && written == 0 {
			return civic.Refuse(inform.StandingIsDecided, "contentId")
		}
		return err
	})
}
