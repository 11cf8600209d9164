-- A content that was taken down is gone for the public, with the reason. The addresses of channels, which may hold a token, are encrypted.

-- +goose Up

ALTER TABLE contents ADD COLUMN taken_down_at timestamptz;
ALTER TABLE contents ADD COLUMN taken_down_reason text;
UPDATE contents x SET taken_down_at = d.at, taken_down_reason = d.reason FROM (
  SELECT s.content_id, min(s.created_at) AS at, min(s.reason) AS reason FROM channel_releases s JOIN channels c ON c.id = s.channel_id
  WHERE s.action = 'TAKE_DOWN' AND c.kind = 'WEBSITE' AND s.reason IS NOT NULL GROUP BY s.content_id) d WHERE d.content_id = x.id;

-- The server encrypts the plain addresses of older versions, and empties that column.
ALTER TABLE channels ADD COLUMN key_id text;
ALTER TABLE channels ADD COLUMN box bytea;
