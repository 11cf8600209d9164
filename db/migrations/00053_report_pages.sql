-- The rows of a feedback report are kept in pages beside it, however many there are. keys are those of the comments, which the public
-- does not see. Reports from before keep their content and their hash: it contains their rows.

-- +goose Up

CREATE TABLE report_pages (
  consultation_id uuid NOT NULL,
  list            text NOT NULL,
  page            int NOT NULL,
  keys            uuid[] NOT NULL,
  text            text NOT NULL,
  PRIMARY KEY (consultation_id, list, page)
);
SELECT minyi_distribute('report_pages');
ALTER TABLE report_pages ADD CONSTRAINT report_pages_consultation FOREIGN KEY (consultation_id) REFERENCES consultations (id);
