-- The passage of its clause that a comment is about, as JSON: exact, prefix and suffix. Its words are those of the clause; they go when the
-- comment is erased, because what somebody marked tells something of them.

-- +goose Up

ALTER TABLE comments ADD COLUMN passage jsonb;
-- +goose StatementBegin
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
    ALTER TABLE comments ALTER COLUMN passage SET STATISTICS 0;
  END IF;
END $$;
-- +goose StatementEnd
