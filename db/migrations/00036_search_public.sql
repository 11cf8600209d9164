-- The index of grams holds public comments alone: the time of a search must not tell how many hidden comments hold what was looked for.

-- +goose Up
DROP INDEX comments_by_grams;
CREATE INDEX comments_by_grams ON comments USING gin (grams) WHERE state = 'PUBLISHED' AND withdrawn_at IS NULL AND erased_at IS NULL;
-- +goose StatementBegin
-- Citus has not been asked.
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
    ALTER INDEX comments_by_grams SET (gin_pending_list_limit = 65536);
  END IF;
END $$;
-- +goose StatementEnd
-- Moderators search these too.
CREATE INDEX comments_not_public ON comments (consultation_id, id) WHERE state <> 'PUBLISHED';
