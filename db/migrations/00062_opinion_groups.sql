-- Groups of people who think alike, which are computed once when a comment period is over.

-- +goose Up
CREATE TABLE opinion_groups (
  consultation_id uuid NOT NULL,
  result          jsonb, -- NULL while a process computes it
  computed_at     timestamptz NOT NULL,
  PRIMARY KEY (consultation_id)
);
SELECT minyi_reference('opinion_groups');
ALTER TABLE opinion_groups ADD CONSTRAINT opinion_groups_consultation FOREIGN KEY (consultation_id) REFERENCES consultations (id);
