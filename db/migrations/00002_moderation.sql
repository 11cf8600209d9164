-- Moderation: whether comments are read before others see them, what moderators decided, what people reported.

-- +goose Up

ALTER TABLE consultations ADD COLUMN moderation text NOT NULL DEFAULT 'AFTER_PUBLISHING';

ALTER TABLE comments ADD COLUMN state text NOT NULL DEFAULT 'PUBLISHED';
ALTER TABLE comments ADD COLUMN hidden_reason text;
ALTER TABLE comments ADD COLUMN hidden_note text;
ALTER TABLE comments ADD COLUMN moderated_at timestamptz;
ALTER TABLE comments ADD COLUMN awaits_decision boolean NOT NULL DEFAULT false;
ALTER TABLE comments ADD COLUMN open_reports bigint NOT NULL DEFAULT 0;
ALTER TABLE comments ADD COLUMN disputed_at timestamptz;
ALTER TABLE comments ADD COLUMN dispute_statement text;
CREATE INDEX comments_pending ON comments (consultation_id, author) WHERE state = 'PENDING';
CREATE INDEX comments_awaiting ON comments (consultation_id, id) WHERE awaits_decision;
CREATE INDEX comments_awaiting_by_reports ON comments (consultation_id, open_reports, id) WHERE awaits_decision;

CREATE TABLE comment_reports (
  consultation_id uuid NOT NULL,
  comment_id      uuid NOT NULL,
  account         uuid NOT NULL,
  reason          text NOT NULL,
  note            text,
  created_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (consultation_id, comment_id, account)
);
SELECT minyi_distribute('comment_reports');
ALTER TABLE comment_reports ADD CONSTRAINT comment_reports_comment FOREIGN KEY (consultation_id, comment_id) REFERENCES comments (consultation_id, id);
