-- Requests for government information, and calendars of places that add local days to the national one.

-- +goose Up

ALTER TABLE working_calendars ADD COLUMN extends text;

CREATE TABLE disclosure_requests (
  id              uuid PRIMARY KEY,
  department_id   uuid NOT NULL,
  year            int NOT NULL,
  serial          int NOT NULL,
  applicant       uuid,
  applicant_kind  text NOT NULL,
  topic           text NOT NULL,
  wanted_form     text NOT NULL,
  -- These follow from the events. They are for lists alone; the calendar says by which one they were counted.
  remind_on       date,
  lapses_on       date,
  calendar        text NOT NULL DEFAULT '',
  created_at      timestamptz NOT NULL DEFAULT now(),
  created_by      uuid NOT NULL,
  idempotency_key text,
  request_hash    bytea
);
SELECT minyi_reference('disclosure_requests');
ALTER TABLE disclosure_requests ADD CONSTRAINT disclosure_requests_applicant_kind_enum CHECK (applicant_kind IN ('NATURAL_PERSON', 'COMMERCIAL_ENTERPRISE', 'RESEARCH_INSTITUTION', 'PUBLIC_INTEREST_ORGANISATION', 'LEGAL_SERVICE', 'OTHER'));
ALTER TABLE disclosure_requests ADD CONSTRAINT disclosure_requests_topic_enum CHECK (topic IN ('LAND_AND_HOUSING', 'PLANNING_AND_CONSTRUCTION', 'FINANCE', 'SOCIAL_AFFAIRS', 'ENVIRONMENT', 'LAW_ENFORCEMENT', 'OTHER'));
ALTER TABLE disclosure_requests ADD CONSTRAINT disclosure_requests_wanted_form_enum CHECK (wanted_form IN ('PAPER', 'ELECTRONIC', 'INSPECTION'));
ALTER TABLE disclosure_requests ADD CONSTRAINT disclosure_requests_department FOREIGN KEY (department_id) REFERENCES departments (id);
CREATE UNIQUE INDEX disclosure_requests_number ON disclosure_requests (department_id, year, serial);
CREATE INDEX disclosure_requests_by_department ON disclosure_requests (department_id, id);
CREATE INDEX disclosure_requests_by_applicant ON disclosure_requests (applicant, id) WHERE applicant IS NOT NULL;
CREATE INDEX disclosure_requests_running ON disclosure_requests (department_id, remind_on, id) WHERE remind_on IS NOT NULL;
CREATE UNIQUE INDEX disclosure_requests_request ON disclosure_requests (created_by, idempotency_key) WHERE idempotency_key IS NOT NULL;

-- Events are only added.
CREATE TABLE disclosure_events (
  request_id  uuid NOT NULL,
  seq         int NOT NULL,
  kind        text NOT NULL,
  on_day      date NOT NULL,
  answer_by   date,
  served_on   date,
  party       text NOT NULL,
  days        int NOT NULL,
  amount_yuan int NOT NULL,
  outcome     text,
  recorded_by uuid NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (request_id, seq)
);
SELECT minyi_reference('disclosure_events');
ALTER TABLE disclosure_events ADD CONSTRAINT disclosure_events_kind_enum CHECK (kind IN ('SUBMITTED_IN_PERSON', 'MAIL_SIGNED_FOR', 'SUBMITTED_BY_MAIL', 'SUBMITTED_ONLINE', 'SUBMITTED_BY_FAX', 'CONFIRMED', 'CORRECTION_NOTICE', 'CORRECTED', 'THIRD_PARTY_ASKED', 'AGENCY_ASKED', 'OPINION_RECEIVED', 'EXTENDED', 'FEE_NOTICE_RECEIVED', 'FEE_PAID', 'REPLY_DRAFTED', 'REPLY_CHECKED', 'DECIDED', 'REPLY_POSTED', 'REPLY_HANDED_OVER', 'REPLY_SENT', 'WITHDRAWN'));
ALTER TABLE disclosure_events ADD CONSTRAINT disclosure_events_outcome_enum CHECK (outcome IN ('GRANTED', 'PARTLY_GRANTED', 'REFUSED_STATE_SECRET', 'REFUSED_FORBIDDEN_BY_LAW', 'REFUSED_SECURITY_OR_STABILITY', 'REFUSED_THIRD_PARTY_RIGHTS', 'REFUSED_INTERNAL_AFFAIRS', 'REFUSED_PROCESS_INFORMATION', 'REFUSED_ENFORCEMENT_FILE', 'REFUSED_ADMINISTRATIVE_QUERY', 'NOT_HELD', 'WOULD_HAVE_TO_BE_MADE', 'STILL_UNCLEAR', 'PETITION_OR_COMPLAINT', 'REPEATED', 'PUBLICATION', 'EXCESSIVE_WITHOUT_REASON', 'CONFIRM_OR_REISSUE', 'CORRECTION_OVERDUE', 'FEE_OVERDUE', 'OTHER_HANDLING'));
ALTER TABLE disclosure_events ADD CONSTRAINT disclosure_events_request FOREIGN KEY (request_id) REFERENCES disclosure_requests (id);

-- What people wrote, encrypted: of the request and of its events.
CREATE TABLE disclosure_texts (
  request_id uuid NOT NULL,
  seq        int NOT NULL,
  key_id     text NOT NULL,
  box        bytea NOT NULL,
  PRIMARY KEY (request_id, seq)
);
SELECT minyi_reference('disclosure_texts');
ALTER TABLE disclosure_texts ADD CONSTRAINT disclosure_texts_request FOREIGN KEY (request_id) REFERENCES disclosure_requests (id);

-- Who applies, encrypted, until it is erased.
CREATE TABLE disclosure_applicants (
  request_id uuid PRIMARY KEY,
  key_id     text NOT NULL,
  box        bytea NOT NULL,
  erase_on   date
);
SELECT minyi_reference('disclosure_applicants');
ALTER TABLE disclosure_applicants ADD CONSTRAINT disclosure_applicants_request FOREIGN KEY (request_id) REFERENCES disclosure_requests (id);
CREATE INDEX disclosure_applicants_to_erase ON disclosure_applicants (erase_on) WHERE erase_on IS NOT NULL;
