-- Open government: what is released after a review (interpretations of policies, topic columns, answers to public concern, annual reports),
-- and what the public is concerned about.

-- +goose Up

-- The review of drafts is the review of all contents.
ALTER TABLE editorial_reviews DROP CONSTRAINT editorial_reviews_draft;
ALTER TABLE editorial_reviews RENAME COLUMN draft_id TO content_id;

-- One row is one version. The words are those of the kind; the hash covers them. What is derived from them is for readers and lists.
CREATE TABLE contents (
  id               uuid PRIMARY KEY,
  root_id          uuid NOT NULL,
  version          int NOT NULL,
  kind             text NOT NULL,
  department_id    uuid NOT NULL,
  policy_record_id uuid,
  draft_id         uuid,
  year             int,
  words            jsonb NOT NULL,
  derived          jsonb NOT NULL,
  state            text NOT NULL,
  content_hash     text NOT NULL,
  revision         int NOT NULL DEFAULT 0,
  created_at       timestamptz NOT NULL DEFAULT now(),
  created_by       uuid NOT NULL,
  published_at     timestamptz,
  replaced_at      timestamptz,
  confirmed_at     timestamptz,
  idempotency_key  text,
  request_hash     bytea,
  CONSTRAINT contents_version UNIQUE (root_id, version)
);
SELECT minyi_reference('contents');
ALTER TABLE contents ADD CONSTRAINT contents_state_enum CHECK (state IN ('DRAFT', 'SUBMITTED', 'EDITED', 'REVIEWED', 'APPROVED', 'PUBLISHED', 'ADOPTED'));
ALTER TABLE contents ADD CONSTRAINT contents_department FOREIGN KEY (department_id) REFERENCES departments (id);
ALTER TABLE contents ADD CONSTRAINT contents_record FOREIGN KEY (policy_record_id) REFERENCES policy_records (id);
ALTER TABLE contents ADD CONSTRAINT contents_draft FOREIGN KEY (draft_id) REFERENCES drafts (id);
CREATE INDEX contents_by_kind ON contents (kind, id);
CREATE INDEX contents_by_department ON contents (department_id, kind, id);
CREATE INDEX contents_by_record ON contents (policy_record_id, id) WHERE policy_record_id IS NOT NULL;
CREATE UNIQUE INDEX contents_request ON contents (created_by, idempotency_key) WHERE idempotency_key IS NOT NULL;

-- The clauses that an interpretation explains.
CREATE TABLE content_clauses (
  content_id uuid NOT NULL,
  clause_id  uuid NOT NULL,
  position   int NOT NULL,
  PRIMARY KEY (content_id, clause_id)
);
SELECT minyi_reference('content_clauses');
ALTER TABLE content_clauses ADD CONSTRAINT content_clauses_content FOREIGN KEY (content_id) REFERENCES contents (id);
ALTER TABLE content_clauses ADD CONSTRAINT content_clauses_clause FOREIGN KEY (clause_id) REFERENCES clauses (id);
CREATE INDEX content_clauses_by_clause ON content_clauses (clause_id);
CREATE INDEX drafts_by_adoption ON drafts (adopted_at) WHERE adopted_at IS NOT NULL;

ALTER TABLE policy_events DROP CONSTRAINT policy_events_kind_enum;
ALTER TABLE policy_events ADD CONSTRAINT policy_events_kind_enum CHECK (kind IN ('RECORD_CREATED', 'DRAFT_IMPORTED', 'DRAFT_REVISED', 'DRAFT_SUBMITTED', 'DRAFT_REVIEWED', 'DRAFT_RETURNED',
  'CONSULTATION_LAUNCHED', 'PERIOD_EXTENDED', 'PERIOD_REOPENED', 'PERIOD_CLOSED_EARLY', 'PERIOD_MOVED', 'SURVEY_ADDED', 'TEXT_CORRECTED', 'CONSULTATION_WITHDRAWN', 'REPORT_PUBLISHED', 'DRAFT_ADOPTED',
  'INTERPRETATION_RELEASED'));

-- What the public is concerned about, as the government noticed it. No person is named.
CREATE TABLE public_concerns (
  id              uuid PRIMARY KEY,
  department_id   uuid,
  kind            text NOT NULL,
  severity        text NOT NULL,
  summary         text NOT NULL,
  sources         jsonb NOT NULL,
  sensed_at       timestamptz NOT NULL,
  merged_into     uuid,
  closed_at       timestamptz,
  close_reason    text,
  created_at      timestamptz NOT NULL DEFAULT now(),
  created_by      uuid NOT NULL,
  idempotency_key text,
  request_hash    bytea
);
SELECT minyi_reference('public_concerns');
ALTER TABLE public_concerns ADD CONSTRAINT public_concerns_kind_enum CHECK (kind IN ('POLICY_MISREAD', 'VITAL_INTERESTS', 'MORAL_OUTRAGE', 'EMERGENCY', 'TOLD_FROM_ABOVE', 'OTHER'));
ALTER TABLE public_concerns ADD CONSTRAINT public_concerns_severity_enum CHECK (severity IN ('ORDINARY', 'GRAVE_EMERGENCY'));
ALTER TABLE public_concerns ADD CONSTRAINT public_concerns_department FOREIGN KEY (department_id) REFERENCES departments (id);
ALTER TABLE public_concerns ADD CONSTRAINT public_concerns_merged FOREIGN KEY (merged_into) REFERENCES public_concerns (id);
CREATE INDEX public_concerns_by_department ON public_concerns (department_id, id);
CREATE INDEX public_concerns_by_merger ON public_concerns (merged_into) WHERE merged_into IS NOT NULL;
CREATE UNIQUE INDEX public_concerns_request ON public_concerns (created_by, idempotency_key) WHERE idempotency_key IS NOT NULL;

-- The concerns that a version of an answer answers.
CREATE TABLE content_concerns (
  content_id uuid NOT NULL,
  concern_id uuid NOT NULL,
  PRIMARY KEY (content_id, concern_id)
);
SELECT minyi_reference('content_concerns');
ALTER TABLE content_concerns ADD CONSTRAINT content_concerns_content FOREIGN KEY (content_id) REFERENCES contents (id);
ALTER TABLE content_concerns ADD CONSTRAINT content_concerns_concern FOREIGN KEY (concern_id) REFERENCES public_concerns (id);
CREATE INDEX content_concerns_by_concern ON content_concerns (concern_id);

ALTER TABLE granted_roles DROP CONSTRAINT granted_roles_role_enum;
ALTER TABLE granted_roles ADD CONSTRAINT granted_roles_role_enum CHECK (role IN ('EDITOR', 'REVIEWER', 'PUBLISHER', 'MODERATOR', 'ANALYST', 'ADMIN', 'AUDITOR', 'INSPECTOR'));

-- What became of a topic column in each year. The column is known by its first version.
CREATE TABLE topic_years (
  root_id  uuid NOT NULL,
  year     int NOT NULL,
  standing text NOT NULL,
  reason   text,
  at       timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (root_id, year)
);
SELECT minyi_reference('topic_years');
ALTER TABLE topic_years ADD CONSTRAINT topic_years_standing_enum CHECK (standing IN ('NEW', 'ADJUSTED', 'KEPT', 'CLOSED'));
ALTER TABLE topic_years ADD CONSTRAINT topic_years_content FOREIGN KEY (root_id) REFERENCES contents (id);
