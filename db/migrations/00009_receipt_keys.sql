-- A receipt is written in the statement of its subject's row, whose own key already leads to the consultation: to look that up for each
-- receipt once more took longer than to write the receipt.

-- +goose Up
ALTER TABLE receipts DROP CONSTRAINT receipts_consultation;
