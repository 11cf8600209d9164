-- Comments in the order of their endorsements. The fold of tallies keeps it, so that who endorses waits for nobody.

-- +goose Up
CREATE TABLE comment_ranks (
  consultation_id uuid NOT NULL,
  comment_id      uuid NOT NULL,
  endorsements    bigint NOT NULL,
  PRIMARY KEY (consultation_id, comment_id)
);
SELECT minyi_distribute('comment_ranks');
INSERT INTO comment_ranks (consultation_id, comment_id, endorsements)
SELECT t.consultation_id, t.subject_id, t.amount FROM tallies t
WHERE t.counter = 'endorsements' AND t.subject_id <> t.consultation_id AND t.amount > 0;
CREATE INDEX comment_ranks_by_endorsements ON comment_ranks (consultation_id, endorsements, comment_id);
