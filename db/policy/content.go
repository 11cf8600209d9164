package policydb

import (
	"context"

	"github.com/google/uuid"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/policy"
)

// ContentColumns and ContentTables read a content with its words, which are those of its kind.
const (
	ContentColumns = `x.id, x.root_id, x.version, x.kind, x.department_id, dep.code AS department_code, x.policy_record_id, x.draft_id, x.year, x.state, x.content_hash,
		x.revision, x.created_at, x.published_at, x.replaced_at, x.confirmed_at, x.words, x.derived`
	ContentTables = `contents x JOIN departments dep ON dep.id = x.department_id`
	// ContentPublic is true of a content x that everybody may read.
	ContentPublic = `x.published_at IS NOT NULL AND x.taken_down_at IS NULL`
	// contentSeen is true of contents of the kind $1 that everybody may read, and for the department's staff of all; reachOf gives $2 and $3.
	contentSeen = `x.kind = $1 AND (` + ContentPublic + ` OR $2::bool OR dep.code = ANY($3))`
)

// ContentKind says how contents of a kind are found, and what their release asks for and does.
type ContentKind struct {
	Find     func(ctx context.Context, db *pg.DB, by civic.Actor, id civic.ID) (policy.ReviewedContent, error)
	Check    func(ctx context.Context, t *pg.Tx, c policy.ContentVersion) error // refuses a release; nil for none
	Released func(ctx context.Context, t *pg.Tx, c policy.ContentVersion) error // nil if nothing follows
	Read     func(words []byte) (policy.ContentText, error)
}

// afterReleases run in the transaction of each release, whatever the kind of the content. The room of the channels adds itself.
var afterReleases []func(ctx context.Context, t *pg.Tx, c policy.ContentVersion) error

// AfterRelease lets a function run in the transaction of each release.
func AfterRelease(run func(ctx context.Context, t *pg.Tx, c policy.ContentVersion) error) bool {
	afterReleases = append(afterReleases, run)
	return true
}

// ReadContent reads the words of a content of a kind as readers of a channel get them.
func ReadContent(kind civic.Kind, words []byte) (policy.ContentText, error) {
	return contentKinds[kind].Read(words)
}

// contentKinds holds the kinds of contents. Each room adds its own.
var contentKinds = map[civic.Kind]ContentKind{}

// DeclareContent adds a kind of contents.
func DeclareContent[T policy.ReviewedContent](kind civic.Kind, find pg.Finder[T], k ContentKind) ContentKind {
	k.Find = func(ctx context.Context, db *pg.DB, by civic.Actor, id civic.ID) (policy.ReviewedContent, error) {
		found, err := pg.One(ctx, db, by, find, id, "contentId")
		if err != nil {
			return nil, err
		}
		return *found, nil
	}
	contentKinds[kind] = k
	return k
}

// ContentsOf reads the contents of a kind that the actor may see and that fit a condition, whose arguments begin with $4. The kind may have more
// columns, after a comma.
func ContentsOf[T any](ctx context.Context, q pg.Querier, by civic.Actor, kind civic.Kind, more, where string, args ...any) ([]T, error) {
	return pg.Rows[T](ctx, q, `SELECT `+ContentColumns+more+` FROM `+ContentTables+` WHERE `+contentSeen+` AND `+where, append(contentArgs(by, kind), args...)...)
}

func contentArgs(by civic.Actor, kind civic.Kind) []any {
	all, codes := ReachOf(by)
	return []any{kind, all, codes}
}

// ContentList lists the contents of a kind that the actor may see and that fit a condition, whose arguments begin with $4, newest first.
func ContentList[T civic.Node](by civic.Actor, kind civic.Kind, name, more, where string, args ...any) pg.Listing[T] {
	return pg.Listing[T]{Name: name, Columns: ContentColumns + more, From: ContentTables, Where: contentSeen + ` AND ` + where, Args: append(contentArgs(by, kind), args...),
		Key: "x.id", Descending: true, Place: func(c T) civic.Place { return civic.Place{Key: c.ID().Key} }}
}

// lockContent reads a content that the actor may see and keeps others from changing any version of it until the transaction ends.
func lockContent(ctx context.Context, t *pg.Tx, by civic.Actor, id civic.ID) (*policy.ContentVersion, error) {
	if _, known := contentKinds[id.Kind]; !known {
		return nil, civic.Refuse(civic.BadID, "contentId")
	}
	if _, err := t.Exec(ctx, `SELECT FROM contents WHERE root_id = (SELECT root_id FROM contents WHERE id = $1) ORDER BY id FOR UPDATE`, id.Key); err != nil {
		return nil, err
	}
	found, err := pg.Rows[struct {
		policy.ContentVersion
		Words   []byte `db:"words"`
		Derived []byte `db:"derived"`
	}](ctx, t, `SELECT `+ContentColumns+` FROM `+ContentTables+` WHERE `+contentSeen+` AND x.id = $4`, append(contentArgs(by, id.Kind), id.Key)...)
	c, err := pg.Single(found, err)
	if err != nil {
		return nil, pg.Under("contentId", err)
	}
	return &c.ContentVersion, nil
}

// ChangeContent locks a content, asks for the right, lets it be changed, and finds what became of it.
func ChangeContent(ctx context.Context, db *pg.DB, by civic.Actor, in any, do civic.Action, id civic.ID, write func(*pg.Tx, policy.ContentVersion) error) (policy.ReviewedContent, error) {
	if err := db.Write(ctx, by, in, func(t *pg.Tx) error {
		c, err := LockContent(ctx, t, by, do, id)
		if err != nil {
			return err
		}
		return write(t, *c)
	}); err != nil {
		return nil, err
	}
	return contentKinds[id.Kind].Find(ctx, db, by, id)
}

// LockContent locks a content for a change, and asks for the right to it.
func LockContent(ctx context.Context, t *pg.Tx, by civic.Actor, do civic.Action, id civic.ID) (*policy.ContentVersion, error) {
	c, err := lockContent(ctx, t, by, id)
	if err != nil {
		return nil, err
	}
	return c, t.Allow(do, c.DepartmentCode, id)
}

// SubmitContentForReview hands a content to the review. An EDITOR of the department may. It refuses WRONG_CONTENT_STATE.
func SubmitContentForReview(ctx context.Context, db *pg.DB, by civic.Actor, in policy.SubmitContentForReviewInput) (policy.ReviewedContent, error) {
	return ChangeContent(ctx, db, by, in, policy.WriteContent, in.ContentID, func(t *pg.Tx, c policy.ContentVersion) error {
		if err := c.Submit(); err != nil {
			return err
		}
		return setContentState(ctx, t, c.Key, policy.StateSubmitted)
	})
}

// RecordContentReview records one step of a content's review. The stage's role in the department may; what else it refuses stands with
// consult's NextReview.
func RecordContentReview(ctx context.Context, db *pg.DB, by civic.Actor, in policy.RecordContentReviewInput) (policy.ReviewedContent, error) {
	if err := civic.Check(in); err != nil {
		return nil, err
	}
	return ChangeContent(ctx, db, by, in, policy.ReviewContent, in.ContentID, func(t *pg.Tx, c policy.ContentVersion) error {
		_, state, err := review(ctx, t, c.Reviewed(), by, in.Step())
		if err != nil {
			return err
		}
		return setContentState(ctx, t, c.Key, state)
	})
}

// ReleaseContent makes a content public, in the place of its version before. A PUBLISHER of the department may. It refuses NOT_APPROVED,
// CONTENT_CHANGED, and what the kind of the content refuses.
func ReleaseContent(ctx context.Context, db *pg.DB, by civic.Actor, in policy.ReleaseContentInput) (policy.ReviewedContent, error) {
	return ChangeContent(ctx, db, by, in, policy.ReleaseContent, in.ContentID, func(t *pg.Tx, c policy.ContentVersion) error {
		if err := c.Release(in.ContentHash); err != nil {
			return err
		}
		kind := contentKinds[c.Kind]
		if kind.Check != nil {
			if err := kind.Check(ctx, t, c); err != nil {
				return err
			}
		}
		for _, change := range []string{
			`UPDATE contents SET replaced_at = now() WHERE root_id = (SELECT root_id FROM contents WHERE id = $1) AND id <> $1 AND published_at IS NOT NULL AND replaced_at IS NULL`,
			`UPDATE contents SET state = 'PUBLISHED', published_at = now() WHERE id = $1`,
		} {
			if _, err := t.Exec(ctx, change, c.Key); err != nil {
				return err
			}
		}
		if kind.Released != nil {
			if err := kind.Released(ctx, t, c); err != nil {
				return err
			}
		}
		for _, run := range afterReleases {
			if err := run(ctx, t, c); err != nil {
				return err
			}
		}
		return nil
	})
}

func setContentState(ctx context.Context, t *pg.Tx, content uuid.UUID, state policy.DraftState) error {
	_, err := t.Exec(ctx, `UPDATE contents SET state = $2 WHERE id = $1`, content, state)
	return err
}

// Releases finds the released versions of contents, oldest first, by the keys of the first versions. Everybody may.
func Releases(ctx context.Context, db *pg.DB, _ civic.Actor, roots []uuid.UUID) (map[uuid.UUID][]policy.ContentRelease, error) {
	found, err := pg.Rows[policy.ContentRelease](ctx, db, `SELECT x.root_id, x.version, x.content_hash, x.published_at, x.taken_down_at, x.taken_down_reason FROM contents x
		WHERE x.root_id = ANY($1) AND x.published_at IS NOT NULL ORDER BY x.version`, pg.KeyArray(roots))
	of := map[uuid.UUID][]policy.ContentRelease{}
	for _, r := range found {
		of[r.RootKey] = append(of[r.RootKey], r)
	}
	return of, err
}

// TakenDownContents finds what is told of contents that were taken down. Everybody may.
func TakenDownContents(ctx context.Context, db *pg.DB, _ civic.Actor, ids []civic.ID) (map[civic.ID]policy.TakenDownContent, error) {
	found, err := pg.Rows[policy.TakenDownContent](ctx, db, `SELECT x.id, x.kind, x.department_id, x.version, x.published_at, x.taken_down_at, x.taken_down_reason FROM contents x
		WHERE x.id = ANY($1) AND x.published_at IS NOT NULL AND x.taken_down_at IS NOT NULL`, pg.KeysOf(ids))
	of := map[civic.ID]policy.TakenDownContent{}
	for _, c := range found {
		of[c.ID()] = c
	}
	return of, err
}
