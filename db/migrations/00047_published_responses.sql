-- Official responses are drafts until they are published, or until the feedback report is.

-- +goose Up
ALTER TABLE official_responses ADD COLUMN published_at timestamptz;
UPDATE official_responses SET published_at = created_at;
