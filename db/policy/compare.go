package policydb

import (
	"context"

	"github.com/google/uuid"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/legaltext"
	"minyi/domain/lineage"
	"minyi/domain/policy"
)

// CompareDrafts compares any two versions of a record's draft, clause by clause. Everybody may compare the versions that they may see; the
// comparison is nil if the actor may not see both. It refuses BAD_ID, and as NOT_ONE_RECORD versions of different records.
func CompareDrafts(ctx context.Context, db *pg.DB, by civic.Actor, from, to civic.ID) (*policy.VersionComparison, error) {
	var problems civic.Problems
	for field, id := range map[string]civic.ID{"from": from, "to": to} {
		if _, err := id.Of(policy.DraftKind, field); err != nil {
			problems.Join(err)
		}
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	v, err := readVersions(ctx, db, by, []civic.ID{from, to})
	if err != nil {
		return nil, err
	}
	older, newer := v.drafts[from.Key], v.drafts[to.Key]
	if older == nil || newer == nil {
		return nil, nil
	}
	if older.PolicyRecordKey != newer.PolicyRecordKey {
		return nil, civic.Refuse(policy.NotOneRecord, "to")
	}
	rows, err := v.compare(ctx, *older, *newer)
	if err != nil {
		return nil, err
	}
	comparison := policy.NewVersionComparison(*older, *newer, rows)
	return &comparison, nil
}

// WholeDraft finds a draft with all its clauses in order. It refuses NOT_FOUND.
func WholeDraft(ctx context.Context, db *pg.DB, by civic.Actor, id civic.ID) (*policy.Draft, []legaltext.Clause, error) {
	draft, err := pg.Single(DraftsByID(ctx, db, by, []civic.ID{id}))
	if err != nil {
		return nil, nil, err
	}
	clauses, err := clausesOf(ctx, db, draft.Key)
	return draft, clauses, err
}

// versions are versions of drafts with all that their comparison needs.
type versions struct {
	drafts  map[uuid.UUID]*policy.Draft
	clauses map[uuid.UUID][]legaltext.Clause // by the draft, in order
	links   []versionLink
}

// versionLink is a link that a version of a record begins.
type versionLink struct {
	Record  uuid.UUID `db:"policy_record_id"`
	Version int       `db:"version"`
	lineage.Link
}

// readVersions reads the drafts that the actor may see: three statements, however many there are.
func readVersions(ctx context.Context, db *pg.DB, by civic.Actor, ids []civic.ID) (versions, error) {
	v := versions{drafts: map[uuid.UUID]*policy.Draft{}, clauses: map[uuid.UUID][]legaltext.Clause{}}
	drafts, err := DraftsByID(ctx, db, by, ids)
	if err != nil {
		return v, err
	}
	var keys, records pg.KeyArray
	for _, d := range drafts {
		v.drafts[d.Key] = &d
		keys, records = append(keys, d.Key), append(records, d.PolicyRecordKey)
	}
	var clauses []legaltext.Clause
	if err := db.List(ctx, &clauses, `SELECT `+clauseColumns+` FROM clauses c WHERE c.draft_id = ANY($1) ORDER BY c.draft_id, c.position`, keys); err != nil {
		return v, err
	}
	for _, c := range clauses {
		v.clauses[c.DraftKey] = append(v.clauses[c.DraftKey], c)
	}
	return v, db.List(ctx, &v.links, `SELECT DISTINCT t.policy_record_id, t.version, o.lineage_id AS older, n.lineage_id AS newer
		FROM drafts t JOIN clauses n ON n.draft_id = t.id CROSS JOIN LATERAL jsonb_array_elements_text(n.sources) AS s (id) JOIN clauses o ON o.id = CAST(s.id AS uuid)
		WHERE t.policy_record_id = ANY($1) AND n.sources <> '[]'`, pg.Distinct(records))
}

// compare compares two versions of one record, which may be in either order.
func (v versions) compare(ctx context.Context, from, to policy.Draft) ([]lineage.ComparedClause, error) {
	older, newer := min(from.Version, to.Version), max(from.Version, to.Version)
	var links []lineage.Link
	for _, l := range v.links {
		if l.Record == from.PolicyRecordKey && l.Version > older && l.Version <= newer {
			links = append(links, l.Link)
		}
	}
	if from.Version > to.Version {
		links = lineage.Reversed(links)
	}
	return lineage.Compare(ctx, v.clauses[from.Key], v.clauses[to.Key], links, newer-older > 1)
}

// CommentPlaces finds where clauses stand in other versions of their drafts. There is none for a version that the actor may not see or
// that belongs to another record. The number of statements does not depend on that of the keys, and each pair of versions is compared once.
func CommentPlaces(ctx context.Context, db *pg.DB, by civic.Actor, keys []consult.CommentPlaceKey) (map[consult.CommentPlaceKey]consult.CommentPlace, error) {
	var clauses, drafts []civic.ID
	for _, k := range keys {
		clauses, drafts = append(clauses, k.Clause), append(drafts, k.Draft)
	}
	var homes []legaltext.Clause
	if err := db.List(ctx, &homes, `SELECT c.id, c.draft_id FROM clauses c WHERE c.id = ANY($1)`, pg.KeysOf(clauses)); err != nil {
		return nil, err
	}
	home := map[uuid.UUID]uuid.UUID{}
	for _, c := range homes {
		home[c.Key] = c.DraftKey
		drafts = append(drafts, civic.IDOf(policy.DraftKind, c.DraftKey))
	}
	v, err := readVersions(ctx, db, by, drafts)
	if err != nil {
		return nil, err
	}
	return v.places(ctx, keys, home)
}

// places compares each pair of versions and looks the clauses up.
func (v versions) places(ctx context.Context, keys []consult.CommentPlaceKey, home map[uuid.UUID]uuid.UUID) (map[consult.CommentPlaceKey]consult.CommentPlace, error) {
	type pair struct{ from, to uuid.UUID }
	landings, places := map[pair]map[uuid.UUID]lineage.Landing{}, map[consult.CommentPlaceKey]consult.CommentPlace{}
	for _, k := range keys {
		from, to := v.drafts[home[k.Clause.Key]], v.drafts[k.Draft.Key]
		if from == nil || to == nil || from.PolicyRecordKey != to.PolicyRecordKey {
			continue
		}
		of := pair{from.Key, to.Key}
		if landings[of] == nil {
			rows, err := v.compare(ctx, *from, *to)
			if err != nil {
				return nil, err
			}
			landings[of] = lineage.Landings(v.clauses[from.Key], v.clauses[to.Key], rows)
		}
		places[k] = consult.NewCommentPlace(to.Key, landings[of][k.Clause.Key], v.clauses[to.Key])
	}
	return places, nil
}
