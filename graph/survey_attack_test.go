package graph_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/tidwall/gjson"

	"minyi/domain/civic"
	"minyi/graph/graphtest"
)

// The attacks on single people that a stranger can try through the API. Those that need no API are in domain/survey.

// TestLiveResultsTellNoForm: two events of a live survey that lie one response apart are that person's form.
func TestLiveResultsTellNoForm(t *testing.T) {
	t.Parallel()
	city := liveCity(t)
	asked := city.PutSurvey("LIVE")
	stranger, staff := city.Anyone().Subscribe(liveResults, "id", asked.Survey), city.Editor().Subscribe(liveResults, "id", asked.Survey)
	responses := func(e gjson.Result) int64 {
		return e.Get("data.surveyResultsChanged.results.responses").Int()
	}
	if first := stranger.Next(); responses(first) != 0 {
		t.Errorf("at first %s", first)
	}
	for person := range 20 {
		city.Resident(fmt.Sprint("resident", person)).Must(submitResponse, "input", surveyForm(asked.Survey, graphtest.Answers(), ""))
		if person%5 == 4 { // each response is published or not before the next ones come
			staff.Until(func(e gjson.Result) bool { return responses(e) == int64(person)+1 })
		}
	}
	for _, want := range []int64{10, 20} {
		if got := responses(stranger.Next()); got != want {
			t.Errorf("an event shows %d responses, want %d", got, want)
		}
	}
}

// TestStaffWithoutTheRightReadNoForm: a reviewer, who may read no responses, reads the results before and after one.
func TestStaffWithoutTheRightReadNoForm(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutSurvey("AFTER_CLOSE")
	for person := range 2 {
		surveyFill(t, city, asked.Survey, 10*person, 10*person+10, func(int) []map[string]any { return surveyGrade("owners", 3+person) })
		for name, who := range map[string]*graphtest.Client{"reviewer": city.Reviewer(), "publisher": city.Publisher(), "moderator": city.Staff("mod", "HOUSING", civic.Moderator)} {
			if seen := who.Must(surveyResults, "id", asked.Survey).Get("survey.results"); seen.IsObject() {
				t.Errorf("the %s reads %s", name, seen.Raw)
			}
		}
	}
}

// TestTypoTellsNoForm: a survey is revised after one response, and the results, the report and the open data of its first version are that form.
func TestTypoTellsNoForm(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutSurvey("AFTER_CLOSE")
	surveyFill(t, city, asked.Survey, 0, 1, func(int) []map[string]any { return surveyGrade("nobody", 4) })
	city.Editor().Must(reviseSurvey, "input", map[string]any{"surveyId": asked.Survey, "questions": graphtest.Questions()})
	surveyFill(t, city, asked.Survey, 1, 13, func(int) []map[string]any { return surveyGrade("owners", 3) })
	surveyStanding(city, asked.Consultation, "CLOSED")
	first := city.Anyone().Must(surveyResults, "id", asked.Survey, "v", 1).Get("survey.results")
	for _, figure := range []string{"responses", "questions.#.answered", "questions.#.options.#.count", "questions.#.values.#.count"} {
		if got := first.Get(figure).Raw; strings.ContainsAny(got, "123456789") {
			t.Errorf("%s of one person: %s", figure, got)
		}
	}
	if n := city.Anyone().Must(surveyResults, "id", asked.Survey).Get("survey.results.responses").Int(); n != 12 {
		t.Errorf("the second version has %d responses", n)
	}
	report := city.Publisher().Must(`mutation ($input: PublishFeedbackReportInput!) { publishFeedbackReport(input: $input) { feedbackReport {
		said { surveys { results { version responses } } } } userErrors { code } } }`, "input", map[string]any{"consultationId": asked.Consultation})
	if versions := report.Get("publishFeedbackReport.feedbackReport.said.surveys.#.results.version").Raw; versions != "[2]" {
		t.Errorf("the report has the versions %s", versions)
	}
}
