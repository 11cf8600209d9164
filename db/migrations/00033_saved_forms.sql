-- Forms that residents save to go on later, and words that staff take out of answers.

-- +goose Up

-- The answers are encrypted. person is the same keyed hash as that of survey_responses.
CREATE TABLE saved_forms (
  consultation_id uuid NOT NULL,
  survey_id       uuid NOT NULL,
  person          bytea NOT NULL,
  version         int NOT NULL,
  key_id          text NOT NULL,
  box             bytea NOT NULL,
  saved_at        timestamptz NOT NULL,
  PRIMARY KEY (consultation_id, survey_id, person)
);
SELECT minyi_distribute('saved_forms');
ALTER TABLE saved_forms ADD CONSTRAINT saved_forms_consultation FOREIGN KEY (consultation_id) REFERENCES consultations (id);

ALTER TABLE survey_responses ADD COLUMN redacted_at timestamptz;

-- +goose StatementBegin
-- The planner keeps no samples of a person. Citus cannot be told.
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
    ALTER TABLE saved_forms ALTER COLUMN person SET STATISTICS 0, ALTER COLUMN box SET STATISTICS 0;
  END IF;
END $$;
-- +goose StatementEnd
