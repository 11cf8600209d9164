-- Reading points: places where everybody reads government information.

-- +goose Up

CREATE TABLE reading_points (
  id              uuid PRIMARY KEY,
  department_id   uuid NOT NULL,
  kind            text NOT NULL,
  name            jsonb NOT NULL,
  address         jsonb NOT NULL,
  opening_hours   jsonb NOT NULL,
  contact         text NOT NULL,
  latitude        double precision,
  longitude       double precision,
  created_at      timestamptz NOT NULL DEFAULT now(),
  created_by      uuid NOT NULL,
  revised_at      timestamptz,
  closed_at       timestamptz,
  closing_reason  text,
  idempotency_key text,
  request_hash    bytea
);
SELECT minyi_reference('reading_points');
ALTER TABLE reading_points ADD CONSTRAINT reading_points_kind_enum CHECK (kind IN ('ARCHIVE', 'LIBRARY', 'SERVICE_HALL', 'OTHER'));
ALTER TABLE reading_points ADD CONSTRAINT reading_points_position CHECK ((latitude IS NULL) = (longitude IS NULL));
ALTER TABLE reading_points ADD CONSTRAINT reading_points_department FOREIGN KEY (department_id) REFERENCES departments (id);
CREATE INDEX reading_points_by_department ON reading_points (department_id, id) WHERE closed_at IS NULL;
CREATE INDEX reading_points_open ON reading_points (id) WHERE closed_at IS NULL;
CREATE UNIQUE INDEX reading_points_request ON reading_points (created_by, idempotency_key) WHERE idempotency_key IS NOT NULL;
