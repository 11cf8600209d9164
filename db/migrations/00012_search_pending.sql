-- Every search walks what the index of grams has not merged yet. By itself PostgreSQL lets that grow to 4 MB, which takes longer to
-- walk than all the rest of a search.

-- +goose Up
-- +goose StatementBegin
-- Citus has not been asked.
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
    ALTER INDEX comments_by_grams SET (gin_pending_list_limit = 256);
  END IF;
END $$;
-- +goose StatementEnd
