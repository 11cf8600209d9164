-- Corrections of public texts, the first release of records, and departments that were closed or went over to another one.

-- +goose Up

CREATE TABLE corrections (
  id           uuid PRIMARY KEY,
  subject_kind text NOT NULL,
  subject_id   uuid NOT NULL,
  field        text NOT NULL,
  before       jsonb NOT NULL,
  after        jsonb NOT NULL,
  reason       text,
  created_at   timestamptz NOT NULL DEFAULT now()
);
SELECT minyi_reference('corrections');
CREATE INDEX corrections_by_subject ON corrections (subject_id, id);

-- A record is public from the first release of a draft or a consultation on.
ALTER TABLE policy_records ADD COLUMN released_at timestamptz;
UPDATE policy_records r SET released_at = (
  SELECT min(released.at) FROM (
    SELECT c.created_at AS at FROM consultations c WHERE c.policy_record_id = r.id
    UNION ALL SELECT COALESCE(d.published_at, d.adopted_at) FROM drafts d WHERE d.policy_record_id = r.id
  ) released);

ALTER TABLE departments ADD COLUMN closed_at timestamptz;
ALTER TABLE departments ADD COLUMN closing_reason text;
ALTER TABLE departments ADD COLUMN successor_id uuid;

ALTER TABLE corrections ADD CONSTRAINT corrections_field_enum CHECK (field IN ('NAME', 'TITLE', 'NOTICE', 'INTRODUCTION'));
ALTER TABLE policy_events DROP CONSTRAINT policy_events_kind_enum;
ALTER TABLE policy_events ADD CONSTRAINT policy_events_kind_enum CHECK (kind IN ('RECORD_CREATED', 'DRAFT_IMPORTED', 'DRAFT_REVISED', 'DRAFT_SUBMITTED', 'DRAFT_REVIEWED', 'DRAFT_RETURNED',
  'CONSULTATION_LAUNCHED', 'PERIOD_EXTENDED', 'PERIOD_REOPENED', 'PERIOD_CLOSED_EARLY', 'PERIOD_MOVED', 'SURVEY_ADDED', 'TEXT_CORRECTED', 'CONSULTATION_WITHDRAWN', 'REPORT_PUBLISHED', 'DRAFT_ADOPTED'));
