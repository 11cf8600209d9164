-- How a consultation is entered by those who write in it. One function does it, so that a write is one statement: the snapshot of that is
-- older than its lock, and what the function reads is not.

-- +goose Up
-- +goose StatementBegin
-- The advisory lock that is a consultation's door.
CREATE FUNCTION door(consultation uuid) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN hashtextextended(CAST(consultation AS text), 0);
-- +goose StatementEnd

-- +goose StatementBegin
-- Goes into consultations until the transaction ends, past those that staff have locked unless it waits for them, and gives them as they
-- stand from then on.
CREATE FUNCTION enter(keys uuid[], waits boolean) RETURNS SETOF consultations LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  entered uuid[];
BEGIN
  IF waits THEN
    SELECT array_agg(k.id) INTO entered FROM unnest(keys) AS k (id) WHERE pg_advisory_xact_lock_shared(door(k.id)) IS NOT NULL;
  ELSE
    SELECT array_agg(k.id) INTO entered FROM unnest(keys) AS k (id) WHERE pg_try_advisory_xact_lock_shared(door(k.id));
  END IF;
  RETURN QUERY SELECT c.* FROM consultations c WHERE c.id = ANY(entered);
END $$;
-- +goose StatementEnd
