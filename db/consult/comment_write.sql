-- insertComments in comment_write.go runs this.
-- $1 are the consultations. $2 to $14 are the comments, an array for each column of n; first_gram and last_gram are places in $15, which
-- are the grams of all. $16 to $18 are counters: of pending comments, of a day's comments (before its date), of comments. $19 is the kind of comments.
-- $20 to $23 are four more columns of n.
WITH n AS MATERIALIZED (
  SELECT * FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::int[], $10::int[], $11::text[], $12::bytea[], $13::bytea[], $14::bytea[], $20::bytea[], $21::text[], $22::text[], $23::uuid[])
  AS n (consultation_id, id, clause_id, author, reached, stance, body, first_gram, last_gram, idempotency_key, request_hash, salt, commitment, tombstone, folded, passage, words)
), open AS MATERIALIZED (
  SELECT c.id, c.draft_id, c.identity_level, c.moderation = 'BEFORE_PUBLISHING' AS moderated, CAST(now() AT TIME ZONE c.timezone AS date) AS day
  FROM enter($1, false) c WHERE {status} = 'OPEN'
), made AS (
  INSERT INTO comments AS m (consultation_id, id, clause_id, passage, author, stance, body, folded, grams, day, idempotency_key, request_hash, state, awaits_decision, revision, words)
  SELECT o.id, n.id, CAST(NULLIF(n.clause_id, '') AS uuid), CAST(NULLIF(n.passage, '') AS jsonb), n.author, n.stance, n.body, n.folded, ($15::int[])[n.first_gram:n.last_gram], o.day,
    NULLIF(n.idempotency_key, ''), NULLIF(n.request_hash, ''), CASE WHEN o.moderated THEN 'PENDING' ELSE 'PUBLISHED' END, o.moderated, 1, n.words
  FROM n JOIN open o ON o.id = n.consultation_id AND o.identity_level = ANY(string_to_array(n.reached, ' '))
  WHERE (n.clause_id = '' OR EXISTS (SELECT FROM clauses l WHERE l.id = CAST(n.clause_id AS uuid) AND l.draft_id = o.draft_id AND l.kind <> 'TITLE'))
    AND NOT EXISTS (SELECT FROM erased_requests e WHERE e.consultation_id = n.consultation_id AND e.hash = n.tombstone)
  ORDER BY n.author, n.idempotency_key, n.words
  ON CONFLICT DO NOTHING
  RETURNING m.consultation_id, m.id, m.clause_id, m.stance, m.day, m.state, m.created_at
), sums AS (
  SELECT m.consultation_id, k.subject_id, k.counter, count(*) AS amount
  FROM made m CROSS JOIN LATERAL (VALUES
    (m.consultation_id, $16::text, 'PENDING'), (m.consultation_id, $17::text || to_char(m.day, 'YYYY-MM-DD'), 'PUBLISHED'),
    (m.consultation_id, $18::text, 'PUBLISHED'), (m.consultation_id, $18::text || '/' || m.stance, 'PUBLISHED'),
    (m.clause_id, $18::text, 'PUBLISHED'), (m.clause_id, $18::text || '/' || m.stance, 'PUBLISHED')) AS k (subject_id, counter, state)
  WHERE k.state = m.state AND k.subject_id IS NOT NULL GROUP BY 1, 2, 3
), counted AS (
  INSERT INTO tally_deltas (consultation_id, id, subjects, counters, amounts, made)
  SELECT s.consultation_id, d.made[1], array_agg(s.subject_id), array_agg(s.counter), array_agg(s.amount), d.made
  FROM sums s JOIN (SELECT m.consultation_id, array_agg(m.id) AS made FROM made m GROUP BY 1) d ON d.consultation_id = s.consultation_id
  GROUP BY s.consultation_id, d.made
), receipted AS (
  INSERT INTO {receipts}
  SELECT m.consultation_id, m.id, 1, $19::text, n.salt, sha256(n.commitment || {micros}), m.created_at FROM made m JOIN n ON n.id = m.id
)
SELECT array_agg(m.id) AS ids, m.day, m.state, m.created_at FROM made m GROUP BY m.day, m.state, m.created_at
