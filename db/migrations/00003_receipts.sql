-- Receipts that can be checked, and the log that they stand in.

-- +goose Up

-- How often its author submitted and changed a thing. A row at 0 never had a receipt.
ALTER TABLE comments ADD COLUMN revision int NOT NULL DEFAULT 0;
ALTER TABLE survey_responses ADD COLUMN revision int NOT NULL DEFAULT 0;

-- A receipt is appended in the writer's own statement and has no position until the log takes it in. Without its salt a leaf
-- points at nothing: that is how a content is forgotten while the log stays whole.
CREATE TABLE receipts (
  consultation_id uuid NOT NULL,
  subject_id      uuid NOT NULL,
  revision        int NOT NULL,
  kind            text NOT NULL,
  salt            bytea,
  leaf            bytea NOT NULL,
  at              timestamptz NOT NULL,
  position        bigint,
  PRIMARY KEY (consultation_id, subject_id, revision)
);
SELECT minyi_distribute('receipts');
ALTER TABLE receipts ADD CONSTRAINT receipts_consultation FOREIGN KEY (consultation_id) REFERENCES consultations (id);
CREATE INDEX receipts_pending ON receipts (at) WHERE position IS NULL;
CREATE INDEX receipts_by_position ON receipts (position) WHERE position IS NOT NULL;

-- The log is one for all consultations, written by one process at a time; on Citus it lies on the coordinator.
CREATE TABLE log_hashes (
  position bigint PRIMARY KEY,
  hash     bytea NOT NULL
);
CREATE TABLE log_checkpoints (
  tree_size bigint PRIMARY KEY,
  root      bytea NOT NULL,
  note      text NOT NULL,
  at        timestamptz NOT NULL DEFAULT now()
);
