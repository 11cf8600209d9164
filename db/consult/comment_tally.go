package consultdb

import (
	"context"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"minyi/db/pg"
	"minyi/db/singleflight"
	"minyi/domain/civic"
	"minyi/domain/consult"
)

// The calls that read tallies. Everybody may see them, and after each change all subscribers read them.
var (
	fullTallies  = pg.NewSlot(func(*pg.DB) *tallyCalls { return new(tallyCalls) })
	briefTallies = pg.NewSlot(func(*pg.DB) *tallyCalls { return new(tallyCalls) })
)

type tallyCalls = singleflight.Group[civic.ID, map[civic.ID]consult.CommentTally]

// CommentTallies counts the comments of consultations, exactly as of one moment. Everybody may. Callers share the map and must not change it.
func CommentTallies(ctx context.Context, db *pg.DB, _ civic.Actor, ids []civic.ID) (map[civic.ID]consult.CommentTally, error) {
	return pg.ShareOne(ctx, fullTallies.Of(db), ids, func(ctx context.Context, ids []civic.ID) (map[civic.ID]consult.CommentTally, error) {
		return countFully(ctx, db, ids)
	})
}

func countFully(ctx context.Context, db *pg.DB, ids []civic.ID) (map[civic.ID]consult.CommentTally, error) {
	keys := make([]uuid.UUID, len(ids))
	for i, id := range ids {
		keys[i] = id.Key
	}
	tallies, err := commentTallies(ctx, db, keys)
	byID := map[civic.ID]consult.CommentTally{}
	for key, tally := range tallies {
		byID[civic.IDOf(civic.ConsultationKind, key)] = tally
	}
	return byID, err
}

// BriefTallies counts the comments of consultations as CommentTallies does, but neither by day nor by clause. A list of consultations
// needs no more, and reads a hundredth.
func BriefTallies(ctx context.Context, db *pg.DB, _ civic.Actor, ids []civic.ID) (map[civic.ID]consult.CommentTally, error) {
	return pg.ShareOne(ctx, briefTallies.Of(db), ids, func(ctx context.Context, ids []civic.ID) (map[civic.ID]consult.CommentTally, error) {
		return countBriefly(ctx, db, ids)
	})
}

func countBriefly(ctx context.Context, db *pg.DB, ids []civic.ID) (map[civic.ID]consult.CommentTally, error) {
	var counts []pg.Count
	err := db.List(ctx, &counts, `
		SELECT consultation_id, subject_id, counter, sum(amount)::bigint AS amount FROM (
		  SELECT t.consultation_id, t.subject_id, t.counter, t.amount
		  FROM unnest($1::uuid[]) AS wanted (id), tallies t WHERE t.consultation_id = wanted.id AND t.subject_id = wanted.id AND t.counter = ANY($2)
		  UNION ALL
		  SELECT d.consultation_id, c.subject_id, c.counter, c.amount
		  FROM tally_deltas d, unnest(d.subjects, d.counters, d.amounts) AS c (subject_id, counter, amount)
		  WHERE d.consultation_id = ANY($1) AND c.subject_id = d.consultation_id AND c.counter = ANY($2)
		) every GROUP BY 1, 2, 3`, pg.KeysOf(ids), pq.Array(consult.BriefCounters()))
	own := map[uuid.UUID]consult.Counts{}
	for _, c := range counts {
		if own[c.ConsultationKey] == nil {
			own[c.ConsultationKey] = consult.Counts{}
		}
		own[c.ConsultationKey][c.Counter] = int(c.Amount)
	}
	byID := make(map[civic.ID]consult.CommentTally, len(ids))
	for _, id := range ids {
		byID[id] = consult.CommentTallyOf(own[id.Key], nil)
	}
	return byID, err
}

// commentTallies reads the counters of consultations and of the clauses of their drafts, in the text's order, in one statement.
// It reaches them by the things that are counted, so that the many counters of single comments are not read.
func commentTallies(ctx context.Context, a pg.Querier, consultations []uuid.UUID) (map[uuid.UUID]consult.CommentTally, error) {
	var counts []pg.Count
	err := a.List(ctx, &counts, `
		WITH counted AS (
		  SELECT c.id AS consultation_id, c.id AS subject_id, -1 AS position FROM consultations c WHERE c.id = ANY($1)
		  UNION ALL
		  SELECT c.id, l.id, l.position FROM consultations c JOIN clauses l ON l.draft_id = c.draft_id WHERE c.id = ANY($1)
		), every AS (
		  SELECT s.consultation_id, s.subject_id, s.position, t.counter, t.amount
		  FROM counted s JOIN tallies t ON t.consultation_id = s.consultation_id AND t.subject_id = s.subject_id
		  UNION ALL
		  SELECT s.consultation_id, s.subject_id, s.position, w.counter, w.amount
		  FROM tally_deltas d CROSS JOIN unnest(d.subjects, d.counters, d.amounts) AS w (subject_id, counter, amount)
		  JOIN counted s ON s.consultation_id = d.consultation_id AND s.subject_id = w.subject_id
		  WHERE d.consultation_id = ANY($1)
		)
		SELECT consultation_id, subject_id, counter, sum(amount)::bigint AS amount FROM every
		GROUP BY consultation_id, position, subject_id, counter HAVING sum(amount) <> 0
		ORDER BY consultation_id, position, subject_id`, pg.KeyArray(consultations))
	tallies := map[uuid.UUID]consult.CommentTally{}
	for _, key := range consultations {
		tallies[key] = commentTally(key, counts)
	}
	return tallies, err
}

// commentTally picks one consultation's tally out of the ordered counters of many.
func commentTally(consultation uuid.UUID, counts []pg.Count) consult.CommentTally {
	own, clauses := consult.Counts{}, []consult.ClauseCount{}
	for start, end := 0, 0; start < len(counts); start = end {
		first, counters := counts[start], consult.Counts{}
		for end = start; end < len(counts) && counts[end].SubjectKey == first.SubjectKey && counts[end].ConsultationKey == first.ConsultationKey; end++ {
			counters[counts[end].Counter] = int(counts[end].Amount)
		}
		switch {
		case first.ConsultationKey != consultation:
		case first.SubjectKey == consultation:
			own = counters
		default:
			clauses = append(clauses, consult.ClauseCountOf(first.SubjectKey, counters))
		}
	}
	return consult.CommentTallyOf(own, clauses)
}
