-- Channels on which released contents are published, and what became of each content on each channel.

-- +goose Up

CREATE TABLE channels (
  id              uuid PRIMARY KEY,
  department_id   uuid NOT NULL,
  kind            text NOT NULL,
  name            text NOT NULL,
  locale          text NOT NULL,
  whole_city      boolean NOT NULL,
  address         text,
  unsubscribe     text,
  honours_key     boolean NOT NULL,
  secret_number   int NOT NULL DEFAULT 1,
  opened_at       timestamptz NOT NULL DEFAULT now(),
  closed_at       timestamptz,
  close_reason    text,
  created_by      uuid NOT NULL,
  idempotency_key text,
  request_hash    bytea
);
SELECT minyi_reference('channels');
ALTER TABLE channels ADD CONSTRAINT channels_kind_enum CHECK (kind IN ('WEBSITE', 'WEBHOOK', 'EMAIL', 'CONNECTOR'));
ALTER TABLE channels ADD CONSTRAINT channels_department FOREIGN KEY (department_id) REFERENCES departments (id);
CREATE INDEX channels_by_department ON channels (department_id, id);
CREATE UNIQUE INDEX channels_request ON channels (created_by, idempotency_key) WHERE idempotency_key IS NOT NULL;

-- A row is written in the transaction that releases the content. A server that sends it holds a lease, so that another one takes over what a dead server
-- held.
CREATE TABLE channel_releases (
  id           uuid PRIMARY KEY,
  content_id   uuid NOT NULL,
  channel_id   uuid NOT NULL,
  action       text NOT NULL,
  state        text NOT NULL,
  content_hash text NOT NULL,
  attempts     int NOT NULL DEFAULT 0,
  next_at      timestamptz,
  lease_until  timestamptz,
  url          text,
  failure      text,
  detail       text,
  reason       text,
  created_at   timestamptz NOT NULL DEFAULT now(),
  settled_at   timestamptz,
  CONSTRAINT channel_releases_once UNIQUE (content_id, channel_id, action)
);
SELECT minyi_reference('channel_releases');
ALTER TABLE channel_releases ADD CONSTRAINT channel_releases_action_enum CHECK (action IN ('PUBLISH', 'TAKE_DOWN'));
ALTER TABLE channel_releases ADD CONSTRAINT channel_releases_state_enum CHECK (state IN ('QUEUED', 'SENDING', 'CONFIRMED', 'REJECTED', 'UNKNOWN', 'TAKEN_DOWN'));
ALTER TABLE channel_releases ADD CONSTRAINT channel_releases_failure_enum CHECK (failure IN
  ('TRANSLATION_MISSING', 'ADDRESS_REFUSED', 'NOT_REACHED', 'REJECTED', 'NOT_NOW', 'NO_REPLY', 'INTERRUPTED', 'NOT_FOUND_THERE', 'NOT_SET_UP'));
ALTER TABLE channel_releases ADD CONSTRAINT channel_releases_content FOREIGN KEY (content_id) REFERENCES contents (id);
ALTER TABLE channel_releases ADD CONSTRAINT channel_releases_channel FOREIGN KEY (channel_id) REFERENCES channels (id);
CREATE INDEX channel_releases_by_channel ON channel_releases (channel_id, state, id);
CREATE INDEX channel_releases_waiting ON channel_releases (next_at) WHERE state IN ('QUEUED', 'UNKNOWN');
CREATE INDEX channel_releases_leased ON channel_releases (lease_until) WHERE state = 'SENDING';
CREATE INDEX contents_public ON contents (published_at) WHERE published_at IS NOT NULL AND replaced_at IS NULL;
