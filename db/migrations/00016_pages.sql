-- What the pages of residents and of staff read in one statement: a person's endorsements in order, what waits over all consultations, and a search.

-- +goose Up
CREATE INDEX endorsements_of_account ON endorsements (account, created_at, comment_id);
DROP INDEX endorsements_by_account;
CREATE INDEX comments_awaiting_anywhere ON comments (id) WHERE awaits_decision;
CREATE INDEX comments_awaiting_anywhere_by_reports ON comments (open_reports, id) WHERE awaits_decision;
CREATE INDEX consultations_unreported ON consultations (closes_at) WHERE reported_at IS NULL AND withdrawn_at IS NULL;
CREATE INDEX drafts_unpublished ON drafts (policy_record_id) WHERE state NOT IN ('PUBLISHED', 'ADOPTED');
CREATE INDEX surveys_unlaunched ON surveys (department_id) WHERE consultation_id IS NULL;

-- A search over all consultations reads the newest comments first. The condition is that of comments whose words everybody may read.
CREATE INDEX comments_legible ON comments (id) WHERE state = 'PUBLISHED' AND withdrawn_at IS NULL AND erased_at IS NULL;

-- The summary of a report is searched. It stands apart from the content, which may be 4 MiB of JSON.
ALTER TABLE feedback_reports ADD COLUMN summary jsonb NOT NULL DEFAULT '{}';
UPDATE feedback_reports SET summary = COALESCE(CAST(content AS jsonb) -> 'summary', '{}');
