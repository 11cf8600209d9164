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

// countedAgain lets the background count what a test wrote without the API.
func countedAgain(t testing.TB, city *graphtest.City) {
	t.Helper()
	city.SQL.MustExec(`UPDATE disclosure_requests SET remind_on = '2000-01-01', calendar = ''`)
	for n := 1; n > 0; {
		var err error
		if n, err = disclosedb.Maintain(t.Context(), city.DB); err != nil {
			t.Fatal(err)
		}
	}
}

// sixtyDaysPass moves the requests that wait for a correction into the past, so that they are given up and nothing has counted them again. It returns how many events these have.
func sixtyDaysPass(city *graphtest.City) int64 {
	moved := city.SQL.MustExec(`WITH q AS (UPDATE disclosure_requests SET received_on = received_on - 60, decided_on = decided_on - 60, lapses_on = lapses_on - 60, remind_on = remind_on - 60
		WHERE outcome = 'CORRECTION_OVERDUE' AND lapses_on IS NOT NULL RETURNING id)
		UPDATE disclosure_events e SET on_day = e.on_day - 60, answer_by = e.answer_by - 60 FROM q WHERE q.id = e.request_id`)
	n, _ := moved.RowsAffected()
	return n
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
	today := civic.Date(now.Format(time.DateOnly))
	kinds, random := []disclose.ApplicantKind{"NATURAL_PERSON", "RESEARCH_INSTITUTION", "LEGAL_SERVICE"}, rand.New(rand.NewPCG(7, 11))
	for serial := range 300 {
		writeRequest(m.city, office.Key, serial, kinds[random.IntN(len(kinds))], randomEvents(random, clock, today))
	}
	const waiting = 20
	for serial := range waiting {
		writeRequest(m.city, office.Key, 300+serial, kinds[0], disclose.Events{{Kind: disclose.SubmittedInPerson, On: today.Add(-3)}, {Kind: disclose.CorrectionNotice, On: today.Add(-2), AnswerBy: today.Add(9)}})
	}
	countedAgain(t, m.city)
	if n := sixtyDaysPass(m.city); n < 2*waiting {
		t.Errorf("those that waited for a correction have %d events", n)
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

// manyRequests writes requests of a year: six of ten are replied to, two of ten run, and of the others a correction or a fee is overdue.
const manyRequests = `
	WITH made AS (
	  INSERT INTO disclosure_requests (id, department_id, year, serial, number, applicant_kind, topic, wanted_form, created_by, received_on, remind_on, decided_on, outcome, calendar)
	  SELECT gen_random_uuid(), $1, 2025, n, 'R-' || n, (ARRAY['NATURAL_PERSON', 'COMMERCIAL_ENTERPRISE', 'OTHER'])[1 + n % 3], 'OTHER', 'PAPER', gen_random_uuid(), r.day, CASE WHEN n % 10 >= 8 THEN r.day + 28 END,
	    CASE n % 10 WHEN 6 THEN '2026-03-02' WHEN 7 THEN '2025-09-30' WHEN 8 THEN NULL WHEN 9 THEN NULL ELSE r.day + 3 END,
	    CASE n % 10 WHEN 6 THEN 'CORRECTION_OVERDUE' WHEN 7 THEN 'FEE_OVERDUE' WHEN 8 THEN NULL WHEN 9 THEN NULL ELSE (ARRAY['GRANTED', 'PARTLY_GRANTED', 'NOT_HELD', 'REPEATED'])[1 + n % 4] END, 'CN/2'
	  FROM generate_series(1, $2) n CROSS JOIN LATERAL (SELECT CASE n % 10 WHEN 7 THEN CAST('2025-09-01' AS date) ELSE CAST('2025-01-04' AS date) + n % 350 END AS day) r RETURNING id, serial, received_on
	)
	INSERT INTO disclosure_events (request_id, seq, kind, on_day, answer_by, party, days, amount_yuan, outcome, recorded_by)
	SELECT m.id, k.seq, k.kind, m.received_on + k.seq - 2, CASE k.kind WHEN 'CORRECTION_NOTICE' THEN CAST('2026-03-01' AS date) END, '', 0, 0,
	  CASE WHEN k.kind IN ('REPLY_DRAFTED', 'DECIDED') THEN (ARRAY['GRANTED', 'PARTLY_GRANTED', 'NOT_HELD', 'REPEATED'])[1 + m.serial % 4] END, gen_random_uuid()
	FROM made m JOIN (VALUES (1, 'SUBMITTED_ONLINE', 0, 9), (2, 'CONFIRMED', 0, 9), (3, 'REPLY_DRAFTED', 0, 5), (4, 'REPLY_CHECKED', 0, 5), (5, 'DECIDED', 0, 5), (6, 'REPLY_POSTED', 0, 5),
	  (3, 'CORRECTION_NOTICE', 6, 6), (3, 'FEE_NOTICE_RECEIVED', 7, 7)) k (seq, kind, first, last) ON m.serial % 10 BETWEEN k.first AND k.last`

// BenchmarkDisclosureYear reads the first page of the register and of the reminders, and counts table 3, of a year with 1,000 and with 100,000 requests. Run it as
//
//	go test ./graph -run xxx -bench BenchmarkDisclosureYear -benchtime 20x
func BenchmarkDisclosureYear(b *testing.B) {
	for _, requests := range []int{1_000, 100_000} {
		city := graphtest.New(b)
		office := city.Staff("admin", "", civic.Admin).Must(createDepartment, "input", department("HOUSING", "")).Get("createDepartment.department.id").String()
		parsed, _ := civic.ParseID(office)
		city.SQL.MustExec(manyRequests, parsed.Key, requests)
		city.SQL.MustExec(`VACUUM ANALYZE`)
		report := openedBesideEach(b, city, parsed)
		for _, c := range []struct {
			name string
			read func()
		}{
			{"register", func() {
				city.Anyone().Must(`query ($id: ID!) { disclosureRegister(departmentId: $id, year: 2025, first: 20) { nodes { `+publicRequest+` } } }`, "id", office)
			}},
			{"reminders", func() {
				city.Reviewer().Must(`query ($id: ID!) { disclosureReminders(departmentId: $id, first: 20) { nodes { `+publicRequest+` } } }`, "id", office)
			}},
			{"table 3", func() { city.Editor().Must(recountAnnual, "input", map[string]any{"contentId": report}) }},
		} {
			b.Run(fmt.Sprintf("%s of %d", c.name, requests), func(b *testing.B) {
				for b.Loop() {
					c.read()
				}
			})
		}
	}
}

// openedBesideEach opens the report of the year and holds its table 3 against a count of each request.
func openedBesideEach(b *testing.B, city *graphtest.City, office civic.ID) (report string) {
	made := openedTable3(b, city, office, 2025)
	form, _ := disclose.FormOf(2025)
	if each := form.Recount(2025, countedOneByOne(b, city.DB)); !maps.Equal(each, made) {
		b.Fatalf("%v, and one by one %v", made, each)
	}
	return city.Editor().Must(`{ annualReports { nodes { id } } }`).Get("annualReports.nodes.0.id").String()
}
