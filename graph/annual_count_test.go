package graph_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	consultdb "minyi/db/consult"
	disclosedb "minyi/db/disclose"
	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/disclose"
	"minyi/graph/graphtest"
)

// writeRequest writes a request of a department with its events.
func writeRequest(city *graphtest.City, department uuid.UUID, serial int, kind disclose.ApplicantKind, events disclose.Events) {
	key := civic.NewKey()
	city.SQL.MustExec(`INSERT INTO disclosure_requests (id, department_id, year, serial, number, applicant_kind, topic, wanted_form, created_by)
		VALUES ($1, $2, extract(year FROM CAST($3 AS date)), $4, $5, $6, 'OTHER', 'PAPER', $1)`, key, department, events[0].On, serial, fmt.Sprint("R-", serial), kind)
	for i, e := range events {
		city.SQL.MustExec(`INSERT INTO disclosure_events (request_id, seq, kind, on_day, answer_by, party, days, amount_yuan, outcome, recorded_by) VALUES ($1, $2, $3, $4, $5, '', 0, 0, NULLIF($6, ''), $7)`,
			key, i+1, e.Kind, e.On, e.AnswerBy, e.Outcome, e.By)
	}
}

// randomEvents are events of a request that the clock allows, up to a day.
func randomEvents(random *rand.Rand, clock disclose.Clock, today civic.Date) disclose.Events {
	kinds := []disclose.EventKind{disclose.Confirmed, disclose.Confirmed, disclose.CorrectionNotice, disclose.Corrected, disclose.FeeNoticeReceived, disclose.FeePaid,
		disclose.ReplyDrafted, disclose.ReplyDrafted, disclose.ReplyChecked, disclose.ReplyChecked, disclose.Decided, disclose.Decided, disclose.ReplyPosted, disclose.RequestWithdrawn}
	outcomes := []disclose.Outcome{disclose.Granted, disclose.PartlyGranted, disclose.NotHeld, disclose.Repeated, disclose.OtherHandling}
	on := today.Add(-random.IntN(900))
	events := disclose.Events{{Kind: []disclose.EventKind{disclose.SubmittedInPerson, disclose.MailSignedFor, disclose.SubmittedOnline}[random.IntN(3)], On: on}}
	for range 20 {
		on = min(today, on.Add(random.IntN(15)))
		next := disclose.Event{Kind: kinds[random.IntN(len(kinds))], On: on, AnswerBy: on.Add(1 + random.IntN(30)), Outcome: outcomes[random.IntN(len(outcomes))], By: uuid.New()}
		if clock.Refusal(events, next) == nil {
			events = append(events, next)
		}
	}
	return events
}

// countedOneByOne reads each request with its state, as table 3 counts it.
func countedOneByOne(t testing.TB, db *pg.DB) (counted []disclose.CountedRequests) {
	t.Helper()
	if err := db.Tx(t.Context(), func(tx *pg.Tx) error {
		requests, err := disclosedb.RequestsAfter(t.Context(), tx, uuid.UUID{}, 1_000_000)
		for _, r := range requests {
			counted = append(counted, disclose.CountedRequests{Kind: r.ApplicantKind, ReceivedOn: r.Status.ReceivedOn, DecidedOn: r.Status.DecidedOn, Outcome: r.Status.Outcome, N: 1})
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return counted
}

// openedTable3 opens the report of a year and returns its table 3.
func openedTable3(t testing.TB, city *graphtest.City, department civic.ID, year int) disclose.Figures {
	t.Helper()
	made, err := disclosedb.OpenAnnualReport(t.Context(), city.DB, city.Editor().Actor, disclose.OpenAnnualReportInput{DepartmentID: department, Year: year, Scope: disclose.OfDepartment, RegisterCovers: true})
	if err != nil {
		t.Fatal(err)
	}
	figures := made.Words.Figures()
	maps.DeleteFunc(figures, func(cell string, _ float64) bool { return !strings.HasPrefix(cell, "T3.") })
	return figures
}

// TestTable3EqualsACountOfEachRequest counts random requests of three years in the database, and one by one.
func TestTable3EqualsACountOfEachRequest(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	office, _ := civic.ParseID(m.housing)
	history, err := consultdb.CalendarHistory(t.Context(), m.city.DB, "CN", "Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	clock, now := disclose.Clock{Rules: disclose.DefaultRules(), Calendar: history}, time.Now().UTC()
	kinds, random := []disclose.ApplicantKind{"NATURAL_PERSON", "RESEARCH_INSTITUTION", "LEGAL_SERVICE"}, rand.New(rand.NewPCG(7, 11))
	for serial := range 300 {
		writeRequest(m.city, office.Key, serial, kinds[random.IntN(len(kinds))], randomEvents(random, clock, civic.Date(now.Format(time.DateOnly))))
	}
	one, rows := countedOneByOne(t, m.city.DB), disclose.Figures{}
	for year := now.Year() - 2; year <= now.Year(); year++ {
		form, _ := disclose.FormOf(year)
		want, got := form.Recount(year, one), openedTable3(t, m.city, office, year)
		for cell := range want {
			if rows[cell] += want[cell]; got[cell] != want[cell] {
				t.Errorf("in %d, %s is %v, and counted one by one %v", year, cell, got[cell], want[cell])
			}
		}
		if len(got) != len(want) {
			t.Errorf("table 3 of %d has %d cells, want %d", year, len(got), len(want))
		}
	}
	for _, row := range []string{"NEW", "CARRIED_IN", "CARRIED_OUT", "GRANTED", "NOT_HELD", "CORRECTION_OVERDUE", "FEE_OVERDUE", "OTHER_HANDLING"} {
		if rows["T3."+row+".TOTAL"] < 5 {
			t.Errorf("only %v requests were counted in the row %s", rows["T3."+row+".TOTAL"], row)
		}
	}
}

// manyRequests writes 100,000 requests of a year: nine of ten are replied to, and of the others a correction or a fee is overdue.
const manyRequests = `
	WITH made AS (
	  INSERT INTO disclosure_requests (id, department_id, year, serial, number, applicant_kind, topic, wanted_form, created_by)
	  SELECT gen_random_uuid(), $1, 2025, n, 'R-' || n, (ARRAY['NATURAL_PERSON', 'COMMERCIAL_ENTERPRISE', 'OTHER'])[1 + n % 3], 'OTHER', 'PAPER', gen_random_uuid() FROM generate_series(1, 100000) n RETURNING id, serial
	)
	INSERT INTO disclosure_events (request_id, seq, kind, on_day, answer_by, party, days, amount_yuan, outcome, recorded_by)
	SELECT m.id, k.seq, k.kind, CAST('2025-01-02' AS date) + m.serial % 350 + k.seq, CASE k.kind WHEN 'CORRECTION_NOTICE' THEN CAST('2026-03-01' AS date) END, '', 0, 0,
	  CASE WHEN k.kind IN ('REPLY_DRAFTED', 'DECIDED') THEN (ARRAY['GRANTED', 'PARTLY_GRANTED', 'NOT_HELD', 'REPEATED'])[1 + m.serial % 4] END, gen_random_uuid()
	FROM made m JOIN (VALUES (1, 'SUBMITTED_ONLINE', 0, 9), (2, 'CONFIRMED', 0, 9), (3, 'REPLY_DRAFTED', 0, 7), (4, 'REPLY_CHECKED', 0, 7), (5, 'DECIDED', 0, 7), (6, 'REPLY_POSTED', 0, 7),
	  (3, 'CORRECTION_NOTICE', 8, 8), (3, 'FEE_NOTICE_RECEIVED', 9, 9)) k (seq, kind, first, last) ON m.serial % 10 BETWEEN k.first AND k.last`

// BenchmarkTable3 counts table 3 of a year with 100,000 requests: in the database as reports do, and by reading each request. Run it as
//
//	go test ./graph -run xxx -bench BenchmarkTable3 -benchtime 3x
func BenchmarkTable3(b *testing.B) {
	city := graphtest.New(b)
	office, _ := civic.ParseID(city.Staff("admin", "", civic.Admin).Must(createDepartment, "input", department("HOUSING", "")).Get("createDepartment.department.id").String())
	city.SQL.MustExec(manyRequests, office.Key)
	city.SQL.MustExec(`ANALYZE`)
	made := openedTable3(b, city, office, 2025)
	report := civic.ID{}
	if err := city.SQL.Get(&report.Key, `SELECT id FROM contents WHERE kind = 'Z'`); err != nil || made["T3.NEW.TOTAL"] != 100_000 {
		b.Fatalf("%v new requests, %v", made["T3.NEW.TOTAL"], err)
	}
	report = civic.IDOf(disclose.AnnualReportKind, report.Key)
	b.Run("counted", func(b *testing.B) {
		for b.Loop() {
			if _, err := disclosedb.RecountAnnualReport(b.Context(), city.DB, city.Editor().Actor, disclose.RecountAnnualReportInput{ContentID: report}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("one-by-one", func(b *testing.B) {
		form, _ := disclose.FormOf(2025)
		for b.Loop() {
			if each := form.Recount(2025, countedOneByOne(b, city.DB)); !maps.Equal(each, made) {
				b.Fatalf("%v, and one by one %v", made, each)
			}
		}
	})
}
