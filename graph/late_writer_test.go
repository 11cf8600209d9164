package graph_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"minyi/consult"
	"minyi/graph/graphtest"
)

// TestNothingJoinsAReportedConsultation holds up writes that began while the period was open until the report is published:
// by their own clock they are in time, and still none may join what is frozen.
func TestNothingJoinsAReportedConsultation(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked, asking := city.PutToPublic(), city.PutSurvey("LIVE")
	said := comments(city, asked, 4)
	wang, filled := city.Resident("wang"), surveyForm(asking.Survey, graphtest.Answers(), "")
	wang.Must(endorseComment, "input", commentNamed(said[1]))
	wang.Must(submitResponse, "input", filled)
	consultation, _ := consult.ParseID(asked.Consultation)
	surveyed, _ := consult.ParseID(asking.Consultation)
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

	report := city.SQL.MustBegin()
	defer func() { _ = report.Rollback() }()
	report.MustExec(`SELECT FROM consultations WHERE id IN ($1, $2) FOR UPDATE`, consultation.Key, surveyed.Key)
	var all sync.WaitGroup
	for name, w := range writes {
		all.Go(func() {
			if got := strings.Join(graphtest.Problems(w.who.Ask(w.what, "input", w.input)), ","); got != "CLOSED" {
				t.Errorf("%s: got %q", name, got)
			}
		})
	}
	for deadline, waiting := time.Now().Add(20*time.Second), 0; waiting < len(writes); {
		if err := city.SQL.Get(&waiting, `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`); err != nil || time.Now().After(deadline) {
			t.Fatalf("%d of %d writes wait for the report, %v", waiting, len(writes), err)
		}
	}
	report.MustExec(`UPDATE consultations SET reported_at = now() WHERE id IN ($1, $2)`, consultation.Key, surveyed.Key)
	if err := report.Commit(); err != nil {
		t.Fatal(err)
	}
	all.Wait()
	if after := recorded(); after != before {
		t.Errorf("something joined:\n%s\n%s", before, after)
	}
}
