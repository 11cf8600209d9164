-- Counts a consultation again from what people wrote and staff answered, under the names that its tallies have.
WITH standing AS (
  SELECT id, clause_id, stance, day, state FROM comments WHERE consultation_id = $1 AND withdrawn_at IS NULL
), said AS (
  SELECT id, clause_id, stance, day, state FROM standing WHERE state <> 'PENDING'
), counted AS (
  SELECT $1::uuid AS subject_id, 'comments' AS counter, count(*) AS amount FROM said
  UNION ALL
  SELECT $1, 'comments/' || stance, count(*) FROM said GROUP BY stance
  UNION ALL
  SELECT $1, 'comments/day/' || to_char(day, 'YYYY-MM-DD'), count(*) FROM said GROUP BY day
  UNION ALL
  SELECT clause_id, 'comments', count(*) FROM said WHERE clause_id IS NOT NULL GROUP BY clause_id
  UNION ALL
  SELECT clause_id, 'comments/' || stance, count(*) FROM said WHERE clause_id IS NOT NULL GROUP BY clause_id, stance
  UNION ALL
  SELECT $1, 'hidden', count(*) FROM said WHERE state = 'HIDDEN'
  UNION ALL
  SELECT $1, 'pending', count(*) FROM standing WHERE state = 'PENDING'
  UNION ALL
  SELECT $1, 'endorsements', count(*) FROM endorsements e JOIN said s ON s.id = e.comment_id WHERE e.consultation_id = $1
  UNION ALL
  SELECT $1, 'answered', count(*) FROM answered_comments a JOIN official_responses o ON o.consultation_id = a.consultation_id AND o.id = a.official_response_id
  WHERE a.consultation_id = $1 AND o.published_at IS NOT NULL
  UNION ALL
  SELECT $1, 'outcome/' || o.outcome, count(*)
  FROM answered_comments a JOIN official_responses o ON o.consultation_id = a.consultation_id AND o.id = a.official_response_id
  WHERE a.consultation_id = $1 AND o.published_at IS NOT NULL GROUP BY o.outcome
  UNION ALL
  SELECT $1, 'people', count(DISTINCT m.author) FROM grouped_comments g JOIN comments m ON m.consultation_id = g.consultation_id AND m.id = g.comment_id WHERE g.consultation_id = $1
  UNION ALL
  SELECT $1, 'copies', count(*) FROM grouped_comments WHERE consultation_id = $1 AND campaign_id IS NOT NULL
  UNION ALL
  SELECT $1, 'campaigns', count(DISTINCT campaign_id) FROM grouped_comments WHERE consultation_id = $1 AND campaign_id IS NOT NULL
)
SELECT $1::uuid AS consultation_id, subject_id, counter, amount FROM counted WHERE amount <> 0
