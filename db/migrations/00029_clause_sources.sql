-- Lines of a text's title, and clauses that were split or merged. sources holds the other clauses of the version before that the words
-- come from, as a JSON list of ids.

-- +goose Up

ALTER TABLE clauses ADD COLUMN sources jsonb NOT NULL DEFAULT '[]';
ALTER TABLE clauses DROP CONSTRAINT clauses_kind_enum;
ALTER TABLE clauses ADD CONSTRAINT clauses_kind_enum CHECK (kind IN ('BOOK', 'SUBDIVISION', 'CHAPTER', 'SECTION', 'ARTICLE', 'PARAGRAPH', 'ITEM', 'POINT', 'TITLE'));
ALTER TABLE clauses DROP CONSTRAINT clauses_change_enum;
ALTER TABLE clauses ADD CONSTRAINT clauses_change_enum CHECK (change IN ('UNCHANGED', 'CHANGED', 'MOVED', 'NEW', 'SPLIT', 'MERGED'));
