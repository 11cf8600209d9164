-- The rotations of the key that signs receipts and the log. Each key is derived from the secret and the salt of its rotation. The first key has no
-- rotation, and no row.

-- +goose Up

CREATE TABLE log_keys (
  generation integer PRIMARY KEY CHECK (generation > 0),
  salt       bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
SELECT minyi_reference('log_keys');
