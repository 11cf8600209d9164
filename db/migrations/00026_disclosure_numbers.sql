-- A request keeps its number when its department goes over to another one.

-- +goose Up

ALTER TABLE disclosure_requests ADD COLUMN number text;
UPDATE disclosure_requests q SET number = d.code || '-' || q.year || '-' || q.serial FROM departments d WHERE d.id = q.department_id;
ALTER TABLE disclosure_requests ALTER COLUMN number SET NOT NULL;
DROP INDEX disclosure_requests_number;
CREATE UNIQUE INDEX disclosure_requests_number ON disclosure_requests (number);
CREATE INDEX disclosure_requests_serial ON disclosure_requests (department_id, year, serial);
