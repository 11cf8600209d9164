-- An official response can answer a theme or a campaign as one: all comments under it, also those that come under it later.

-- +goose Up

-- The theme or campaign that it answers; NULL if it names its comments.
ALTER TABLE official_responses ADD COLUMN group_id uuid;
CREATE INDEX official_responses_by_group ON official_responses (consultation_id, group_id) WHERE group_id IS NOT NULL;

-- Comments under a theme or campaign that its response does not answer.
CREATE TABLE excluded_comments (
  consultation_id      uuid NOT NULL,
  official_response_id uuid NOT NULL,
  comment_id           uuid NOT NULL,
  PRIMARY KEY (consultation_id, official_response_id, comment_id)
);
SELECT minyi_distribute('excluded_comments');
ALTER TABLE excluded_comments ADD CONSTRAINT excluded_comments_response FOREIGN KEY (consultation_id, official_response_id) REFERENCES official_responses (consultation_id, id);
