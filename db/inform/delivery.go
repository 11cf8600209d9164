package informdb

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"minyi/db/pg"
	policydb "minyi/db/policy"
	"minyi/domain/civic"
	"minyi/domain/inform"
	"minyi/domain/policy"

	"github.com/google/uuid"
)

const (
	mostSendings = 16            // at once, by one server
	leaseTime    = "30 seconds"  // longer than a sending may take
	lookUpPause  = "600 seconds" // between two questions to a connector
)

// Sending is a release that this server sends now, with all that its receiver gets.
type Sending struct {
	inform.ChannelRelease
	Channel     inform.Channel  `db:"channel"`
	Department  civic.Localized `db:"department"`
	Words       []byte          `db:"words"`
	CopyURL     *string         `db:"copy_url"` // where the copy stands that is to be taken down
	PublishedAt time.Time       `db:"published_at"`
	Text        policy.ContentText
	Address     *string // nil for a website without a hub
	Secret      string
}

const sendingColumns = releaseColumns + `, cd.name AS department, x.words,
	(SELECT p.url FROM channel_releases p WHERE p.content_id = s.content_id AND p.channel_id = s.channel_id AND p.action = 'PUBLISH') AS copy_url, x.published_at, ch.id AS "channel.id", ch.kind AS "channel.kind", ch.name AS "channel.name", ch.locale AS "channel.locale",
	ch.address AS "channel.address", ch.key_id AS "channel.key_id", ch.box AS "channel.box", ch.unsubscribe AS "channel.unsubscribe", ch.honours_key AS "channel.honours_key", ch.secret_number AS "channel.secret_number"`

// TakeSendings takes releases that wait, for this server alone, until their lease ends. A task to take a copy down waits until nobody sends the copy.
func TakeSendings(ctx context.Context, db *pg.DB) ([]Sending, error) {
	return sendings(ctx, db, `UPDATE channel_releases SET state = 'SENDING', attempts = attempts + 1, lease_until = now() + interval '`+leaseTime+`' WHERE id IN (
		SELECT w.id FROM channel_releases w WHERE w.state = 'QUEUED' AND w.next_at <= now() AND (w.action = 'PUBLISH' OR NOT EXISTS (SELECT FROM channel_releases p
		  WHERE p.content_id = w.content_id AND p.channel_id = w.channel_id AND p.action = 'PUBLISH' AND p.state IN ('QUEUED', 'SENDING')))
		ORDER BY w.next_at LIMIT $1 FOR UPDATE SKIP LOCKED) RETURNING id`)
}

// TakeLookups takes releases that are UNKNOWN and whose connector may know what became of them.
func TakeLookups(ctx context.Context, db *pg.DB) ([]Sending, error) {
	return sendings(ctx, db, `UPDATE channel_releases SET next_at = now() + interval '`+lookUpPause+`' WHERE id IN (
		SELECT w.id FROM channel_releases w JOIN channels c ON c.id = w.channel_id WHERE w.state = 'UNKNOWN' AND w.next_at <= now() AND c.kind = 'CONNECTOR'
		ORDER BY w.next_at LIMIT $1 FOR UPDATE OF w SKIP LOCKED) RETURNING id`)
}

// sendings takes releases by a statement and reads what their receivers get. It takes none where something cannot be read.
func sendings(ctx context.Context, db *pg.DB, take string) (taken []Sending, err error) {
	err = db.Tx(ctx, func(t *pg.Tx) error {
		keys, err := pg.Rows[uuid.UUID](ctx, t, take, mostSendings)
		if err != nil || len(keys) == 0 {
			return err
		}
		taken, err = pg.Rows[Sending](ctx, t, `SELECT `+sendingColumns+` FROM `+releaseTables+` JOIN departments cd ON cd.id = x.department_id WHERE s.id = ANY($1)`, pg.KeyArray(keys))
		for i := range taken {
			err = cmp.Or(err, taken[i].fill(db))
		}
		return err
	})
	return taken, err
}

// fill reads what is kept encrypted or as JSON.
func (s *Sending) fill(db *pg.DB) (err error) {
	if s.Text, err = policydb.ReadContent(s.ContentKind, s.Words); err != nil {
		return err
	}
	s.Secret = ChannelSecret(db, s.Channel)
	s.Address, err = ChannelAddress(db, s.Channel)
	return err
}

// Settle writes how a sending ended. It does nothing if the release was taken again meanwhile.
func Settle(ctx context.Context, db *pg.DB, s Sending, o inform.Outcome) error {
	return db.Tx(ctx, func(t *pg.Tx) error {
		n, err := t.Exec(ctx, `UPDATE channel_releases SET lease_until = NULL WHERE id = $1 AND attempts = $2 AND state IN ('SENDING', 'UNKNOWN')`, s.Key, s.Attempts)
		if err != nil || n == 0 {
			return err
		}
		return settle(ctx, t, s.ChannelRelease, o, nil)
	})
}

// EndLeases ends the sendings of servers that stopped: nobody knows whether they arrived. It returns how many there were.
func EndLeases(ctx context.Context, db *pg.DB) (n int, err error) {
	err = db.Tx(ctx, func(t *pg.Tx) error {
		ended, err := pg.Rows[Sending](ctx, t, `SELECT `+sendingColumns+` FROM `+releaseTables+` JOIN departments cd ON cd.id = x.department_id
			WHERE s.state = 'SENDING' AND s.lease_until < now() ORDER BY s.id LIMIT $1 FOR UPDATE OF s SKIP LOCKED`, mostSendings)
		if err != nil {
			return err
		}
		n = len(ended)
		for _, s := range ended {
			if err := settle(ctx, t, s.ChannelRelease, inform.FailedLease.Settle(s.Attempts, s.Channel.HonoursKey, ""), nil); err != nil {
				return err
			}
		}
		return nil
	})
	return n, err
}

// InexactReleases finds contents that are missing on a channel that carried them, and copies that are not what was released. It tells of each in one
// sentence. A channel that was closed within the minute after the release may or may not carry it.
func InexactReleases(ctx context.Context, db *pg.DB) (findings []string, err error) {
	var exists bool // a database that waits for its migration has no channels
	if err := db.Get(ctx, &exists, `SELECT to_regclass('channel_releases') IS NOT NULL`); err != nil || !exists {
		return nil, err
	}
	missing, err := pg.Rows[struct {
		Content string `db:"content"`
		Channel string `db:"channel"`
	}](ctx, db, `SELECT CAST(x.id AS text) AS content, CAST(ch.id AS text) AS channel FROM contents x JOIN channels ch ON ch.department_id = x.department_id OR ch.whole_city
		WHERE x.published_at > ch.opened_at AND (ch.closed_at IS NULL OR x.published_at < ch.closed_at - interval '1 minute')
		  AND NOT EXISTS (SELECT FROM channel_releases s WHERE s.content_id = x.id AND s.channel_id = ch.id AND s.action = 'PUBLISH') LIMIT 20`)
	if err != nil {
		return nil, err
	}
	for _, m := range missing {
		findings = append(findings, fmt.Sprintf("content %s was released and is missing on channel %s", m.Content, m.Channel))
	}
	changed, err := pg.Rows[string](ctx, db, `SELECT CAST(s.id AS text) FROM channel_releases s JOIN contents x ON x.id = s.content_id WHERE s.content_hash <> x.content_hash LIMIT 20`)
	for _, key := range changed {
		findings = append(findings, fmt.Sprintf("release %s is not of what was released", key))
	}
	return findings, err
}
