-- Campaigns: groups of comments that are nearly the same.

-- +goose Up

-- Comments that are new, or whose words or standing changed, until the background has put them into their groups.
CREATE TABLE changed_comments (
  consultation_id uuid NOT NULL,
  comment_id      uuid NOT NULL,
  PRIMARY KEY (consultation_id, comment_id)
);
SELECT minyi_distribute('changed_comments');
INSERT INTO changed_comments (consultation_id, comment_id) SELECT consultation_id, id FROM comments;

CREATE TABLE campaigns (
  consultation_id uuid NOT NULL,
  id              uuid NOT NULL,
  size            int NOT NULL,
  people          int NOT NULL,
  merged_into     uuid,
  kept            boolean NOT NULL DEFAULT false, -- staff split it or took comments out of it: only staff merge it
  created_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (consultation_id, id)
);
SELECT minyi_distribute('campaigns');
ALTER TABLE campaigns ADD CONSTRAINT campaigns_consultation FOREIGN KEY (consultation_id) REFERENCES consultations (id);
CREATE INDEX campaigns_by_size ON campaigns (consultation_id, size, id) WHERE size > 0;
CREATE INDEX campaigns_kept ON campaigns (consultation_id) WHERE kept;

-- One row for each comment that everybody reads, with the revision of its words. Comments are never deleted, so no foreign key to them is
-- needed, which would lock each of them once more.
CREATE TABLE grouped_comments (
  consultation_id uuid NOT NULL,
  comment_id      uuid NOT NULL,
  campaign_id     uuid,
  revision        int NOT NULL,
  PRIMARY KEY (consultation_id, comment_id)
);
SELECT minyi_distribute('grouped_comments');
CREATE INDEX grouped_comments_by_campaign ON grouped_comments (consultation_id, campaign_id, comment_id) WHERE campaign_id IS NOT NULL;

-- The keys by which a comment's likes are found, of one or few comments of each campaign and of comments that nothing is like.
CREATE TABLE comment_bands (
  consultation_id uuid NOT NULL,
  band            int NOT NULL,
  comment_id      uuid NOT NULL,
  PRIMARY KEY (consultation_id, band, comment_id)
);
SELECT minyi_distribute('comment_bands');

-- The keys of each of these comments, to delete them by.
CREATE TABLE comment_sketches (
  consultation_id uuid NOT NULL,
  comment_id      uuid NOT NULL,
  bands           int[] NOT NULL,
  PRIMARY KEY (consultation_id, comment_id)
);
SELECT minyi_distribute('comment_sketches');

CREATE TABLE campaign_corrections (
  consultation_id uuid NOT NULL,
  id              uuid NOT NULL,
  campaign_id     uuid,
  from_ids        uuid[] NOT NULL,
  kind            text NOT NULL,
  comments        int NOT NULL,
  reason          text NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  created_by      uuid NOT NULL,
  idempotency_key text,
  request_hash    bytea,
  PRIMARY KEY (consultation_id, id),
  CONSTRAINT campaign_corrections_idempotency UNIQUE (consultation_id, created_by, idempotency_key)
);
SELECT minyi_distribute('campaign_corrections');
ALTER TABLE campaign_corrections ADD CONSTRAINT campaign_corrections_kind_enum CHECK (kind IN ('COMMENTS_TAKEN_OUT', 'COMMENTS_MOVED', 'SPLIT', 'MERGED'));
ALTER TABLE campaign_corrections ADD CONSTRAINT campaign_corrections_consultation FOREIGN KEY (consultation_id) REFERENCES consultations (id);

-- +goose StatementBegin
-- The planner keeps no samples of what follows from words. Citus cannot be told.
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
    ALTER TABLE comment_sketches ALTER COLUMN bands SET STATISTICS 0;
    ALTER TABLE comment_bands ALTER COLUMN band SET STATISTICS 0;
  END IF;
END $$;
-- +goose StatementEnd
