-- Reading points say when they are open in a form that the working calendar completes, and when staff last said that all is right.

-- +goose Up

ALTER TABLE reading_points ADD COLUMN hours jsonb NOT NULL DEFAULT '[]';
ALTER TABLE reading_points ADD COLUMN exceptions jsonb NOT NULL DEFAULT '[]';
ALTER TABLE reading_points ADD COLUMN verified_on date;
UPDATE reading_points SET verified_on = CAST(COALESCE(revised_at, created_at) AS date);
ALTER TABLE reading_points ALTER COLUMN verified_on SET NOT NULL;
