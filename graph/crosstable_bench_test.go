package graph_test

import (
	"os"
	"strconv"
	"testing"
	"time"

	"minyi/domain/civic"
	"minyi/graph/graphtest"
)

// manyResponses writes responses to a survey as if they had come through the API.
const manyResponses = `INSERT INTO survey_responses (consultation_id, id, survey_id, version, person, answers, day, revision, record_key)
	SELECT $1, gen_random_uuid(), $2, 1, sha256(n::text::bytea), jsonb_build_object('manager', jsonb_build_object('choices', jsonb_build_array((ARRAY['company', 'owners', 'nobody'])[1 + n % 3])),
	  'grade', jsonb_build_object('number', 1 + n % 5)), current_date, 1, n % 256 FROM generate_series(1, $3::int) n`

// manyCounted counts them.
const manyCounted = `INSERT INTO tallies (consultation_id, subject_id, counter, amount) VALUES ($1, $2, 'v1/responses', $3)`

const crossTableOf = `query ($id: ID!) { survey(id: $id) { crossTable(row: "manager", column: "grade") { rows { cells { count } } } } }`

// BenchmarkCrossTable reads a cross-table of many responses. RESPONSES says how many. Run it as
//
//	RESPONSES=500000 go test ./graph -run xxx -bench BenchmarkCrossTable -benchtime 20x
func BenchmarkCrossTable(b *testing.B) {
	responses := 20_000
	if n, err := strconv.Atoi(os.Getenv("RESPONSES")); err == nil {
		responses = n
	}
	city := graphtest.New(b)
	asking := city.PutSurvey("AFTER_CLOSE")
	consultation, _ := civic.ParseID(asking.Consultation)
	survey, _ := civic.ParseID(asking.Survey)
	city.SQL.MustExec(manyResponses, consultation.Key, survey.Key, responses)
	city.SQL.MustExec(manyCounted, consultation.Key, survey.Key, responses)
	city.SQL.MustExec(`ANALYZE survey_responses`)
	read := func(who *graphtest.Client) float64 {
		began := time.Now()
		if got := who.Must(crossTableOf, "id", asking.Survey).Get("survey.crossTable.rows.0.cells.0.count"); got.Int() == 0 {
			b.Fatal("the table is empty")
		}
		return float64(time.Since(began).Microseconds()) / 1000
	}
	analyst, public, staff, open := city.Staff("analyst", graphtest.Housing, civic.Analyst), 0.0, 0.0, 0.0
	firstOpen := read(analyst)
	for i := range 20 {
		city.Resident(strconv.Itoa(i)).Must(submitResponse, "input", surveyForm(asking.Survey, surveyGrade("owners", 3), ""))
		open = max(open, read(analyst))
	}
	city.MoveTime(asking.Consultation, afterClosing)
	first := read(analyst)
	for b.Loop() {
		public, staff = max(public, read(city.Anyone())), max(staff, read(analyst))
	}
	for name, took := range map[string]float64{"ms/first-open": firstOpen, "ms/slowest-open": open, "ms/first": first, "ms/slowest-public": public, "ms/slowest-staff": staff} {
		b.ReportMetric(took, name)
	}
}
