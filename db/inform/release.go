package informdb

import (
	"cmp"
	"context"
	"time"

	"github.com/google/uuid"

	"minyi/db/pg"
	policydb "minyi/db/policy"
	"minyi/domain/civic"
	"minyi/domain/inform"
	"minyi/domain/policy"
)

const (
	releaseColumns = `s.id, s.content_id, x.kind, x.root_id, x.version, s.content_hash, s.channel_id, dep.code AS department_code, s.action, s.state, s.attempts, s.next_at, s.url, s.failure,
		s.detail, s.reason, s.created_at, s.settled_at`
	releaseTables = `channel_releases s JOIN contents x ON x.id = s.content_id JOIN channels ch ON ch.id = s.channel_id JOIN departments dep ON dep.id = ch.department_id`
	// releaseSeen is true of copies that stand or stood, and for staff of the channel's department of all; $1 and $2 are policydb.ReachOf.
	releaseSeen = `(s.action = 'PUBLISH' AND s.state IN ('CONFIRMED', 'TAKEN_DOWN') OR $1::bool OR dep.code = ANY($2))`
)

// ReleasesByID finds releases on channels: everybody the copies that stand or stood, staff of the channel's department all.
func ReleasesByID(ctx context.Context, db *pg.DB, by civic.Actor, ids []civic.ID) ([]inform.ChannelRelease, error) {
	all, codes := policydb.ReachOf(by)
	return pg.Rows[inform.ChannelRelease](ctx, db, `SELECT `+releaseColumns+` FROM `+releaseTables+` WHERE `+releaseSeen+` AND s.id = ANY($3)`, all, codes, pg.KeysOf(ids))
}

// ChannelReleases lists the releases that the actor may see, newest first.
func ChannelReleases(ctx context.Context, db *pg.DB, by civic.Actor, page civic.PageArgs, f *inform.ReleaseFilter) (civic.Page[inform.ChannelRelease], error) {
	if f == nil {
		f = &inform.ReleaseFilter{}
	}
	if err := pg.CheckFilter(*f); err != nil {
		return civic.Page[inform.ChannelRelease]{}, err
	}
	all, codes := policydb.ReachOf(by)
	return pg.PageOf(ctx, db, page, pg.Listing[inform.ChannelRelease]{Name: "channelReleases", Columns: releaseColumns, From: releaseTables,
		Where: releaseSeen + ` AND ($3::text IS NULL OR s.state = $3) AND ($4::uuid IS NULL OR s.channel_id = $4)`, Args: []any{all, codes, f.State, pg.KeyOf(f.ChannelID)},
		Key: "s.id", Descending: true, Place: func(r inform.ChannelRelease) civic.Place { return civic.Place{Key: r.Key} }})
}

// CopiesOf finds the copies of contents that stand on channels, by the keys of the first versions, oldest first. Everybody may.
func CopiesOf(ctx context.Context, db *pg.DB, _ civic.Actor, roots []uuid.UUID) (map[uuid.UUID][]inform.ChannelRelease, error) {
	found, err := pg.Rows[inform.ChannelRelease](ctx, db, `SELECT `+releaseColumns+` FROM `+releaseTables+` WHERE x.root_id = ANY($1) AND s.action = 'PUBLISH' AND s.state = 'CONFIRMED' ORDER BY s.id`, pg.KeyArray(roots))
	of := map[uuid.UUID][]inform.ChannelRelease{}
	for _, r := range found {
		of[r.RootKey] = append(of[r.RootKey], r)
	}
	return of, err
}

var _ = policydb.AfterRelease(queueReleases)

// queueReleases writes the release of a content to each channel that carries it, and the taking down of the copies of its versions before.
func queueReleases(ctx context.Context, t *pg.Tx, c policy.ContentVersion) error {
	if _, err := t.Exec(ctx, `SELECT pg_advisory_xact_lock_shared($1)`, channelLock); err != nil {
		return err
	}
	channels, err := pg.Rows[inform.Channel](ctx, t, `SELECT `+channelColumns+` FROM `+channelTables+` WHERE (ch.department_id = $1 OR ch.whole_city) AND ch.closed_at IS NULL ORDER BY ch.id`, c.DepartmentKey)
	if err != nil {
		return err
	}
	var words []byte
	if err := t.Get(ctx, &words, `SELECT x.words FROM contents x WHERE x.id = $1`, c.Key); err != nil {
		return err
	}
	text, err := policydb.ReadContent(c.Kind, words)
	if err != nil {
		return err
	}
	for _, channel := range channels {
		state, failure := inform.Queued, (*inform.ReleaseFailure)(nil)
		if _, has := text.Titles[channel.Locale]; !has {
			state, failure = inform.Rejected, new(inform.FailedTranslation)
		}
		if _, err := t.Exec(ctx, `INSERT INTO channel_releases (id, content_id, channel_id, action, state, failure, content_hash, next_at) VALUES ($1, $2, $3, 'PUBLISH', $4, $5, $6, now())`,
			civic.NewKey(), c.Key, channel.Key, state, failure, c.ContentHash); err != nil {
			return err
		}
	}
	_, err = takeDown(ctx, t, `x.root_id = $1 AND x.id <> $2`, nil, c.RootKey, c.Key)
	return err
}

// takeDown takes down the copies that fit a condition: one that waits is not sent any more, and one that stands or may stand gets a task to take it
// down. It returns how many copies these were.
func takeDown(ctx context.Context, t *pg.Tx, where string, reason *string, args ...any) (int, error) {
	copies, err := pg.Rows[inform.ChannelRelease](ctx, t, `SELECT `+releaseColumns+` FROM `+releaseTables+` WHERE s.action = 'PUBLISH' AND s.state IN ('QUEUED', 'SENDING', 'CONFIRMED', 'UNKNOWN') AND `+where+`
		ORDER BY s.id FOR UPDATE OF s`, args...)
	if err != nil {
		return 0, err
	}
	for _, r := range copies {
		if r.State == inform.Queued && r.Attempts == 0 {
			_, err = t.Exec(ctx, `UPDATE channel_releases SET state = 'TAKEN_DOWN', next_at = NULL, settled_at = now(), reason = $2 WHERE id = $1`, r.Key, reason)
		} else {
			_, err = t.Exec(ctx, `INSERT INTO channel_releases (id, content_id, channel_id, action, state, content_hash, next_at, reason) VALUES ($1, $2, $3, 'TAKE_DOWN', 'QUEUED', $4, now(), $5)
				ON CONFLICT DO NOTHING`, civic.NewKey(), r.ContentKey, r.ChannelKey, r.ContentHash, reason)
		}
		if err := cmp.Or(err, follow(ctx, t, r.ContentKey, r.ChannelKey)); err != nil {
			return 0, err
		}
	}
	return len(copies), nil
}

// TakeDown takes a version of a content down from some channels, or from all if none is named. From all, or from a website, it takes the content from the readers of this server too.
// A PUBLISHER of the content's department may. It refuses NOTHING_STANDS.
func TakeDown(ctx context.Context, db *pg.DB, by civic.Actor, in inform.TakeDownInput) (policy.ReviewedContent, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	return policydb.ChangeContent(ctx, db, by, in, policy.ReleaseContent, in.ContentID, func(t *pg.Tx, c policy.ContentVersion) error {
		copies, err := takeDown(ctx, t, `x.id = $1 AND (cardinality($2::uuid[]) = 0 OR s.channel_id = ANY($2))`, &in.Reason, c.Key, pg.KeysOf(in.ChannelIDs))
		if err != nil {
			return err
		}
		own, err := t.Exec(ctx, `UPDATE contents x SET taken_down_at = now(), taken_down_reason = $2 WHERE x.id = $1 AND `+policydb.ContentPublic+`
			AND (cardinality($3::uuid[]) = 0 OR EXISTS (SELECT FROM channels ch WHERE ch.id = ANY($3) AND ch.kind = 'WEBSITE'))`, c.Key, in.Reason, pg.KeysOf(in.ChannelIDs))
		if err == nil && copies == 0 && own == 0 {
			return civic.Refuse(inform.NothingStands, "contentId")
		}
		return err
	})
}

// RetryRelease sends again what was rejected. A PUBLISHER of the channel's department may. It refuses WRONG_RELEASE_STATE.
func RetryRelease(ctx context.Context, db *pg.DB, by civic.Actor, in inform.RetryReleaseInput) (*inform.ChannelRelease, error) {
	return changeRelease(ctx, db, by, in, in.ReleaseID, inform.Rejected, func(ctx context.Context, t *pg.Tx, r inform.ChannelRelease) error {
		return settle(ctx, t, r, inform.Outcome{State: inform.Queued}, nil)
	})
}

// SettleRelease says whether what is UNKNOWN has arrived; if it has not, it is sent again. A PUBLISHER of the channel's department may. It refuses
// WRONG_RELEASE_STATE.
func SettleRelease(ctx context.Context, db *pg.DB, by civic.Actor, in inform.SettleReleaseInput) (*inform.ChannelRelease, error) {
	return changeRelease(ctx, db, by, in, in.ReleaseID, inform.Unknown, func(ctx context.Context, t *pg.Tx, r inform.ChannelRelease) error {
		o := inform.Outcome{State: inform.Queued}
		if in.Arrived {
			o.State = inform.Confirmed
		}
		if in.URL != nil {
			o.URL = *in.URL
		}
		return settle(ctx, t, r, o, &in.Reason)
	})
}

// changeRelease changes a release that is in a state.
func changeRelease(ctx context.Context, db *pg.DB, by civic.Actor, in any, id civic.ID, from inform.ReleaseState, write func(context.Context, *pg.Tx, inform.ChannelRelease) error) (*inform.ChannelRelease, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	return pg.Change(ctx, db, by, in, id, ReleasesByID, func(t *pg.Tx) error {
		all, codes := policydb.ReachOf(by)
		r, err := pg.Single(pg.Rows[inform.ChannelRelease](ctx, t, `SELECT `+releaseColumns+` FROM `+releaseTables+` WHERE `+releaseSeen+` AND s.id = $3 FOR UPDATE OF s`, all, codes, id.Key))
		if err != nil {
			return pg.Under("releaseId", err)
		}
		if err := t.Allow(inform.ManageChannels, r.DepartmentCode, id); err != nil {
			return err
		}
		if r.State != from {
			return civic.Refuse(inform.WrongReleaseState, "releaseId", civic.Found(r.State))
		}
		return write(ctx, t, *r)
	})
}

// settle writes how a sending ended, or what a person found out, and what follows for the copy and for the task to take it down.
func settle(ctx context.Context, t *pg.Tx, r inform.ChannelRelease, o inform.Outcome, reason *string) error {
	now, err := t.Now(ctx)
	if err != nil {
		return err
	}
	var next, settled *time.Time
	if o.State == inform.Queued || o.State == inform.Unknown {
		next = new(now.Add(o.Wait))
	} else {
		settled = &now
	}
	if _, err := t.Exec(ctx, `UPDATE channel_releases SET state = $2, failure = NULLIF($3, ''), detail = NULLIF($4, ''), url = COALESCE(NULLIF($5, ''), url), lease_until = NULL,
		  next_at = $6, settled_at = $7, reason = COALESCE($8, reason) WHERE id = $1`, r.Key, o.State, o.Failure, o.Detail, o.URL, next, settled, reason); err != nil {
		return err
	}
	return follow(ctx, t, r.ContentKey, r.ChannelKey)
}

// follow brings a copy to what its taking down says. While that waits, a copy that was rejected or waits is not sent: it counts as UNKNOWN, because an
// earlier attempt may have arrived.
func follow(ctx context.Context, t *pg.Tx, content, channel uuid.UUID) error {
	_, err := t.Exec(ctx, `UPDATE channel_releases p SET state = CASE d.state WHEN 'CONFIRMED' THEN 'TAKEN_DOWN' ELSE 'UNKNOWN' END, next_at = NULL FROM channel_releases d
		WHERE p.content_id = $1 AND p.channel_id = $2 AND p.action = 'PUBLISH' AND d.content_id = p.content_id AND d.channel_id = p.channel_id AND d.action = 'TAKE_DOWN'
		  AND (d.state = 'CONFIRMED' OR p.state IN ('QUEUED', 'REJECTED'))`, content, channel)
	return err
}
