-- How the answers to two questions meet while people still answer. Who asks for a pair of questions first counts all responses; from then on the
-- fold of tallies keeps the pair.

-- +goose Up

-- What each response of a delta adds to cross-tables, as JSON: its answers to the questions that take one answer.
ALTER TABLE tally_deltas ADD COLUMN choices text[];

-- The two questions stand in the order of their keys. counted is what had been folded before the pair was kept, null until it is counted.
-- folded is what was folded since.
CREATE TABLE open_pairs (
  consultation_id uuid NOT NULL,
  survey_id       uuid NOT NULL,
  version         int NOT NULL,
  row_key         text NOT NULL,
  column_key      text NOT NULL,
  counted         jsonb,
  folded          jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY (consultation_id, survey_id, version, row_key, column_key)
);
SELECT minyi_distribute('open_pairs');
