package verifydb

import (
	"context"
	"fmt"

	"minyi/db/pg"
)

// WrongPeople finds consultations whose number of people who comment is not that of the authors, and tells of each in one sentence.
func WrongPeople(ctx context.Context, db *pg.DB) (findings []string, err error) {
	var exists bool // a database that waits for its migration may not have the table yet
	if err := db.Get(ctx, &exists, `SELECT to_regclass('commenters') IS NOT NULL`); err != nil || !exists {
		return nil, err
	}
	var wrong []struct {
		Consultation string `db:"consultation_id"`
		Tallied      int    `db:"tallied"`
		People       int    `db:"people"`
		Counted      int    `db:"counted"`
		Comments     int    `db:"comments"`
	}
	err = db.List(ctx, &wrong, `
		WITH tallied AS (
		  SELECT consultation_id, sum(amount) AS amount FROM (
		    SELECT consultation_id, amount FROM tallies WHERE counter = 'people'
		    UNION ALL
		    SELECT d.consultation_id, w.amount FROM tally_deltas d, unnest(d.counters, d.amounts) AS w (counter, amount) WHERE w.counter = 'people'
		  ) every GROUP BY 1
		), people AS (
		  SELECT consultation_id, count(*) AS people, sum(comments) AS comments FROM commenters GROUP BY 1
		), standing AS (
		  SELECT consultation_id, count(*) AS comments FROM comments WHERE withdrawn_at IS NULL AND state <> 'PENDING' GROUP BY 1
		)
		SELECT consultation_id, COALESCE(t.amount, 0) AS tallied, COALESCE(p.people, 0) AS people, COALESCE(p.comments, 0) AS counted, COALESCE(s.comments, 0) AS comments
		FROM tallied t FULL JOIN people p USING (consultation_id) FULL JOIN standing s USING (consultation_id)
		WHERE COALESCE(t.amount, 0) <> COALESCE(p.people, 0) OR COALESCE(p.comments, 0) <> COALESCE(s.comments, 0) ORDER BY 1`)
	for _, w := range wrong {
		findings = append(findings, fmt.Sprintf("consultation %s counts %d people who comment, and the authors are %d, with %d of its %d comments", w.Consultation, w.Tallied, w.People, w.Counted, w.Comments))
	}
	return findings, err
}
