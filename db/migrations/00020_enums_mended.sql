-- Names of enums were once stored in the case in which a request wrote them, such as "oppose". Rows get the names of the contract, and
-- what they were counted under goes to the right counters. A published report keeps its figures, as a hash covers them.

-- +goose Up

-- A role that was given in another case gave no right. An upgrade gives none either.
DELETE FROM granted_roles WHERE role <> upper(role);

UPDATE comments SET stance = upper(stance), hidden_reason = upper(hidden_reason), accepted_stance = NULLIF(stance, upper(stance))
  WHERE stance <> upper(stance) OR hidden_reason <> upper(hidden_reason);

-- What went public though a moderator was to read it first comes before a moderator.
UPDATE comments SET awaits_decision = true WHERE state = 'PUBLISHED' AND moderated_at IS NULL AND withdrawn_at IS NULL AND erased_at IS NULL
  AND consultation_id IN (SELECT id FROM consultations WHERE moderation <> upper(moderation) AND upper(moderation) = 'BEFORE_PUBLISHING');

UPDATE policy_records SET kind = upper(kind) WHERE kind <> upper(kind);
UPDATE consultations SET identity_level = upper(identity_level), moderation = upper(moderation)
  WHERE identity_level <> upper(identity_level) OR moderation <> upper(moderation);
UPDATE surveys SET results_visibility = upper(results_visibility) WHERE results_visibility <> upper(results_visibility);
UPDATE comment_reports SET reason = upper(reason) WHERE reason <> upper(reason);
UPDATE official_responses SET outcome = upper(outcome) WHERE outcome <> upper(outcome);
UPDATE affected_clauses SET effect = upper(effect) WHERE effect <> upper(effect);

-- +goose StatementBegin
-- The counters of stances and outcomes by the names of the contract. Days and surveys have no capitals and stay.
CREATE FUNCTION exact_counters(names text[]) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (SELECT array_agg(CASE WHEN n.name LIKE 'comments/day/%' THEN n.name
      WHEN n.name LIKE 'comments/%' THEN 'comments/' || upper(substr(n.name, 10))
      WHEN n.name LIKE 'outcome/%' THEN 'outcome/' || upper(substr(n.name, 9)) ELSE n.name END ORDER BY n.place)
    FROM unnest(names) WITH ORDINALITY AS n (name, place));
-- +goose StatementEnd

-- What waits goes first: once it has the right names, nothing adds to a wrong one.
UPDATE tally_deltas SET counters = exact_counters(counters) WHERE counters <> exact_counters(counters);
INSERT INTO tallies AS had (consultation_id, subject_id, counter, amount)
  SELECT consultation_id, subject_id, (exact_counters(ARRAY[counter]))[1], CAST(sum(amount) AS bigint) FROM tallies
  WHERE counter <> (exact_counters(ARRAY[counter]))[1] GROUP BY 1, 2, 3
  ON CONFLICT (consultation_id, subject_id, counter) DO UPDATE SET amount = had.amount + EXCLUDED.amount;
DELETE FROM tallies WHERE counter <> (exact_counters(ARRAY[counter]))[1];

DROP FUNCTION exact_counters(text[]);
