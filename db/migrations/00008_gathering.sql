-- What many people write at the same moment is counted by one delta, which then names the comments that are new in it.

-- +goose Up
ALTER TABLE tally_deltas ADD COLUMN made uuid[];
