-- What people think of statements: of comments, of campaigns, whose comments are one statement, and of clauses. Who wrote or endorsed a comment agrees with
-- it. The last stance of a person on a clause is their vote on it. Only statements that several people judged count, the most judged ones, and only people
-- who judged enough of them.
WITH said AS (
  SELECT m.id, m.author, m.clause_id, m.stance, m.channel, COALESCE(g.campaign_id, m.id) AS statement_id, CASE WHEN g.campaign_id IS NULL THEN 'M' ELSE 'K' END AS kind
  FROM comments m LEFT JOIN grouped_comments g ON g.consultation_id = m.consultation_id AND g.comment_id = m.id
  WHERE m.consultation_id = $1 AND m.state = 'PUBLISHED' AND m.withdrawn_at IS NULL AND m.erased_at IS NULL
), opinions AS (
  SELECT s.kind, s.statement_id, s.author AS person, 1 AS vote FROM said s WHERE s.channel = 'ONLINE'
  UNION
  SELECT s.kind, s.statement_id, e.account, 1 FROM endorsements e JOIN said s ON s.id = e.comment_id WHERE e.consultation_id = $1
  UNION ALL
  SELECT 'L', last.clause_id, last.author, CASE last.stance WHEN 'SUPPORT' THEN 1 WHEN 'OPPOSE' THEN -1 ELSE 0 END
  FROM (SELECT DISTINCT ON (s.clause_id, s.author) s.clause_id, s.author, s.stance FROM said s WHERE s.clause_id IS NOT NULL AND s.channel = 'ONLINE' ORDER BY s.clause_id, s.author, s.id DESC) last
), statements AS (
  SELECT kind, statement_id FROM opinions GROUP BY 1, 2 HAVING count(*) > 1 ORDER BY count(*) DESC, statement_id LIMIT $2
), people AS (
  SELECT o.person FROM opinions o JOIN statements s USING (kind, statement_id) GROUP BY 1 HAVING count(*) >= LEAST($3, (SELECT count(*) FROM statements))
)
SELECT o.kind, o.statement_id, o.person, o.vote FROM opinions o JOIN statements s USING (kind, statement_id) JOIN people p USING (person) ORDER BY o.person, o.statement_id
