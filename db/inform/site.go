package informdb

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"minyi/db/pg"
	policydb "minyi/db/policy"
	"minyi/domain/civic"
	"minyi/domain/inform"
	"minyi/domain/policy"
)

// SiteItem is a released content as the website shows it.
type SiteItem struct {
	Key         uuid.UUID       `db:"id"`
	RootKey     uuid.UUID       `db:"root_id"`
	Kind        civic.Kind      `db:"kind"`
	Version     int             `db:"version"`
	Department  civic.Localized `db:"department"`
	Words       []byte          `db:"words"`
	PublishedAt time.Time       `db:"published_at"`
	ReplacedAt  *time.Time      `db:"replaced_at"`
	FirstAt     time.Time       `db:"first_at"` // when the first version was released
	Down        bool            `db:"down"`     // taken down
	Reason      *string         `db:"reason"`   // why it was taken down
	Text        policy.ContentText
}

// ID names the content.
func (i SiteItem) ID() civic.ID { return civic.IDOf(i.Kind, i.Key) }

const (
	siteColumns = `x.id, x.root_id, x.kind, x.version, dep.name AS department, x.words, x.published_at, x.replaced_at,
		(SELECT min(o.published_at) FROM contents o WHERE o.root_id = x.root_id) AS first_at, x.taken_down_at IS NOT NULL AS down, x.taken_down_reason AS reason`
	siteTables = policydb.ContentTables
)

// SiteItems finds the contents that the website shows now, newest first.
func SiteItems(ctx context.Context, db *pg.DB, most int) ([]SiteItem, error) {
	return siteItems(ctx, db, policydb.ContentPublic+` AND x.replaced_at IS NULL ORDER BY x.published_at DESC, x.id DESC LIMIT $1`, most)
}

// SiteItemOf finds a released content, or NOT_FOUND; also one that was replaced or taken down.
func SiteItemOf(ctx context.Context, db *pg.DB, id civic.ID) (*SiteItem, error) {
	return pg.Single(siteItems(ctx, db, `x.id = $1 AND x.kind = $2 AND x.published_at IS NOT NULL`, id.Key, id.Kind))
}

func siteItems(ctx context.Context, db *pg.DB, where string, args ...any) ([]SiteItem, error) {
	items, err := pg.Rows[SiteItem](ctx, db, `SELECT `+siteColumns+` FROM `+siteTables+` WHERE `+where, args...)
	for i := range items {
		if err == nil {
			items[i].Text, err = policydb.ReadContent(items[i].Kind, items[i].Words)
		}
	}
	return items, err
}

// Hubs lists the WebSub hubs of the open websites, as everybody may read them: a query may hold a token, and is left out.
func Hubs(ctx context.Context, db *pg.DB) ([]string, error) {
	websites, err := pg.Rows[inform.Channel](ctx, db, `SELECT `+channelColumns+` FROM `+channelTables+` WHERE ch.kind = 'WEBSITE' AND ch.closed_at IS NULL`)
	if err != nil {
		return nil, err
	}
	hubs := []string{}
	for _, c := range websites {
		address, err := ChannelAddress(db, c)
		if err != nil {
			return nil, err
		}
		if address != nil {
			hub, _, _ := strings.Cut(*address, "?")
			hubs = append(hubs, hub)
		}
	}
	slices.Sort(hubs)
	return slices.Compact(hubs), nil
}

// SitePages lists the pages of the website with the time of their last change, newest first.
func SitePages(ctx context.Context, db *pg.DB, most int) ([]SiteItem, error) {
	return pg.Rows[SiteItem](ctx, db, `SELECT x.id, x.kind, x.published_at FROM `+siteTables+` WHERE `+policydb.ContentPublic+` AND x.replaced_at IS NULL
		ORDER BY x.published_at DESC LIMIT $1`, most)
}
