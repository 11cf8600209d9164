-- What everybody may see of a survey's results: its tallies as they were published last. They move in steps of ten people, and are
-- fixed when the period has ended.

-- +goose Up
CREATE TABLE survey_publications (
  consultation_id uuid NOT NULL,
  survey_id       uuid NOT NULL,
  closed          boolean NOT NULL,
  counters        text[] NOT NULL,
  amounts         bigint[] NOT NULL,
  PRIMARY KEY (consultation_id, survey_id)
);
SELECT minyi_distribute('survey_publications');

-- The pairs of answers to two questions of a version, counted once after the period. They are those of the version's two questions in
-- the order of their keys.
CREATE TABLE survey_pairs (
  consultation_id uuid NOT NULL,
  survey_id       uuid NOT NULL,
  version         int NOT NULL,
  row_key         text NOT NULL,
  column_key      text NOT NULL,
  pairs           jsonb NOT NULL,
  PRIMARY KEY (consultation_id, survey_id, version, row_key, column_key)
);
SELECT minyi_distribute('survey_pairs');

-- The random number that decides, added up over the people of a count, the noise of that count. Responses of before have nought: a count
-- of these alone gets its noise from the count.
ALTER TABLE survey_responses ADD COLUMN record_key int NOT NULL DEFAULT 0;
