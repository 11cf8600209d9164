-- Comments are found by the pairs of characters in them: the trigrams that PostgreSQL brings along cannot find a word of two
-- characters, which most Chinese words have. The server makes the numbers, see consult.Grams.

-- +goose Up
ALTER TABLE comments ADD COLUMN grams int[];
-- +goose StatementBegin
-- More statistics make planning a search slower than running it. Citus cannot be told.
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
    ALTER TABLE comments ALTER COLUMN grams SET STATISTICS 20;
  END IF;
END $$;
-- +goose StatementEnd
CREATE INDEX comments_by_grams ON comments USING gin (grams);
CREATE INDEX comments_without_grams ON comments (consultation_id, id) WHERE grams IS NULL;
