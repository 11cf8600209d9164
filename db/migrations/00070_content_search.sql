-- Searches find contents. The words are in several forms by kind; what searches look through of them, by language, stands here, and the same folded.

-- +goose Up

ALTER TABLE contents ADD COLUMN search_words jsonb;
ALTER TABLE contents ADD COLUMN folded text;
