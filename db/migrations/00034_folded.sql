-- Searches compare texts as civic.Fold writes them. The server folds what was written before, and makes its grams anew.

-- +goose Up
ALTER TABLE comments ADD COLUMN folded text;
ALTER TABLE policy_records ADD COLUMN folded text;
ALTER TABLE consultations ADD COLUMN folded text;
ALTER TABLE clauses ADD COLUMN folded text;
ALTER TABLE official_responses ADD COLUMN folded text;
ALTER TABLE feedback_reports ADD COLUMN folded text;
UPDATE comments SET grams = NULL;

-- +goose StatementBegin
-- The planner keeps no samples of words. Citus cannot be told.
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
    ALTER TABLE comments ALTER COLUMN folded SET STATISTICS 0;
  END IF;
END $$;
-- +goose StatementEnd
