package surveydb

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/lib/pq"

	"minyi/db/pg"
	"minyi/domain/survey"
)

// A version with fewer responses is counted each time, which takes some milliseconds.
const manyResponses = 20_000

// maxOpenPairs is the most pairs of questions of a version that the fold keeps, because it writes a row for each. Others are counted each time.
const maxOpenPairs = 40

// open counts all responses while people still answer. Where there are many, the fold of tallies keeps the pair from the first time on that somebody
// asks for it.
func (p pairing) open(ctx context.Context, db *pg.DB) ([]survey.Pair, error) {
	first, second, turned := p.ordered()
	pairs, err := pairing{p.survey, p.version, first, second}.openInOrder(ctx, db)
	if turned {
		pairs = survey.Turned(pairs)
	}
	return pairs, err
}

// openInOrder does so for questions in the order of their keys.
func (p pairing) openInOrder(ctx context.Context, db *pg.DB) ([]survey.Pair, error) {
	kept, err := p.readOpen(ctx, db, `o.counted`)
	if err != nil {
		return nil, err
	}
	if len(kept) > 0 && kept[0].Pairs != nil {
		return kept[0].add(p, 1)
	}
	counters, err := surveyCounters(ctx, db, pg.KeyArray{p.version.Survey})
	if err != nil {
		return nil, err
	}
	if counters[p.version.Survey][fmt.Sprintf("v%d/responses", p.version.Version)] < manyResponses {
		return p.count(ctx, db)
	}
	return p.firstOpen(ctx, db)
}

// firstOpen lets the fold keep the pair and counts all responses. In the same statement it reads what the fold counted since, and what waits for it:
// the rest was folded before, and stays.
func (p pairing) firstOpen(ctx context.Context, db *pg.DB) ([]survey.Pair, error) {
	if err := p.letFoldKeep(ctx, db); err != nil {
		return nil, err
	}
	found, err := p.readOpen(ctx, db, `(SELECT COALESCE(jsonb_agg(to_jsonb(n)), '[]') FROM (`+countPairs+`) n)`)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return p.count(ctx, db)
	}
	before, err := found[0].add(p, -1)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(before)
	if err != nil {
		return nil, err
	}
	if _, err := db.Exec(ctx, `UPDATE open_pairs SET counted = CAST($6::text AS jsonb)
		WHERE consultation_id = $1 AND survey_id = $2 AND version = $3 AND row_key = $4 AND column_key = $5 AND counted IS NULL`,
		p.survey.ConsultationKey, p.version.Survey, p.version.Version, p.row, p.column, string(text)); err != nil {
		return nil, err
	}
	return found[0].add(p, 0)
}

// letFoldKeep adds the pair to those that the fold keeps, unless there are too many. No fold is under way meanwhile, which could take responses
// without counting them here.
func (p pairing) letFoldKeep(ctx context.Context, db *pg.DB) error {
	return db.Tx(ctx, func(t *pg.Tx) error {
		if _, err := t.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, pg.FoldLock); err != nil {
			return err
		}
		_, err := t.Exec(ctx, `INSERT INTO open_pairs (consultation_id, survey_id, version, row_key, column_key) SELECT $1::uuid, $2::uuid, $3::int, $4::text, $5::text
			WHERE (SELECT count(*) FROM open_pairs WHERE consultation_id = $1 AND survey_id = $2 AND version = $3) < $6 ON CONFLICT DO NOTHING`,
			p.survey.ConsultationKey, p.version.Survey, p.version.Version, p.row, p.column, maxOpenPairs)
		return err
	})
}

// openCount is a count of a pair, what the fold has added to the pair, and the choices that wait for the fold.
type openCount struct {
	Pairs   *string        `db:"pairs"` // nil until they are counted
	Folded  string         `db:"folded"`
	Waiting pq.StringArray `db:"waiting"`
}

// readOpen reads a pair that the fold keeps, and pairs by an expression of o, in one statement. None is found where the fold does not keep it.
func (p pairing) readOpen(ctx context.Context, db *pg.DB, pairs string) ([]openCount, error) {
	return pg.Rows[openCount](ctx, db, `SELECT CAST(`+pairs+` AS text) AS pairs, CAST(o.folded AS text) AS folded,
		  ARRAY(SELECT c FROM tally_deltas d, unnest(d.choices) AS c WHERE d.consultation_id = $1) AS waiting
		FROM open_pairs o WHERE o.consultation_id = $1 AND o.survey_id = $2 AND o.version = $3 AND o.row_key = $4 AND o.column_key = $5`,
		p.survey.ConsultationKey, p.version.Survey, p.version.Version, p.row, p.column)
}

// add adds what is folded and what waits to the count, so many times.
func (n openCount) add(p pairing, times int) ([]survey.Pair, error) {
	var counted, folded []survey.Pair
	if err := json.Unmarshal([]byte(*n.Pairs), &counted); err != nil {
		return nil, err
	}
	if err := json.Unmarshal([]byte(n.Folded), &folded); err != nil {
		return nil, err
	}
	choices, err := survey.ReadChoices(n.Waiting)
	if err != nil {
		return nil, err
	}
	later := survey.AddPairs(folded, survey.PairsOf(p.version, p.row, p.column, choices))
	return survey.AddPairs(counted, survey.Times(later, times)), nil
}
