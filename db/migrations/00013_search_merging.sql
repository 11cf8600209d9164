-- The server merges what the index of grams puts aside, once a second. Writers do so themselves only where far more has gathered, in kB.

-- +goose Up
-- +goose StatementBegin
-- Citus has not been asked.
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
    ALTER INDEX comments_by_grams SET (gin_pending_list_limit = 65536);
  END IF;
END $$;
-- +goose StatementEnd
