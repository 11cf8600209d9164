-- What an export of changes cannot read from the rows that stand now: endorsements that came or went, comments that were taken out of an official
-- response, and survey responses that were taken back or erased.

-- +goose Up

-- When the fold changed the number of endorsements. No writer of endorsements waits for it.
ALTER TABLE comment_ranks ADD COLUMN counted_at timestamptz;

-- When the comment was last taken out of an official response.
ALTER TABLE comments ADD COLUMN unanswered_at timestamptz;

-- The day alone, in UTC: the instant could lead to what else the person erased in that moment.
ALTER TABLE survey_responses ADD COLUMN erased_on date;

-- A response that was taken back leaves its id, so that copies can drop it.
CREATE TABLE withdrawn_responses (
  consultation_id uuid NOT NULL,
  survey_id       uuid NOT NULL,
  id              uuid NOT NULL,
  withdrawn_on    date NOT NULL,
  PRIMARY KEY (consultation_id, survey_id, id)
);
SELECT minyi_distribute('withdrawn_responses');
ALTER TABLE withdrawn_responses ADD CONSTRAINT withdrawn_responses_consultation FOREIGN KEY (consultation_id) REFERENCES consultations (id);
