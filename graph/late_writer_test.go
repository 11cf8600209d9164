package graph_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"minyi/domain/civic"
	"minyi/graph/graphtest"
)

// TestNothingJoinsAReportedConsultation holds up writes that began while the period was open until the report is published:
// by their own clock they are in time, and still none may join what is frozen.
func TestNothingJoinsAReportedConsultation(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	nothingJoins(t, city, "CLOSED", func(consultations []string) (waiting int, through func()) {
		report := city.SQL.MustBegin()
		t.Cleanup(func() { _ = report.Rollback() })
		for _, consultation := range consultations {
			id, _ := civic.ParseID(consultation)
			report.MustExec(`SELECT pg_advisory_xact_lock(door($1))`, id.Key)
			report.MustExec(`UPDATE consultations SET reported_at = now() WHERE id = $1`, id.Key)
		}
		return 0, func() { _ = report.Commit() }
	})
}

// TestNothingJoinsAWithdrawnConsultation holds up staff who take consultations back, and with them whoever writes there meanwhile.
func TestNothingJoinsAWithdrawnConsultation(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	nothingJoins(t, city, "WITHDRAWN", func(consultations []string) (waiting int, through func()) {
		hold := city.SQL.MustBegin()
		t.Cleanup(func() { _ = hold.Rollback() })
		hold.MustExec(`LOCK TABLE policy_events IN SHARE MODE`)
		var staff sync.WaitGroup
		for _, consultation := range consultations {
			staff.Go(func() {
				city.Publisher().Must(withdraw, "input", map[string]any{"consultationId": consultation, "reason": "重新起草"})
			})
		}
		waitFor(t, city, len(consultations))
		return len(consultations), func() {
			_ = hold.Rollback()
			staff.Wait()
		}
	})
}

// waitFor waits until so many wait for a lock.
func waitFor(t *testing.T, city *graphtest.City, want int) {
	t.Helper()
	for deadline, waiting := time.Now().Add(time.Minute), 0; waiting < want; {
		if err := city.SQL.Get(&waiting, `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`); err != nil || time.Now().After(deadline) {
			t.Fatalf("%d of %d wait, %v", waiting, want, err)
		}
	}
}

// nothingJoins lets people write in consultations that staff have in hand, which some wait for already, until all wait, and lets
// staff be through: everybody is refused, and not a row was written.
func nothingJoins(t *testing.T, city *graphtest.City, code string, staff func(consultations []string) (waiting int, through func())) {
	t.Helper()
	asked, asking := city.PutToPublic(), city.PutSurvey("LIVE")
	said := comments(city, asked, 4)
	wang, filled := city.Resident("wang"), surveyForm(asking.Survey, graphtest.Answers(), "")
	wang.Must(endorseComment, "input", commentNamed(said[1]))
	wang.Must(submitResponse, "input", filled)
	recorded := func() (all string) {
		for _, table := range []string{"comments", "endorsements", "survey_responses", "tally_deltas", "receipts"} {
			var rows string
			if err := city.SQL.Get(&rows, `SELECT COALESCE(string_agg(t::text, ' ' ORDER BY t::text), '') FROM `+table+` t`); err != nil {
				t.Fatal(err)
			}
			all += rows
		}
		return all
	}
	before := recorded()
	writes := map[string]struct {
		who   *graphtest.Client
		what  string
		input map[string]any
	}{
		"a comment":                 {wang, submitComment, map[string]any{"consultationId": asked.Consultation, "clauseId": asked.Clauses[0], "stance": "OPPOSE", "body": "太晚"}},
		"an edit":                   {city.Resident("resident0"), editComment, map[string]any{"commentId": said[0], "body": "改了"}},
		"an endorsement":            {city.Resident("zhao"), endorseComment, commentNamed(said[2])},
		"an endorsement taken back": {wang, withdrawEndorsement, commentNamed(said[1])},
		"a comment taken back":      {city.Resident("resident3"), withdrawComment, commentNamed(said[3])},
		"a response":                {city.Resident("zhao"), submitResponse, filled},
		"a revised response":        {wang, reviseResponse, filled},
	}

	waiting, through := staff([]string{asked.Consultation, asking.Consultation})
	var all sync.WaitGroup
	for name, w := range writes {
		all.Go(func() {
			if got := strings.Join(graphtest.Problems(w.who.Ask(w.what, "input", w.input)), ","); got != code {
				t.Errorf("%s: got %q", name, got)
			}
		})
	}
	waitFor(t, city, waiting+len(writes))
	through()
	all.Wait()
	if after := recorded(); after != before {
		t.Errorf("something joined:\n%s\n%s", before, after)
	}
}
