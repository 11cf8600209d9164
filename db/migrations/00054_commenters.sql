-- How many people wrote comments.

-- +goose Up

-- How many counted comments an account has in a consultation. There is no row for none. A person whose data were erased has a row without an account.
CREATE TABLE commenters (
  consultation_id uuid NOT NULL,
  account         uuid NOT NULL,
  comments        int NOT NULL CHECK (comments > 0),
  PRIMARY KEY (consultation_id, account)
);
SELECT minyi_distribute('commenters');
ALTER TABLE commenters ALTER COLUMN account SET STATISTICS 0;

INSERT INTO commenters (consultation_id, account, comments)
SELECT consultation_id, author, count(*) FROM comments WHERE withdrawn_at IS NULL AND state <> 'PENDING' GROUP BY 1, 2;
INSERT INTO tallies (consultation_id, subject_id, counter, amount)
SELECT consultation_id, consultation_id, 'people', count(*) FROM commenters GROUP BY 1;
