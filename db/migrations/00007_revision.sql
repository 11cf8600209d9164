-- A review judged one revision of a draft: content that is changed and changed back is another revision, and its verdicts stay void.
-- Drafts and reviews from before begin at 0, and the content's hash still tells apart what was judged then.

-- +goose Up
ALTER TABLE drafts ADD COLUMN revision int NOT NULL DEFAULT 0;
ALTER TABLE editorial_reviews ADD COLUMN revision int NOT NULL DEFAULT 0;
