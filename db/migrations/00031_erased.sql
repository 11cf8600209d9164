-- What was erased stays erased, and the statistics of the planner hold neither words nor people.

-- +goose Up

-- A keyed hash for each request with an idempotency key whose result its author erased: a late repetition publishes nothing.
CREATE TABLE erased_requests (
  consultation_id uuid NOT NULL,
  hash            bytea NOT NULL,
  PRIMARY KEY (consultation_id, hash)
);
SELECT minyi_distribute('erased_requests');

-- Once a statement could be added to a comment that was erased.
UPDATE comments SET dispute_statement = NULL WHERE erased_at IS NOT NULL AND dispute_statement IS NOT NULL;

-- +goose StatementBegin
-- ANALYZE copies frequent values and some others into pg_statistic, where they outlast their rows. A column that is given its own type
-- again loses what was copied, and no row is written. Citus cannot be told.
DO $$
DECLARE
  at text;
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
    RETURN;
  END IF;
  FOREACH at IN ARRAY ARRAY['comments.body text', 'comments.dispute_statement text', 'comments.hidden_note text', 'comments.idempotency_key text',
    'comments.request_hash bytea', 'comments.author uuid', 'comment_reports.note text', 'comment_reports.account uuid', 'endorsements.account uuid',
    'survey_responses.answers jsonb', 'survey_responses.person bytea', 'survey_responses.idempotency_key text', 'survey_responses.request_hash bytea',
    'accounts.subject_hash bytea', 'receipts.salt bytea', 'receipts.leaf bytea'] LOOP
    EXECUTE format('ALTER TABLE %1$I ALTER COLUMN %2$I TYPE %3$s, ALTER COLUMN %2$I SET STATISTICS 0',
      split_part(split_part(at, ' ', 1), '.', 1), split_part(split_part(at, ' ', 1), '.', 2), split_part(at, ' ', 2));
  END LOOP;
END $$;
-- +goose StatementEnd
