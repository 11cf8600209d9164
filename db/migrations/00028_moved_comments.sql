-- Comments that were moved to another clause, by their author or by a moderator. The receipt of a comment that a moderator moved names the
-- clause of before, until its author changes the comment again.

-- +goose Up

ALTER TABLE comments ADD COLUMN moved_at timestamptz;
ALTER TABLE comments ADD COLUMN moved_from uuid;
ALTER TABLE comments ADD COLUMN moved_unreceipted boolean NOT NULL DEFAULT false;
