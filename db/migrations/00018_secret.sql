-- A check value of the secret, so that a server with another secret does not start on this database.

-- +goose Up

CREATE TABLE secret_check (
  one   boolean PRIMARY KEY CHECK (one),
  value bytea NOT NULL
);
SELECT minyi_reference('secret_check');
