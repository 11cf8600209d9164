-- +goose Up

-- Every staff action, in the transaction of what it did. Each entry holds the hash of the one before it.
CREATE TABLE audit_log (
  seq           bigint PRIMARY KEY,
  id            uuid NOT NULL,
  at            timestamptz NOT NULL,
  account       uuid NOT NULL,
  actor         text NOT NULL,
  roles         jsonb NOT NULL,
  action        text NOT NULL,
  department    text,
  subject       text,
  summary       text NOT NULL,
  previous_hash text NOT NULL,
  hash          text NOT NULL
);
SELECT minyi_reference('audit_log');
CREATE INDEX audit_log_by_action ON audit_log (action, seq);
CREATE INDEX audit_log_by_department ON audit_log (department, seq);
CREATE INDEX audit_log_by_actor ON audit_log (actor, seq);
CREATE INDEX audit_log_by_subject ON audit_log (subject, seq);
CREATE INDEX audit_log_by_time ON audit_log (at, seq);

-- Where the log ends, sealed with the server's secret: whoever cuts entries off or writes them anew cannot seal the new end.
-- The one row is locked by each staff action as its last lock.
CREATE TABLE audit_head (
  one  boolean PRIMARY KEY CHECK (one),
  seq  bigint NOT NULL,
  hash text NOT NULL,
  seal bytea NOT NULL
);
SELECT minyi_reference('audit_head');
INSERT INTO audit_head (one, seq, hash, seal) VALUES (true, 0, '', '');

-- What its author erased leaves a stub. The indexes find what one person wrote.
ALTER TABLE comments ADD COLUMN erased_at timestamptz;
CREATE INDEX comments_by_author ON comments (author, id);
CREATE INDEX endorsements_by_account ON endorsements (account);
CREATE INDEX comment_reports_by_account ON comment_reports (account);
