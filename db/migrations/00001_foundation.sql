-- Everything that Minyi keeps. What grows with the public lies with its consultation: its primary key begins with
-- consultation_id and, on Citus, its rows are spread by it. What staff write is small and is known on every machine.

-- +goose Up

-- +goose StatementBegin
-- distribute spreads a table by its consultation, and reference copies one to every machine. Without Citus both do nothing.
CREATE FUNCTION minyi_distribute(name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
    EXECUTE format('SELECT create_distributed_table(%L, %L, colocate_with => %L)', name, 'consultation_id',
      CASE name WHEN 'comments' THEN 'default' ELSE 'comments' END);
  END IF;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION minyi_reference(name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
    EXECUTE format('SELECT create_reference_table(%L)', name);
  END IF;
END $$;
-- +goose StatementEnd

-- ── Accounts: an issuer and a keyed hash of the subject, and nothing else of a person ──

CREATE TABLE accounts (
  id           uuid PRIMARY KEY,
  issuer       text NOT NULL,
  subject_hash bytea NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT accounts_subject UNIQUE (issuer, subject_hash)
);
SELECT minyi_reference('accounts');

-- ── Departments and the rules of consulting ──

CREATE TABLE departments (
  id              uuid PRIMARY KEY,
  code            text NOT NULL,
  name            jsonb NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  created_by      uuid NOT NULL,
  idempotency_key text,
  request_hash    bytea,
  CONSTRAINT departments_code UNIQUE (code),
  CONSTRAINT departments_idempotency UNIQUE (created_by, idempotency_key)
);
SELECT minyi_reference('departments');

CREATE TABLE jurisdiction_profiles (
  code                text PRIMARY KEY,
  title               jsonb NOT NULL,
  country             text NOT NULL,
  kinds               jsonb NOT NULL,
  minimum_days        int,
  unit                text NOT NULL,
  warn_below          int,
  shortening          text NOT NULL,
  feedback_due_days   int,
  feedback_due_unit   text NOT NULL,
  close_time          text NOT NULL,
  timezone            text NOT NULL,
  calendar            text,
  hearing_notice_days int,
  source_article      jsonb NOT NULL,
  source_mark         text NOT NULL,
  effective_from      date NOT NULL
);
SELECT minyi_reference('jurisdiction_profiles');

CREATE TABLE working_calendars (
  code            text NOT NULL,
  version         int NOT NULL,
  source          text NOT NULL,
  covers_from     date NOT NULL,
  covers_to       date NOT NULL,
  days            jsonb NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  created_by      uuid NOT NULL,
  idempotency_key text,
  request_hash    bytea,
  PRIMARY KEY (code, version),
  CONSTRAINT working_calendars_idempotency UNIQUE (created_by, idempotency_key)
);
SELECT minyi_reference('working_calendars');

-- ── Policy records, drafts, clauses, reviews ──

CREATE TABLE policy_records (
  id              uuid PRIMARY KEY,
  department_id   uuid NOT NULL,
  kind            text NOT NULL,
  title           jsonb NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  created_by      uuid NOT NULL,
  idempotency_key text,
  request_hash    bytea,
  CONSTRAINT policy_records_idempotency UNIQUE (created_by, idempotency_key)
);
SELECT minyi_reference('policy_records');
ALTER TABLE policy_records ADD CONSTRAINT policy_records_department FOREIGN KEY (department_id) REFERENCES departments (id);
CREATE INDEX policy_records_by_department ON policy_records (department_id, id);

CREATE TABLE drafts (
  id               uuid PRIMARY KEY,
  policy_record_id uuid NOT NULL,
  version          int NOT NULL,
  title            text NOT NULL,
  explanatory_note jsonb NOT NULL,
  legal_bases      jsonb NOT NULL,
  state            text NOT NULL,
  content_hash     text NOT NULL,
  import_warnings  jsonb NOT NULL,
  previous_id      uuid,
  created_at       timestamptz NOT NULL DEFAULT now(),
  published_at     timestamptz,
  adopted_at       timestamptz,
  effective_on     date,
  created_by       uuid NOT NULL,
  idempotency_key  text,
  request_hash     bytea,
  CONSTRAINT drafts_version UNIQUE (policy_record_id, version),
  CONSTRAINT drafts_idempotency UNIQUE (created_by, idempotency_key)
);
SELECT minyi_reference('drafts');
ALTER TABLE drafts ADD CONSTRAINT drafts_policy_record FOREIGN KEY (policy_record_id) REFERENCES policy_records (id);

CREATE TABLE clauses (
  id            uuid PRIMARY KEY,
  draft_id      uuid NOT NULL,
  parent_id     uuid,
  lineage_id    uuid NOT NULL,
  position      int NOT NULL,
  depth         int NOT NULL,
  kind          text NOT NULL,
  label         text NOT NULL,
  number        int,
  number_suffix int NOT NULL,
  heading       text NOT NULL,
  text          text NOT NULL,
  change        text,
  previous_id   uuid,
  CONSTRAINT clauses_position UNIQUE (draft_id, position),
  CONSTRAINT clauses_previous UNIQUE (draft_id, previous_id)
);
SELECT minyi_reference('clauses');
ALTER TABLE clauses ADD CONSTRAINT clauses_draft FOREIGN KEY (draft_id) REFERENCES drafts (id);
CREATE INDEX clauses_by_parent ON clauses (parent_id, position);
CREATE INDEX clauses_by_lineage ON clauses (lineage_id);
CREATE INDEX clauses_by_number ON clauses (draft_id, number, position);

CREATE TABLE editorial_reviews (
  id            uuid PRIMARY KEY,
  draft_id      uuid NOT NULL,
  stage         text NOT NULL,
  decision      text NOT NULL,
  verdicts      jsonb NOT NULL,
  reason        text NOT NULL,
  actor         uuid NOT NULL,
  actor_name    text NOT NULL,
  content_hash  text NOT NULL,
  previous_hash text NOT NULL,
  hash          text NOT NULL,
  at            timestamptz NOT NULL,
  CONSTRAINT editorial_reviews_chain UNIQUE (draft_id, previous_hash)
);
SELECT minyi_reference('editorial_reviews');
ALTER TABLE editorial_reviews ADD CONSTRAINT editorial_reviews_draft FOREIGN KEY (draft_id) REFERENCES drafts (id);

CREATE TABLE policy_events (
  id               uuid PRIMARY KEY,
  policy_record_id uuid NOT NULL,
  at               timestamptz NOT NULL DEFAULT now(),
  kind             text NOT NULL,
  public           boolean NOT NULL,
  subject_kind     text NOT NULL,
  subject_id       uuid NOT NULL,
  reason           text
);
SELECT minyi_reference('policy_events');
ALTER TABLE policy_events ADD CONSTRAINT policy_events_policy_record FOREIGN KEY (policy_record_id) REFERENCES policy_records (id);
CREATE INDEX policy_events_by_record ON policy_events (policy_record_id, id);

-- ── Consultations and surveys ──

CREATE TABLE consultations (
  id                uuid PRIMARY KEY,
  policy_record_id  uuid NOT NULL,
  department_id     uuid NOT NULL,
  draft_id          uuid,
  title             jsonb NOT NULL,
  notice            jsonb NOT NULL,
  profile_code      text NOT NULL,
  timezone          text NOT NULL,
  identity_level    text NOT NULL,
  opens_at          timestamptz NOT NULL,
  closes_at         timestamptz NOT NULL,
  closes_on         date NOT NULL,
  shortening_reason text,
  extensions        jsonb NOT NULL DEFAULT '[]',
  calendar_code     text,
  calendar_version  int,
  feedback_due_on   date,
  withdrawn_at      timestamptz,
  withdrawal_reason text,
  reported_at       timestamptz,
  created_at        timestamptz NOT NULL DEFAULT now(),
  created_by        uuid NOT NULL,
  idempotency_key   text,
  request_hash      bytea,
  CONSTRAINT consultations_idempotency UNIQUE (created_by, idempotency_key)
);
SELECT minyi_reference('consultations');
ALTER TABLE consultations ADD CONSTRAINT consultations_policy_record FOREIGN KEY (policy_record_id) REFERENCES policy_records (id);
ALTER TABLE consultations ADD CONSTRAINT consultations_department FOREIGN KEY (department_id) REFERENCES departments (id);
ALTER TABLE consultations ADD CONSTRAINT consultations_draft FOREIGN KEY (draft_id) REFERENCES drafts (id);
CREATE INDEX consultations_by_record ON consultations (policy_record_id, id);
CREATE INDEX consultations_by_department ON consultations (department_id, id);
CREATE INDEX consultations_by_draft ON consultations (draft_id);
CREATE INDEX consultations_by_closing ON consultations (closes_at, id);

CREATE TABLE surveys (
  id                 uuid PRIMARY KEY,
  department_id      uuid NOT NULL,
  consultation_id    uuid,
  title              jsonb NOT NULL,
  introduction       jsonb NOT NULL,
  results_visibility text NOT NULL,
  version            int NOT NULL,
  created_at         timestamptz NOT NULL DEFAULT now(),
  created_by         uuid NOT NULL,
  idempotency_key    text,
  request_hash       bytea,
  CONSTRAINT surveys_idempotency UNIQUE (created_by, idempotency_key)
);
SELECT minyi_reference('surveys');
ALTER TABLE surveys ADD CONSTRAINT surveys_department FOREIGN KEY (department_id) REFERENCES departments (id);
ALTER TABLE surveys ADD CONSTRAINT surveys_consultation FOREIGN KEY (consultation_id) REFERENCES consultations (id);
CREATE INDEX surveys_by_consultation ON surveys (consultation_id, id);

CREATE TABLE survey_versions (
  survey_id       uuid NOT NULL,
  version         int NOT NULL,
  questions       jsonb NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  created_by      uuid NOT NULL,
  idempotency_key text,
  request_hash    bytea,
  PRIMARY KEY (survey_id, version),
  CONSTRAINT survey_versions_idempotency UNIQUE (created_by, idempotency_key)
);
SELECT minyi_reference('survey_versions');
ALTER TABLE survey_versions ADD CONSTRAINT survey_versions_survey FOREIGN KEY (survey_id) REFERENCES surveys (id);

-- ── What the public writes ──

CREATE TABLE comments (
  consultation_id uuid NOT NULL,
  id              uuid NOT NULL,
  clause_id       uuid,
  author          uuid NOT NULL,
  stance          text NOT NULL,
  body            text NOT NULL,
  day             date NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  edited_at       timestamptz,
  withdrawn_at    timestamptz,
  idempotency_key text,
  request_hash    bytea,
  PRIMARY KEY (consultation_id, id),
  CONSTRAINT comments_idempotency UNIQUE (consultation_id, author, idempotency_key)
);
SELECT minyi_distribute('comments');
ALTER TABLE comments ADD CONSTRAINT comments_consultation FOREIGN KEY (consultation_id) REFERENCES consultations (id);
CREATE INDEX comments_by_clause ON comments (consultation_id, clause_id, id);
CREATE INDEX comments_by_stance ON comments (consultation_id, stance, id);

CREATE TABLE endorsements (
  consultation_id uuid NOT NULL,
  comment_id      uuid NOT NULL,
  account         uuid NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (consultation_id, comment_id, account)
);
SELECT minyi_distribute('endorsements');
ALTER TABLE endorsements ADD CONSTRAINT endorsements_comment FOREIGN KEY (consultation_id, comment_id) REFERENCES comments (consultation_id, id);

-- person is a keyed hash of survey and account: it says that somebody has answered, never who, and differs from survey to survey.
CREATE TABLE survey_responses (
  consultation_id uuid NOT NULL,
  id              uuid NOT NULL,
  survey_id       uuid NOT NULL,
  version         int NOT NULL,
  person          bytea NOT NULL,
  answers         jsonb NOT NULL,
  day             date NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  revised_at      timestamptz,
  idempotency_key text,
  request_hash    bytea,
  PRIMARY KEY (consultation_id, id),
  CONSTRAINT survey_responses_person UNIQUE (consultation_id, survey_id, person)
);
SELECT minyi_distribute('survey_responses');
ALTER TABLE survey_responses ADD CONSTRAINT survey_responses_consultation FOREIGN KEY (consultation_id) REFERENCES consultations (id);
CREATE INDEX survey_responses_by_survey ON survey_responses (consultation_id, survey_id, id);

-- A count is the amount in tallies plus the amounts still waiting in tally_deltas: writers only append there, so none waits
-- for another, and a worker folds what was appended into the tallies. Both are read in one statement, so counts are always exact.
CREATE TABLE tallies (
  consultation_id uuid NOT NULL,
  subject_id      uuid NOT NULL,
  counter         text NOT NULL,
  amount          bigint NOT NULL,
  PRIMARY KEY (consultation_id, subject_id, counter)
);
SELECT minyi_distribute('tallies');

CREATE TABLE tally_deltas (
  consultation_id uuid NOT NULL,
  id              uuid NOT NULL,
  subjects        uuid[] NOT NULL,
  counters        text[] NOT NULL,
  amounts         bigint[] NOT NULL,
  PRIMARY KEY (consultation_id, id)
);
SELECT minyi_distribute('tally_deltas');

-- ── Answers and the way back ──

CREATE TABLE official_responses (
  consultation_id uuid NOT NULL,
  id              uuid NOT NULL,
  outcome         text NOT NULL,
  reason          jsonb NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  revised_at      timestamptz,
  created_by      uuid NOT NULL,
  idempotency_key text,
  request_hash    bytea,
  PRIMARY KEY (consultation_id, id),
  CONSTRAINT official_responses_idempotency UNIQUE (consultation_id, created_by, idempotency_key)
);
SELECT minyi_distribute('official_responses');
ALTER TABLE official_responses ADD CONSTRAINT official_responses_consultation FOREIGN KEY (consultation_id) REFERENCES consultations (id);

CREATE TABLE answered_comments (
  consultation_id      uuid NOT NULL,
  comment_id           uuid NOT NULL,
  official_response_id uuid NOT NULL,
  PRIMARY KEY (consultation_id, comment_id)
);
SELECT minyi_distribute('answered_comments');
ALTER TABLE answered_comments ADD CONSTRAINT answered_comments_comment FOREIGN KEY (consultation_id, comment_id) REFERENCES comments (consultation_id, id);
ALTER TABLE answered_comments ADD CONSTRAINT answered_comments_response FOREIGN KEY (consultation_id, official_response_id) REFERENCES official_responses (consultation_id, id);
CREATE INDEX answered_comments_by_response ON answered_comments (consultation_id, official_response_id, comment_id);

CREATE TABLE affected_clauses (
  consultation_id      uuid NOT NULL,
  official_response_id uuid NOT NULL,
  position             int NOT NULL,
  clause_id            uuid,
  effect               text NOT NULL,
  next_clause_id       uuid,
  PRIMARY KEY (consultation_id, official_response_id, position)
);
SELECT minyi_distribute('affected_clauses');
ALTER TABLE affected_clauses ADD CONSTRAINT affected_clauses_response FOREIGN KEY (consultation_id, official_response_id) REFERENCES official_responses (consultation_id, id);
CREATE INDEX affected_clauses_by_clause ON affected_clauses (clause_id);
CREATE INDEX affected_clauses_by_next_clause ON affected_clauses (next_clause_id);

CREATE TABLE feedback_reports (
  consultation_id  uuid NOT NULL,
  id               uuid NOT NULL,
  policy_record_id uuid NOT NULL,
  content          text NOT NULL,
  content_hash     text NOT NULL,
  published_at     timestamptz NOT NULL DEFAULT now(),
  created_by       uuid NOT NULL,
  idempotency_key  text,
  request_hash     bytea,
  PRIMARY KEY (consultation_id),
  CONSTRAINT feedback_reports_idempotency UNIQUE (consultation_id, created_by, idempotency_key)
);
SELECT minyi_distribute('feedback_reports');
ALTER TABLE feedback_reports ADD CONSTRAINT feedback_reports_consultation FOREIGN KEY (consultation_id) REFERENCES consultations (id);
CREATE INDEX feedback_reports_by_record ON feedback_reports (policy_record_id, id);
