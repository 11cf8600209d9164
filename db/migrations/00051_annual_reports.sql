-- Annual reports: one of a department, a year and a scope. A correction is a version of it.

-- +goose Up

CREATE UNIQUE INDEX contents_annual ON contents (department_id, year, (words->>'scope')) WHERE kind = 'Z' AND version = 1;
