-- A row of the log's hashes holds those of many places in a row, beginning with its own: a row for each, and there are two hashes for
-- a receipt, took PostgreSQL some four microseconds a receipt more. Rows of one hash stay as they are.

-- +goose Up
ALTER TABLE log_hashes RENAME COLUMN hash TO hashes;
