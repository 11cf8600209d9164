-- Counts campaigns and themes again from the comments, and names what differs.
WITH standing AS (
  SELECT g.consultation_id, g.campaign_id, m.author FROM grouped_comments g JOIN comments m ON m.consultation_id = g.consultation_id AND m.id = g.comment_id
), sized AS (
  SELECT c.consultation_id, c.id, c.size, c.people, count(s.author) AS comments, count(DISTINCT s.author) AS authors
  FROM campaigns c LEFT JOIN standing s ON s.consultation_id = c.consultation_id AND s.campaign_id = c.id GROUP BY 1, 2
), counted AS (
  SELECT consultation_id, 'people' AS counter, count(DISTINCT author) AS amount FROM standing GROUP BY 1
  UNION ALL SELECT consultation_id, 'copies', count(*) FROM standing WHERE campaign_id IS NOT NULL GROUP BY 1
  UNION ALL SELECT consultation_id, 'campaigns', count(DISTINCT campaign_id) FROM standing WHERE campaign_id IS NOT NULL GROUP BY 1
), tallied AS (
  SELECT consultation_id, counter, sum(amount) AS amount FROM (
    SELECT consultation_id, subject_id, counter, amount FROM tallies
    UNION ALL
    SELECT d.consultation_id, w.subject_id, w.counter, w.amount FROM tally_deltas d, unnest(d.subjects, d.counters, d.amounts) AS w (subject_id, counter, amount)
  ) every WHERE subject_id = consultation_id AND counter IN ('people', 'copies', 'campaigns') GROUP BY 1, 2 HAVING sum(amount) <> 0
)
SELECT format('campaign %s counts %s comments of %s people, and has %s of %s', id, size, people, comments, authors) FROM sized WHERE size <> comments OR people <> authors
UNION ALL
SELECT format('%s of consultation %s are counted as %s, and are %s', counter, consultation_id, COALESCE(t.amount, 0), COALESCE(c.amount, 0))
FROM counted c FULL JOIN tallied t USING (consultation_id, counter) WHERE COALESCE(c.amount, 0) <> COALESCE(t.amount, 0)
UNION ALL
SELECT format('theme %s counts %s comments, and has %s', h.id, h.size, count(k.comment_id)) FROM themes h LEFT JOIN comment_codes k ON k.consultation_id = h.consultation_id AND k.theme_id = h.id
GROUP BY h.consultation_id, h.id HAVING h.size <> count(k.comment_id)
