-- The texts of uploaded files, until drafts are imported from them. They are kept for a day.

-- +goose Up

CREATE TABLE uploads (
  id               uuid PRIMARY KEY,
  account          uuid NOT NULL,
  policy_record_id uuid NOT NULL,
  text             text NOT NULL,
  warnings         jsonb NOT NULL,
  created_at       timestamptz NOT NULL DEFAULT now()
);
SELECT minyi_reference('uploads');
