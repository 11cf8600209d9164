-- Every row has the names of the contract by now. Readers and writers go on while PostgreSQL looks at them.

-- +goose Up

ALTER TABLE jurisdiction_profiles VALIDATE CONSTRAINT jurisdiction_profiles_unit_enum;
ALTER TABLE jurisdiction_profiles VALIDATE CONSTRAINT jurisdiction_profiles_feedback_due_unit_enum;
ALTER TABLE jurisdiction_profiles VALIDATE CONSTRAINT jurisdiction_profiles_shortening_enum;
ALTER TABLE jurisdiction_profiles VALIDATE CONSTRAINT jurisdiction_profiles_source_mark_enum;
ALTER TABLE policy_records VALIDATE CONSTRAINT policy_records_kind_enum;
ALTER TABLE policy_events VALIDATE CONSTRAINT policy_events_kind_enum;
ALTER TABLE drafts VALIDATE CONSTRAINT drafts_state_enum;
ALTER TABLE clauses VALIDATE CONSTRAINT clauses_kind_enum;
ALTER TABLE clauses VALIDATE CONSTRAINT clauses_change_enum;
ALTER TABLE editorial_reviews VALIDATE CONSTRAINT editorial_reviews_stage_enum;
ALTER TABLE editorial_reviews VALIDATE CONSTRAINT editorial_reviews_decision_enum;
ALTER TABLE consultations VALIDATE CONSTRAINT consultations_identity_level_enum;
ALTER TABLE consultations VALIDATE CONSTRAINT consultations_moderation_enum;
ALTER TABLE surveys VALIDATE CONSTRAINT surveys_results_visibility_enum;
ALTER TABLE comments VALIDATE CONSTRAINT comments_stance_enum;
ALTER TABLE comments VALIDATE CONSTRAINT comments_state_enum;
ALTER TABLE comments VALIDATE CONSTRAINT comments_hidden_reason_enum;
ALTER TABLE comment_reports VALIDATE CONSTRAINT comment_reports_reason_enum;
ALTER TABLE official_responses VALIDATE CONSTRAINT official_responses_outcome_enum;
ALTER TABLE affected_clauses VALIDATE CONSTRAINT affected_clauses_effect_enum;
ALTER TABLE granted_roles VALIDATE CONSTRAINT granted_roles_role_enum;
