-- insertResponses in survey_response_write.go runs this.
-- $1 are the consultations. $2 to $13 are the responses, an array for each column of n. $14 to $18 are the deltas of the tallies, one for each
-- survey; first and last are places in $19 and $20, which are the counters and amounts of all. $21 is the kind of survey responses.
-- $22 are the record keys of the responses, $23 the tombstones that their requests would have, and $24 what they add to cross-tables.
WITH n AS MATERIALIZED (
  SELECT * FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::int[], $6::text[], $7::bytea[], $8::text[], $9::text[], $10::text[], $11::bytea[], $12::bytea[], $13::bytea[], $22::int[], $23::bytea[], $24::text[])
  AS n (consultation_id, id, survey_id, version, day, person, answers, reached, idempotency_key, request_hash, salt, commitment, record_key, tombstone, choices)
), open AS MATERIALIZED (
  SELECT c.id, c.identity_level, CAST(now() AT TIME ZONE c.timezone AS date) AS day
  FROM enter($1, false) c WHERE {status} = 'OPEN'
), fit AS MATERIALIZED (
  SELECT n.*, o.day AS today FROM n JOIN open o ON o.id = n.consultation_id AND o.day = CAST(n.day AS date) AND o.identity_level = ANY(string_to_array(n.reached, ' '))
  JOIN surveys s ON s.id = n.survey_id AND s.version = n.version AND s.consultation_id = o.id
  WHERE NOT EXISTS (SELECT FROM erased_requests e WHERE e.consultation_id = n.consultation_id AND e.hash = n.tombstone)
), r AS (
  INSERT INTO survey_responses (consultation_id, id, survey_id, version, person, answers, day, idempotency_key, request_hash, revision, record_key)
  SELECT consultation_id, id, survey_id, version, person, CAST(answers AS jsonb), today, NULLIF(idempotency_key, ''), NULLIF(request_hash, ''), 1, record_key
  FROM fit WHERE (SELECT count(*) FROM fit) = cardinality($3) ORDER BY survey_id, person
  RETURNING created_at
), finished AS (
  DELETE FROM saved_forms f USING fit WHERE f.consultation_id = fit.consultation_id AND f.survey_id = fit.survey_id AND f.person = fit.person AND EXISTS (SELECT FROM r)
), counted AS (
  INSERT INTO tally_deltas (consultation_id, id, subjects, counters, amounts, choices)
  SELECT d.consultation_id, d.id, array_fill(d.survey_id, ARRAY[d.last - d.first + 1]), ($19::text[])[d.first:d.last], ($20::bigint[])[d.first:d.last],
    ARRAY(SELECT n.choices FROM n WHERE n.survey_id = d.survey_id AND n.choices <> '')
  FROM unnest($14::uuid[], $15::uuid[], $16::uuid[], $17::int[], $18::int[]) AS d (consultation_id, id, survey_id, first, last) WHERE EXISTS (SELECT FROM r)
), receipted AS (
  INSERT INTO {receipts}
  SELECT consultation_id, id, 1, $21::text, salt, sha256(commitment || {micros}), now() FROM fit WHERE EXISTS (SELECT FROM r)
)
SELECT created_at FROM r LIMIT 1
