-- The same words of the same person on the same clause are one comment. words is a keyed hash of the author, the clause, the passage and the words.
-- Comments from before have none, and neither have those that staff entered, that were taken back, or whose words were erased.

-- +goose Up

ALTER TABLE comments ADD COLUMN words uuid;
CREATE UNIQUE INDEX comments_words ON comments (consultation_id, words) WHERE words IS NOT NULL;
-- +goose StatementBegin
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
    ALTER TABLE comments ALTER COLUMN words SET STATISTICS 0;
  END IF;
END $$;
-- +goose StatementEnd
