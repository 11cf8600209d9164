-- Comments that came on paper, by phone or at a hearing, which staff enter.

-- +goose Up
ALTER TABLE comments ADD COLUMN channel text NOT NULL DEFAULT 'ONLINE';
ALTER TABLE comments ADD COLUMN received_on date;
ALTER TABLE comments ADD CONSTRAINT comments_channel_enum CHECK (channel IN ('ONLINE', 'LETTER', 'EMAIL', 'PHONE', 'HEARING'));
