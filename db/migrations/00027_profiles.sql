-- Profiles that an ADMIN creates and revises. The usual profile of a kind is followed where the department names none.

-- +goose Up

ALTER TABLE jurisdiction_profiles ADD COLUMN usual_for jsonb NOT NULL DEFAULT '[]';
ALTER TABLE jurisdiction_profiles ADD COLUMN revised_at timestamptz;
