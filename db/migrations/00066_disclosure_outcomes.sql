-- What table 3 of the annual report counts of a request, so that it reads requests and not their events.

-- +goose Up

-- These follow from the events, as remind_on does. While the applicant must act, outcome and decided_on say how the request ends without that.
ALTER TABLE disclosure_requests ADD COLUMN received_on date;
ALTER TABLE disclosure_requests ADD COLUMN decided_on date;
ALTER TABLE disclosure_requests ADD COLUMN outcome text;

UPDATE disclosure_requests q SET received_on = f.received, decided_on = COALESCE(f.withdrawn, f.decided, f.uncorrected + 1, CASE WHEN f.unpaid IS NOT NULL THEN COALESCE(q.lapses_on, f.unpaid + 29) END),
  outcome = CASE WHEN f.withdrawn IS NOT NULL THEN 'OTHER_HANDLING' WHEN f.decided IS NOT NULL THEN f.outcome WHEN f.uncorrected IS NOT NULL THEN 'CORRECTION_OVERDUE' WHEN f.unpaid IS NOT NULL THEN 'FEE_OVERDUE' END,
  -- Only the working calendar knows when the time to pay is over. Without a calendar the request is counted again.
  calendar = CASE WHEN f.withdrawn IS NULL AND f.decided IS NULL AND f.unpaid IS NOT NULL THEN '' ELSE q.calendar END
FROM (
  SELECT e.request_id, max(e.on_day) FILTER (WHERE e.kind IN ('SUBMITTED_IN_PERSON', 'MAIL_SIGNED_FOR', 'CONFIRMED')) AS received,
    max(e.on_day) FILTER (WHERE e.kind = 'WITHDRAWN') AS withdrawn,
    max(e.on_day) FILTER (WHERE e.kind = 'DECIDED') AS decided, max(e.outcome) FILTER (WHERE e.kind = 'DECIDED') AS outcome,
    CASE WHEN bool_and(e.kind <> 'CORRECTED') THEN max(e.answer_by) FILTER (WHERE e.kind = 'CORRECTION_NOTICE') END AS uncorrected,
    CASE WHEN bool_and(e.kind <> 'FEE_PAID') THEN max(e.on_day) FILTER (WHERE e.kind = 'FEE_NOTICE_RECEIVED') END AS unpaid
  FROM disclosure_events e GROUP BY e.request_id
) f WHERE f.request_id = q.id;

ALTER TABLE disclosure_requests ADD CONSTRAINT disclosure_requests_outcome_enum CHECK (outcome IN ('GRANTED', 'PARTLY_GRANTED', 'REFUSED_STATE_SECRET', 'REFUSED_FORBIDDEN_BY_LAW', 'REFUSED_SECURITY_OR_STABILITY', 'REFUSED_THIRD_PARTY_RIGHTS', 'REFUSED_INTERNAL_AFFAIRS', 'REFUSED_PROCESS_INFORMATION', 'REFUSED_ENFORCEMENT_FILE', 'REFUSED_ADMINISTRATIVE_QUERY', 'NOT_HELD', 'WOULD_HAVE_TO_BE_MADE', 'STILL_UNCLEAR', 'PETITION_OR_COMPLAINT', 'REPEATED', 'PUBLICATION', 'EXCESSIVE_WITHOUT_REASON', 'CONFIRM_OR_REISSUE', 'CORRECTION_OVERDUE', 'FEE_OVERDUE', 'OTHER_HANDLING'));
CREATE INDEX disclosure_requests_counted ON disclosure_requests (department_id, received_on) INCLUDE (decided_on, outcome, applicant_kind);
CREATE INDEX disclosure_requests_unpaid ON disclosure_requests (calendar) WHERE outcome = 'FEE_OVERDUE';
