-- Languages are tags of BCP 47: zh and en in place of ZH and EN. Frozen reports keep their texts, as hashes cover them. PostgreSQL writes
-- a key of jsonb as "ZH": and a space. A quote inside of a value has a backslash before it, so that no value looks like such a key.

-- +goose Up
-- +goose StatementBegin
CREATE FUNCTION tagged(texts jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CAST(replace(replace(CAST(texts AS text), '"ZH": ', '"zh": '), '"EN": ', '"en": ') AS jsonb);
-- +goose StatementEnd

UPDATE departments SET name = tagged(name);
UPDATE jurisdiction_profiles SET title = tagged(title), source_article = tagged(source_article);
UPDATE policy_records SET title = tagged(title);
UPDATE drafts SET explanatory_note = tagged(explanatory_note);
UPDATE consultations SET title = tagged(title), notice = tagged(notice);
UPDATE surveys SET title = tagged(title), introduction = tagged(introduction);
UPDATE survey_versions SET questions = tagged(questions);
UPDATE official_responses SET reason = tagged(reason);

DROP FUNCTION tagged(jsonb);
