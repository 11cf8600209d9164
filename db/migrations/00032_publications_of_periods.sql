-- A period that has ended can be opened again. What was published at its end is the last state only of the period that ended then.

-- +goose Up
ALTER TABLE survey_publications ADD COLUMN closes_at timestamptz;

-- current tells whether the pairs are all that there are. When a period that was opened again ends, fewer than ten people more do not change what
-- is published.
ALTER TABLE survey_pairs ADD COLUMN closes_at timestamptz;
ALTER TABLE survey_pairs ADD COLUMN current boolean NOT NULL DEFAULT true;
