-- Notices of departments: what a department tells the public.

-- +goose Up

CREATE TABLE notices (
  id              uuid PRIMARY KEY,
  department_id   uuid NOT NULL,
  title           jsonb NOT NULL,
  body            jsonb NOT NULL,
  published_at    timestamptz NOT NULL DEFAULT now(),
  published_by    uuid NOT NULL,
  idempotency_key text,
  request_hash    bytea
);
SELECT minyi_reference('notices');
ALTER TABLE notices ADD CONSTRAINT notices_department FOREIGN KEY (department_id) REFERENCES departments (id);
CREATE INDEX notices_by_department ON notices (department_id, id);
CREATE UNIQUE INDEX notices_request ON notices (published_by, idempotency_key) WHERE idempotency_key IS NOT NULL;
