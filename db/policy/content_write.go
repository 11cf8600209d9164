package policydb

import (
	"context"
	"encoding/json"

	"github.com/google/uuid"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/policy"
)

// Words are what a content says. The hash covers them; what is derived from them and from other things is kept apart.
type Words struct{ Words, Derived any }

// json returns both as JSON columns.
func (w Words) json() (words, derived string, err error) {
	said, err := json.Marshal(w.Words)
	if err != nil {
		return "", "", err
	}
	more, err := json.Marshal(w.Derived)
	if w.Derived == nil {
		more = []byte("{}")
	}
	return string(said), string(more), err
}

// InsertContent writes a version of a content. A first version has no key of a root yet.
func InsertContent(ctx context.Context, t *pg.Tx, by civic.Actor, c policy.ContentVersion, w Words, same pg.Request) error {
	words, derived, err := w.json()
	if err != nil {
		return err
	}
	if c.RootKey == (uuid.UUID{}) {
		c.RootKey, c.Version = c.Key, 1
	}
	searched, folded, err := searchWords(c.Kind, []byte(words))
	if err != nil {
		return err
	}
	_, err = t.Exec(ctx, `INSERT INTO contents (id, root_id, version, kind, department_id, policy_record_id, draft_id, year, words, derived, state, content_hash, created_by, idempotency_key, request_hash, search_words, folded)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'DRAFT', $11, $12, $13, $14, $15, $16)`,
		c.Key, c.RootKey, c.Version, c.Kind, c.DepartmentKey, c.PolicyRecordKey, c.DraftKey, c.Year, words, derived, policy.HashContent(w.Words), by.Account, same.Key, same.Hash, searched, folded)
	return err
}

// ReviseContent writes new words of a content and returns the key of the version that has them: of a version that is not released the same one,
// which is its writers' again, and otherwise the next one. It refuses as NOT_NEWEST_VERSION a version that has a next one.
func ReviseContent(ctx context.Context, t *pg.Tx, by civic.Actor, c policy.ContentVersion, w Words) (uuid.UUID, error) {
	var newest int
	if err := t.Get(ctx, &newest, `SELECT max(version) FROM contents WHERE root_id = $1`, c.RootKey); err != nil {
		return c.Key, err
	}
	if newest != c.Version {
		return c.Key, civic.Refuse(policy.NotNewestVersion, "contentId")
	}
	if c.State.Fixed() {
		next := c
		next.Key, next.Version = civic.NewKey(), c.Version+1
		return next.Key, InsertContent(ctx, t, by, next, w, pg.Request{})
	}
	words, derived, err := w.json()
	if err != nil {
		return c.Key, err
	}
	searched, folded, err := searchWords(c.Kind, []byte(words))
	if err != nil {
		return c.Key, err
	}
	_, err = t.Exec(ctx, `UPDATE contents SET words = $2, derived = $3, content_hash = $4, draft_id = $5, revision = revision + CASE WHEN content_hash = $4 THEN 0 ELSE 1 END,
		state = CASE WHEN content_hash = $4 THEN state ELSE 'DRAFT' END, search_words = $6, folded = $7 WHERE id = $1`, c.Key, words, derived, policy.HashContent(w.Words), c.DraftKey, searched, folded)
	return c.Key, err
}
