package db

import (
	"context"
	"fmt"
	"testing"

	"github.com/jmoiron/sqlx"

	"minyi/db/dbtest"
)

// beforeOutcomes is the last version whose requests did not say how they ended.
const beforeOutcomes = 65

// TestOldRequestsSayHowTheyEnded stores requests as an older program did. The migration reads from their events what table 3 counts.
func TestOldRequestsSayHowTheyEnded(t *testing.T) {
	t.Parallel()
	ctx, url := context.Background(), dbtest.Empty(t)
	sql := sqlx.MustConnect("postgres", url)
	t.Cleanup(func() { _ = sql.Close() })
	provider, err := migrationsOf(sql.DB)
	if err == nil {
		_, err = provider.UpTo(ctx, beforeOutcomes)
	}
	if err != nil {
		t.Fatal(err)
	}
	sql.MustExec(`INSERT INTO departments (id, code, name, created_by) VALUES (gen_random_uuid(), 'PARKS', '{}', gen_random_uuid())`)
	cases := []struct{ events, want string }{
		{`(1, 'SUBMITTED_ONLINE', '2025-03-01', NULL, NULL)`, "CN/1"},
		{`(1, 'SUBMITTED_ONLINE', '2025-03-01', NULL, NULL), (2, 'CONFIRMED', '2025-03-03', NULL, NULL)`, "2025-03-03 CN/1"},
		{`(1, 'MAIL_SIGNED_FOR', '2025-03-01', NULL, NULL), (2, 'REPLY_DRAFTED', '2025-03-04', NULL, 'NOT_HELD'), (3, 'DECIDED', '2025-03-05', NULL, 'GRANTED')`, "2025-03-01 2025-03-05 GRANTED CN/1"},
		{`(1, 'MAIL_SIGNED_FOR', '2025-03-01', NULL, NULL), (2, 'CORRECTION_NOTICE', '2025-03-04', '2025-03-20', NULL)`, "2025-03-01 2025-03-21 CORRECTION_OVERDUE CN/1"},
		{`(1, 'MAIL_SIGNED_FOR', '2025-03-01', NULL, NULL), (2, 'CORRECTION_NOTICE', '2025-03-04', '2025-03-20', NULL), (3, 'CORRECTED', '2025-03-10', NULL, NULL)`, "2025-03-01 CN/1"},
		{`(1, 'MAIL_SIGNED_FOR', '2025-03-01', NULL, NULL), (2, 'FEE_NOTICE_RECEIVED', '2025-03-04', NULL, NULL)`, "2025-03-01 2025-04-02 FEE_OVERDUE "},
		{`(1, 'MAIL_SIGNED_FOR', '2025-03-01', NULL, NULL), (2, 'FEE_NOTICE_RECEIVED', '2025-03-04', NULL, NULL), (3, 'WITHDRAWN', '2025-03-06', NULL, NULL)`, "2025-03-01 2025-03-06 OTHER_HANDLING CN/1"},
	}
	for i, c := range cases {
		sql.MustExec(fmt.Sprintf(`WITH q AS (INSERT INTO disclosure_requests (id, department_id, year, serial, number, applicant_kind, topic, wanted_form, created_by, calendar)
			SELECT gen_random_uuid(), id, 2025, %[1]d, '%[1]d', 'OTHER', 'OTHER', 'PAPER', id, 'CN/1' FROM departments RETURNING id)
			INSERT INTO disclosure_events (request_id, seq, kind, on_day, answer_by, party, days, amount_yuan, outcome, recorded_by)
			SELECT q.id, e.seq, e.kind, CAST(e.on_day AS date), CAST(e.answer_by AS date), '', 0, 0, e.outcome, q.id FROM q, (VALUES %[2]s) e (seq, kind, on_day, answer_by, outcome)`, i, c.events))
	}
	if err := Migrate(ctx, url); err != nil {
		t.Fatal(err)
	}
	var found []string
	if err := sql.Select(&found, `SELECT concat_ws(' ', received_on, decided_on, outcome, calendar) FROM disclosure_requests ORDER BY serial`); err != nil {
		t.Fatal(err)
	}
	for i, c := range cases {
		if found[i] != c.want {
			t.Errorf("%s: %q, want %q", c.events, found[i], c.want)
		}
	}
}
