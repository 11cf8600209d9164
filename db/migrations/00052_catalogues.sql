-- Catalogues of what must be published, and the duties that follow when something is formed.

-- +goose Up

CREATE TABLE disclosure_catalogues (
  id              uuid PRIMARY KEY,
  department_id   uuid NOT NULL,
  district        text NOT NULL,
  field           text NOT NULL,
  version         int NOT NULL,
  warnings        jsonb NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  created_by      uuid NOT NULL,
  published_at    timestamptz,
  replaced_at     timestamptz,
  idempotency_key text,
  request_hash    bytea,
  CONSTRAINT disclosure_catalogues_version UNIQUE (department_id, district, field, version)
);
SELECT minyi_reference('disclosure_catalogues');
ALTER TABLE disclosure_catalogues ADD CONSTRAINT disclosure_catalogues_department FOREIGN KEY (department_id) REFERENCES departments (id);
CREATE UNIQUE INDEX disclosure_catalogues_request ON disclosure_catalogues (created_by, idempotency_key) WHERE idempotency_key IS NOT NULL;

CREATE TABLE catalogue_items (
  id           uuid PRIMARY KEY,
  catalogue_id uuid NOT NULL,
  position     int NOT NULL,
  words        jsonb NOT NULL,
  time_limit   text NOT NULL,
  limit_days   int NOT NULL,
  limit_unit   text NOT NULL,
  CONSTRAINT catalogue_items_position UNIQUE (catalogue_id, position)
);
SELECT minyi_reference('catalogue_items');
ALTER TABLE catalogue_items ADD CONSTRAINT catalogue_items_time_limit_enum CHECK (time_limit IN ('WITHIN', 'REAL_TIME', 'PROMPTLY', 'UNREAD'));
ALTER TABLE catalogue_items ADD CONSTRAINT catalogue_items_limit_unit_enum CHECK (limit_unit IN ('CALENDAR', 'WORKING'));
ALTER TABLE catalogue_items ADD CONSTRAINT catalogue_items_catalogue FOREIGN KEY (catalogue_id) REFERENCES disclosure_catalogues (id);

CREATE TABLE disclosure_duties (
  id              uuid PRIMARY KEY,
  item_id         uuid NOT NULL,
  title           text NOT NULL,
  formed_on       date NOT NULL,
  fulfilled_on    date,
  url             text,
  created_at      timestamptz NOT NULL DEFAULT now(),
  created_by      uuid NOT NULL,
  idempotency_key text,
  request_hash    bytea
);
SELECT minyi_reference('disclosure_duties');
ALTER TABLE disclosure_duties ADD CONSTRAINT disclosure_duties_item FOREIGN KEY (item_id) REFERENCES catalogue_items (id);
CREATE INDEX disclosure_duties_by_item ON disclosure_duties (item_id, id);
CREATE UNIQUE INDEX disclosure_duties_request ON disclosure_duties (created_by, idempotency_key) WHERE idempotency_key IS NOT NULL;
