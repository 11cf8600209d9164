-- The three steps of a review ask for three people. A person may have several accounts, and some providers tell whose they are.

-- +goose Up

-- A keyed hash of the person; null where the sign-in does not tell.
ALTER TABLE editorial_reviews ADD COLUMN person text;
