package graphtest

// RecountComments counts comments and endorsements again from their rows, compares the result with every counter, waiting or
// folded, and lists the differences. Rows and counts change together and are read in one statement, so there is never a difference.
func (c *City) RecountComments() (differences []string) {
	c.t.Helper()
	err := c.SQL.Select(&differences, `
		WITH kept AS (
		  SELECT m.*, to_char(m.created_at AT TIME ZONE c.timezone, 'YYYY-MM-DD') AS made_on
		  FROM comments m JOIN consultations c ON c.id = m.consultation_id WHERE m.withdrawn_at IS NULL
		), standing AS (
		  SELECT k.* FROM kept k WHERE k.state <> 'PENDING'
		), joined AS (
		  SELECT e.consultation_id, e.comment_id FROM endorsements e JOIN standing m ON m.consultation_id = e.consultation_id AND m.id = e.comment_id
		), recounted AS (
		  SELECT consultation_id, consultation_id AS subject_id, 'comments' AS counter, count(*) AS amount FROM standing GROUP BY 1, 2
		  UNION ALL SELECT consultation_id, consultation_id, 'comments/' || stance, count(*) FROM standing GROUP BY 1, 2, 3
		  UNION ALL SELECT consultation_id, consultation_id, 'comments/day/' || made_on, count(*) FROM standing GROUP BY 1, 2, 3
		  UNION ALL SELECT consultation_id, clause_id, 'comments', count(*) FROM standing WHERE clause_id IS NOT NULL GROUP BY 1, 2
		  UNION ALL SELECT consultation_id, clause_id, 'comments/' || stance, count(*) FROM standing WHERE clause_id IS NOT NULL GROUP BY 1, 2, 3
		  UNION ALL SELECT consultation_id, consultation_id, 'hidden', count(*) FROM standing WHERE state = 'HIDDEN' GROUP BY 1, 2
		  UNION ALL SELECT consultation_id, consultation_id, 'pending', count(*) FROM kept WHERE state = 'PENDING' GROUP BY 1, 2
		  UNION ALL SELECT consultation_id, consultation_id, 'endorsements', count(*) FROM joined GROUP BY 1, 2
		  UNION ALL SELECT consultation_id, comment_id, 'endorsements', count(*) FROM joined GROUP BY 1, 2
		), tallied AS (
		  SELECT consultation_id, subject_id, counter, sum(amount) AS amount FROM (
		    SELECT consultation_id, subject_id, counter, amount FROM tallies
		    UNION ALL
		    SELECT d.consultation_id, w.subject_id, w.counter, w.amount
		    FROM tally_deltas d, unnest(d.subjects, d.counters, d.amounts) AS w (subject_id, counter, amount)
		  ) every WHERE counter IN ('endorsements', 'comments', 'hidden', 'pending') OR counter LIKE 'comments/%' GROUP BY 1, 2, 3
		)
		SELECT concat_ws(' ', subject_id, counter, 'is', COALESCE(t.amount, 0), 'and not', COALESCE(r.amount, 0))
		FROM recounted r FULL JOIN tallied t USING (consultation_id, subject_id, counter)
		WHERE COALESCE(t.amount, 0) <> COALESCE(r.amount, 0) ORDER BY 1`)
	if err != nil {
		c.t.Fatal(err)
	}
	return differences
}
