-- A column of an enum holds the names of the contract and nothing else. Rows from before are not looked at yet, so that nobody waits.

-- +goose Up

ALTER TABLE jurisdiction_profiles ADD CONSTRAINT jurisdiction_profiles_unit_enum CHECK (unit IN ('CALENDAR', 'WORKING')) NOT VALID;
ALTER TABLE jurisdiction_profiles ADD CONSTRAINT jurisdiction_profiles_feedback_due_unit_enum CHECK (feedback_due_unit IN ('CALENDAR', 'WORKING')) NOT VALID;
ALTER TABLE jurisdiction_profiles ADD CONSTRAINT jurisdiction_profiles_shortening_enum CHECK (shortening IN ('NEVER', 'WITH_REASON', 'FREELY')) NOT VALID;
ALTER TABLE jurisdiction_profiles ADD CONSTRAINT jurisdiction_profiles_source_mark_enum CHECK (source_mark IN ('READ_IN_LAW', 'SEEN_PUBLISHED', 'UNVERIFIED', 'INFERRED')) NOT VALID;
ALTER TABLE policy_records ADD CONSTRAINT policy_records_kind_enum CHECK (kind IN ('MAJOR_DECISION', 'GOVERNMENT_RULE', 'ADMINISTRATIVE_REGULATION', 'STATUTE', 'NORMATIVE_DOCUMENT', 'OTHER')) NOT VALID;
ALTER TABLE policy_events ADD CONSTRAINT policy_events_kind_enum CHECK (kind IN ('RECORD_CREATED', 'DRAFT_IMPORTED', 'DRAFT_REVISED', 'DRAFT_SUBMITTED', 'DRAFT_REVIEWED', 'DRAFT_RETURNED', 'CONSULTATION_LAUNCHED', 'PERIOD_EXTENDED', 'CONSULTATION_WITHDRAWN', 'REPORT_PUBLISHED', 'DRAFT_ADOPTED')) NOT VALID;
ALTER TABLE drafts ADD CONSTRAINT drafts_state_enum CHECK (state IN ('DRAFT', 'SUBMITTED', 'EDITED', 'REVIEWED', 'APPROVED', 'PUBLISHED', 'ADOPTED')) NOT VALID;
ALTER TABLE clauses ADD CONSTRAINT clauses_kind_enum CHECK (kind IN ('BOOK', 'SUBDIVISION', 'CHAPTER', 'SECTION', 'ARTICLE', 'PARAGRAPH', 'ITEM', 'POINT')) NOT VALID;
ALTER TABLE clauses ADD CONSTRAINT clauses_change_enum CHECK (change IN ('UNCHANGED', 'CHANGED', 'MOVED', 'NEW')) NOT VALID;
ALTER TABLE editorial_reviews ADD CONSTRAINT editorial_reviews_stage_enum CHECK (stage IN ('EDIT', 'REVIEW', 'PUBLISH')) NOT VALID;
ALTER TABLE editorial_reviews ADD CONSTRAINT editorial_reviews_decision_enum CHECK (decision IN ('APPROVE', 'RETURN')) NOT VALID;
ALTER TABLE consultations ADD CONSTRAINT consultations_identity_level_enum CHECK (identity_level IN ('ANONYMOUS', 'PSEUDONYMOUS', 'VERIFIED')) NOT VALID;
ALTER TABLE consultations ADD CONSTRAINT consultations_moderation_enum CHECK (moderation IN ('BEFORE_PUBLISHING', 'AFTER_PUBLISHING')) NOT VALID;
ALTER TABLE surveys ADD CONSTRAINT surveys_results_visibility_enum CHECK (results_visibility IN ('AFTER_CLOSE', 'LIVE')) NOT VALID;
ALTER TABLE comments ADD CONSTRAINT comments_stance_enum CHECK (stance IN ('SUPPORT', 'SUPPORT_WITH_CHANGES', 'OPPOSE', 'NEUTRAL')) NOT VALID;
ALTER TABLE comments ADD CONSTRAINT comments_state_enum CHECK (state IN ('PENDING', 'PUBLISHED', 'HIDDEN')) NOT VALID;
ALTER TABLE comments ADD CONSTRAINT comments_hidden_reason_enum CHECK (hidden_reason IN ('PERSONAL_DATA', 'INSULT', 'HATE', 'ADVERTISING', 'OFF_TOPIC', 'ILLEGAL', 'DUPLICATE', 'OTHER')) NOT VALID;
ALTER TABLE comment_reports ADD CONSTRAINT comment_reports_reason_enum CHECK (reason IN ('PERSONAL_DATA', 'INSULT', 'HATE', 'ADVERTISING', 'OFF_TOPIC', 'ILLEGAL', 'DUPLICATE', 'OTHER')) NOT VALID;
ALTER TABLE official_responses ADD CONSTRAINT official_responses_outcome_enum CHECK (outcome IN ('ADOPTED', 'PARTIALLY_ADOPTED', 'NOT_ADOPTED', 'FORWARDED', 'NO_COMMENT_NEEDED')) NOT VALID;
ALTER TABLE affected_clauses ADD CONSTRAINT affected_clauses_effect_enum CHECK (effect IN ('AMENDED', 'ADDED', 'REMOVED', 'KEPT')) NOT VALID;
ALTER TABLE granted_roles ADD CONSTRAINT granted_roles_role_enum CHECK (role IN ('EDITOR', 'REVIEWER', 'PUBLISHER', 'MODERATOR', 'ANALYST', 'ADMIN', 'AUDITOR')) NOT VALID;

-- The stance as its author's receipt has it, where the row was mended: the receipt says "oppose" and the row says OPPOSE.
ALTER TABLE comments ADD COLUMN accepted_stance text;
