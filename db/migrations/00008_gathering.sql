-- What many people write at the same moment is written by one statement.

-- +goose Up

-- One delta counts all of them, and so names the comments that are new in it.
ALTER TABLE tally_deltas ADD COLUMN made uuid[];

-- A receipt is written in the statement of its subject's row, whose own key already leads to the consultation: to look that up for each
-- receipt once more took longer than to write the receipt.
ALTER TABLE receipts DROP CONSTRAINT receipts_consultation;
