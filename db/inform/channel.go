package informdb

import (
	"context"
	"encoding/base64"
	"strconv"

	"github.com/google/uuid"

	civicdb "minyi/db/civic"
	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/inform"
)

const (
	channelColumns = `ch.id, ch.department_id, dep.code AS department_code, ch.kind, ch.name, ch.locale, ch.whole_city, ch.address, ch.key_id, ch.box, ch.unsubscribe, ch.honours_key, ch.secret_number,
		ch.opened_at, ch.closed_at, ch.close_reason`
	channelTables = `channels ch JOIN departments dep ON dep.id = ch.department_id`
)

// channelLock is the advisory lock that orders the opening of channels and the releases of contents.
const channelLock = 0x6368616e6e656c

// ChannelsByID finds channels. Everybody may; what may contain a secret is protected by its field.
func ChannelsByID(ctx context.Context, db *pg.DB, _ civic.Actor, ids []civic.ID) ([]inform.Channel, error) {
	return pg.Rows[inform.Channel](ctx, db, `SELECT `+channelColumns+` FROM `+channelTables+` WHERE ch.id = ANY($1)`, pg.KeysOf(ids))
}

// Channels lists the channels, of one department or all, oldest first. Everybody may.
func Channels(ctx context.Context, db *pg.DB, page civic.PageArgs, department *civic.ID) (civic.Page[inform.Channel], error) {
	return pg.PageOf(ctx, db, page, pg.Listing[inform.Channel]{Name: "channels", Columns: channelColumns, From: channelTables, Where: `($1::uuid IS NULL OR ch.department_id = $1)`,
		Args: []any{pg.KeyOf(department)}, Key: "ch.id", Place: func(c inform.Channel) civic.Place { return civic.Place{Key: c.Key} }})
}

// ChannelTallies counts the releases of channels by their state. Everybody may.
func ChannelTallies(ctx context.Context, db *pg.DB, _ civic.Actor, keys []uuid.UUID) (map[uuid.UUID]inform.ChannelTally, error) {
	found, err := pg.Rows[inform.ChannelTally](ctx, db, `SELECT ch.id AS channel_id, count(*) FILTER (WHERE s.state = 'QUEUED') AS queued, count(*) FILTER (WHERE s.state = 'SENDING') AS sending,
		  count(*) FILTER (WHERE s.state = 'CONFIRMED') AS confirmed, count(*) FILTER (WHERE s.state = 'REJECTED') AS rejected, count(*) FILTER (WHERE s.state = 'UNKNOWN') AS unknown,
		  count(*) FILTER (WHERE s.state = 'TAKEN_DOWN') AS taken_down
		FROM channels ch LEFT JOIN channel_releases s ON s.channel_id = ch.id WHERE ch.id = ANY($1) GROUP BY ch.id`, pg.KeyArray(keys))
	of := map[uuid.UUID]inform.ChannelTally{}
	for _, tally := range found {
		of[tally.ChannelKey] = tally
	}
	return of, err
}

// ChannelSecret is the key with which what is sent to a channel is signed, as Standard Webhooks writes it. It follows from the secret of the
// installation, so that it is kept nowhere.
func ChannelSecret(db *pg.DB, c inform.Channel) string {
	return "whsec_" + base64.StdEncoding.EncodeToString(db.Hash("channel", c.Key.String(), strconv.Itoa(c.SecretNumber)))
}

// ChannelAddress is where a channel is reached; nil if it has no address. It may contain a token, and is kept encrypted.
func ChannelAddress(db *pg.DB, c inform.Channel) (*string, error) {
	if c.KeyID == nil {
		return c.Plain, nil
	}
	var address string
	err := db.Open(addressOf(c.Key), pg.Sealed{KeyID: *c.KeyID, Box: c.Box}, &address)
	return &address, err
}

// addressOf names what an address is sealed for.
func addressOf(channel uuid.UUID) string { return "channel address " + channel.String() }

// sealedAddress encrypts an address; nil without one.
func sealedAddress(db *pg.DB, channel uuid.UUID, address *string) (keyID *string, box []byte, err error) {
	if address == nil {
		return nil, nil, nil
	}
	sealed, err := db.Seal(addressOf(channel), *address)
	return &sealed.KeyID, sealed.Box, err
}

// mostAddresses is how many addresses one run of SealAddresses encrypts.
const mostAddresses = 1000

// SealAddresses encrypts addresses that an older version wrote, and those of an older key with the newest one. It returns how many there were. It may run at any time, and is for the
// server's background.
func SealAddresses(ctx context.Context, db *pg.DB) (int, error) {
	found, err := pg.Rows[inform.Channel](ctx, db, `SELECT `+channelColumns+` FROM `+channelTables+` WHERE ch.address IS NOT NULL OR ch.key_id <> $1 LIMIT $2`, db.SealKeyID(), mostAddresses)
	for _, c := range found {
		address, err := ChannelAddress(db, c)
		if err != nil {
			return 0, err
		}
		keyID, box, err := sealedAddress(db, c.Key, address)
		if err != nil {
			return 0, err
		}
		if _, err := db.Exec(ctx, `UPDATE channels SET address = NULL, key_id = $2, box = $3 WHERE id = $1`, c.Key, keyID, box); err != nil {
			return 0, err
		}
	}
	return len(found), err
}

// OpenChannel opens a channel of a department, which carries what is released from now on. A PUBLISHER of the department may. It refuses
// CHANNEL_NAME_DIFFERS, ADDRESS_REQUIRED and UNSUBSCRIBE_REQUIRED.
func OpenChannel(ctx context.Context, db *pg.DB, by civic.Actor, in inform.OpenChannelInput) (*inform.Channel, error) {
	if err := in.Check(); err != nil {
		return nil, err
	}
	id, same := civic.IDOf(inform.ChannelNode, civic.NewKey()), pg.RequestOf(in.IdempotencyKey, in)
	create := pg.Create[inform.Channel]{By: by, Input: in, Request: same, ID: id, Table: "channels", Find: ChannelsByID}
	return civicdb.CreateIn(ctx, db, create, in.DepartmentID, inform.ManageChannels, func(t *pg.Tx, department *civic.Department) error {
		if err := refuseOtherName(ctx, t, department.Key, in); err != nil {
			return err
		}
		// A release reads the channels under the shared lock. So each release after opened_at finds the channel.
		if _, err := t.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, channelLock); err != nil {
			return err
		}
		keyID, box, err := sealedAddress(db, id.Key, in.Address)
		if err != nil {
			return err
		}
		_, err = t.Exec(ctx, `INSERT INTO channels (id, department_id, kind, name, locale, whole_city, key_id, box, unsubscribe, honours_key, created_by, idempotency_key, request_hash, opened_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, clock_timestamp())`, id.Key, department.Key, in.Kind, in.Name, in.Locale, in.WholeCity, keyID, box, in.Unsubscribe,
			in.HonoursKey || in.Kind == inform.Website, by.Account, same.Key, same.Hash)
		return err
	})
}

// refuseOtherName refuses a name that the department's open channels in the language do not have.
func refuseOtherName(ctx context.Context, t *pg.Tx, department uuid.UUID, in inform.OpenChannelInput) error {
	names, err := pg.Rows[string](ctx, t, `SELECT ch.name FROM channels ch WHERE ch.department_id = $1 AND ch.locale = $2 AND ch.closed_at IS NULL AND ch.name <> $3 LIMIT 1`, department, in.Locale, in.Name)
	if err != nil || len(names) == 0 {
		return err
	}
	return civic.Refuse(inform.ChannelNameDiffers, "name", civic.Found(names[0]))
}

// CloseChannel lets a channel carry nothing new. What stands on it can still be taken down. A PUBLISHER of its department may. It refuses CHANNEL_CLOSED.
func CloseChannel(ctx context.Context, db *pg.DB, by civic.Actor, in inform.CloseChannelInput) (*inform.Channel, error) {
	return changeChannel(ctx, db, by, in, in.ChannelID, `UPDATE channels SET closed_at = now(), close_reason = $2 WHERE id = $1`, in.Reason)
}

// RenewChannelSecret gives a channel another secret, from the next sending on. A PUBLISHER of its department may. It refuses CHANNEL_CLOSED.
func RenewChannelSecret(ctx context.Context, db *pg.DB, by civic.Actor, in inform.RenewChannelSecretInput) (*inform.Channel, error) {
	return changeChannel(ctx, db, by, in, in.ChannelID, `UPDATE channels SET secret_number = secret_number + 1 WHERE id = $1`)
}

// changeChannel runs a statement on an open channel.
func changeChannel(ctx context.Context, db *pg.DB, by civic.Actor, in any, id civic.ID, statement string, args ...any) (*inform.Channel, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	return pg.Change(ctx, db, by, in, id, ChannelsByID, func(t *pg.Tx) error {
		c, err := pg.Single(pg.Rows[inform.Channel](ctx, t, `SELECT `+channelColumns+` FROM `+channelTables+` WHERE ch.id = $1 FOR UPDATE OF ch`, id.Key))
		if err != nil {
			return pg.Under("channelId", err)
		}
		if err := t.Allow(inform.ManageChannels, c.DepartmentCode, id); err != nil {
			return err
		}
		if c.ClosedAt != nil {
			return civic.Refuse(inform.ChannelClosed, "channelId")
		}
		_, err = t.Exec(ctx, statement, append([]any{id.Key}, args...)...)
		return err
	})
}
