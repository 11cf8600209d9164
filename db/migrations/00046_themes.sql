-- The codebook of a consultation, what its comments are coded with, and the work on it.

-- +goose Up

CREATE TABLE themes (
  consultation_id uuid NOT NULL,
  id              uuid NOT NULL,
  parent_id       uuid,
  title           jsonb NOT NULL,
  definition      text NOT NULL,
  example         text NOT NULL,
  size            int NOT NULL DEFAULT 0,
  merged_into     uuid,
  created_at      timestamptz NOT NULL DEFAULT now(),
  created_by      uuid NOT NULL,
  idempotency_key text,
  request_hash    bytea,
  PRIMARY KEY (consultation_id, id),
  CONSTRAINT themes_idempotency UNIQUE (consultation_id, created_by, idempotency_key)
);
SELECT minyi_distribute('themes');
ALTER TABLE themes ADD CONSTRAINT themes_consultation FOREIGN KEY (consultation_id) REFERENCES consultations (id);

CREATE TABLE theme_changes (
  consultation_id uuid NOT NULL,
  id              uuid NOT NULL,
  theme_id        uuid NOT NULL,
  kind            text NOT NULL,
  old_title       jsonb NOT NULL,
  other_id        uuid,
  comments        int NOT NULL,
  reason          text NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (consultation_id, id)
);
SELECT minyi_distribute('theme_changes');
ALTER TABLE theme_changes ADD CONSTRAINT theme_changes_kind_enum CHECK (kind IN ('RENAMED', 'MERGED', 'SPLIT'));
ALTER TABLE theme_changes ADD CONSTRAINT theme_changes_theme FOREIGN KEY (consultation_id, theme_id) REFERENCES themes (consultation_id, id);
CREATE INDEX theme_changes_by_theme ON theme_changes (consultation_id, theme_id, id);

CREATE TABLE coding_rules (
  consultation_id uuid NOT NULL,
  id              uuid NOT NULL,
  theme_id        uuid NOT NULL,
  rule            jsonb NOT NULL,
  comments        int NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  created_by      uuid NOT NULL,
  idempotency_key text,
  request_hash    bytea,
  PRIMARY KEY (consultation_id, id),
  CONSTRAINT coding_rules_idempotency UNIQUE (consultation_id, created_by, idempotency_key)
);
SELECT minyi_distribute('coding_rules');
ALTER TABLE coding_rules ADD CONSTRAINT coding_rules_theme FOREIGN KEY (consultation_id, theme_id) REFERENCES themes (consultation_id, id);

CREATE TABLE comment_codes (
  consultation_id uuid NOT NULL,
  theme_id        uuid NOT NULL,
  comment_id      uuid NOT NULL,
  source          text NOT NULL,
  rule_id         uuid,
  coder           text NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (consultation_id, theme_id, comment_id)
);
SELECT minyi_distribute('comment_codes');
ALTER TABLE comment_codes ADD CONSTRAINT comment_codes_source_enum CHECK (source IN ('PERSON', 'RULE', 'SUGGESTION'));
ALTER TABLE comment_codes ADD CONSTRAINT comment_codes_theme FOREIGN KEY (consultation_id, theme_id) REFERENCES themes (consultation_id, id);
CREATE INDEX comment_codes_by_comment ON comment_codes (consultation_id, comment_id);

-- Work that is given to staff: comments that each of some people codes by themselves.
CREATE TABLE coding_tasks (
  consultation_id uuid NOT NULL,
  id              uuid NOT NULL,
  coders          uuid[] NOT NULL,
  comments        uuid[] NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  created_by      uuid NOT NULL,
  idempotency_key text,
  request_hash    bytea,
  PRIMARY KEY (consultation_id, id),
  CONSTRAINT coding_tasks_idempotency UNIQUE (consultation_id, created_by, idempotency_key)
);
SELECT minyi_distribute('coding_tasks');
ALTER TABLE coding_tasks ADD CONSTRAINT coding_tasks_consultation FOREIGN KEY (consultation_id) REFERENCES consultations (id);

CREATE TABLE task_codes (
  consultation_id uuid NOT NULL,
  task_id         uuid NOT NULL,
  comment_id      uuid NOT NULL,
  coder           uuid NOT NULL,
  themes          uuid[] NOT NULL,
  coded_at        timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (consultation_id, task_id, comment_id, coder)
);
SELECT minyi_distribute('task_codes');
ALTER TABLE task_codes ADD CONSTRAINT task_codes_task FOREIGN KEY (consultation_id, task_id) REFERENCES coding_tasks (consultation_id, id);

-- What staff note about a comment for each other.
CREATE TABLE comment_notes (
  consultation_id uuid NOT NULL,
  id              uuid NOT NULL,
  comment_id      uuid NOT NULL,
  text            text NOT NULL,
  writer          text NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  created_by      uuid NOT NULL,
  idempotency_key text,
  request_hash    bytea,
  PRIMARY KEY (consultation_id, id),
  CONSTRAINT comment_notes_idempotency UNIQUE (consultation_id, created_by, idempotency_key)
);
SELECT minyi_distribute('comment_notes');
ALTER TABLE comment_notes ADD CONSTRAINT comment_notes_comment FOREIGN KEY (consultation_id, comment_id) REFERENCES comments (consultation_id, id);
CREATE INDEX comment_notes_by_comment ON comment_notes (consultation_id, comment_id, id);
