package graph_test

import (
	"slices"
	"testing"
	"time"

	"github.com/tidwall/gjson"

	"minyi/domain/civic"
	"minyi/graph/graphtest"
)

// surveyMeanwhile asks, and lets something happen after the form was read and before the answers are written.
func surveyMeanwhile(t *testing.T, city *graphtest.City, ask func() gjson.Result, meanwhile func()) gjson.Result {
	t.Helper()
	holding := city.SQL.MustBegin()
	defer func() { _ = holding.Rollback() }()
	holding.MustExec(`LOCK TABLE survey_responses IN EXCLUSIVE MODE`)
	answered := make(chan gjson.Result, 1)
	go func() { answered <- ask() }()
	for waits := false; !waits; {
		if err := city.SQL.Get(&waits, `SELECT EXISTS (SELECT FROM pg_locks WHERE relation = 'survey_responses'::regclass AND NOT granted)`); err != nil {
			t.Fatal(err)
		}
	}
	meanwhile()
	if err := holding.Commit(); err != nil {
		t.Fatal(err)
	}
	return <-answered
}

func TestSurveyFormMovesBetweenReadingAndWriting(t *testing.T) {
	t.Parallel()
	stricter := slices.Clone(graphtest.Questions())
	stricter[3] = with(stricter[3], "required", true)
	for name, c := range map[string]struct {
		meanwhile func(*graphtest.City, graphtest.Asking)
		want      []string
	}{
		"a version comes that refuses the answers": {func(city *graphtest.City, a graphtest.Asking) {
			city.Editor().Must(reviseSurvey, "input", map[string]any{"surveyId": a.Survey, "questions": stricter})
		}, []string{"ANSWER_MISSING answers.grade"}},
		"a version comes that takes them": {func(city *graphtest.City, a graphtest.Asking) {
			city.Editor().Must(reviseSurvey, "input", map[string]any{"surveyId": a.Survey, "questions": graphtest.Questions()[:1]})
		}, nil},
		"the period ends": {func(city *graphtest.City, a graphtest.Asking) { city.MoveTime(a.Consultation, 100*24*time.Hour) }, []string{"CLOSED"}},
		"it is withdrawn": {func(city *graphtest.City, a graphtest.Asking) {
			city.SQL.MustExec(`UPDATE consultations SET withdrawn_at = now()`)
		}, []string{"WITHDRAWN"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			city := graphtest.New(t)
			asking := city.PutSurvey("AFTER_CLOSE")
			city.Resident("wu").Must(submitResponse, "input", surveyForm(asking.Survey, graphtest.Answers(), ""))
			form := surveyForm(asking.Survey, surveySimple("owners"), "")
			li, wu := city.Resident("li"), city.Resident("wu")
			first := surveyMeanwhile(t, city, func() gjson.Result { return li.Ask(submitResponse, "input", form) }, func() { c.meanwhile(city, asking) })
			if got := graphtest.Problems(first); !slices.Equal(got, c.want) {
				t.Errorf("submitted: %v, want %v", got, c.want)
			}
			if len(c.want) == 0 {
				if got := first.Get("data.submitSurveyResponse.surveyResponse.version").Int(); got != 2 {
					t.Errorf("kept under version %d", got)
				}
				second := surveyMeanwhile(t, city, func() gjson.Result { return wu.Ask(reviseResponse, "input", form) }, func() { c.meanwhile(city, asking) })
				if got := second.Get("data.reviseSurveyResponse.surveyResponse.version").Int(); got != 3 {
					t.Errorf("revised as %s", second.Raw)
				}
			}
			if differ := city.RecountSurveys(); len(differ) > 0 {
				t.Error(differ)
			}
		})
	}
}

// A response that waits for staff who have locked its consultation answers the questions that there are once they are through.
func TestSurveyIsRevisedWhileAResponseWaitsForStaff(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asking := city.PutSurvey("AFTER_CLOSE")
	id, _ := civic.ParseID(asking.Consultation)
	staff := city.SQL.MustBegin()
	defer func() { _ = staff.Rollback() }()
	staff.MustExec(`SELECT pg_advisory_xact_lock(door($1))`, id.Key)
	li, answered := city.Resident("li"), make(chan gjson.Result, 1)
	go func() {
		answered <- li.Ask(submitResponse, "input", surveyForm(asking.Survey, surveySimple("owners"), ""))
	}()
	waitFor(t, city, 1)
	city.Editor().Must(reviseSurvey, "input", map[string]any{"surveyId": asking.Survey, "questions": graphtest.Questions()[:1]})
	if err := staff.Commit(); err != nil {
		t.Fatal(err)
	}
	if got := <-answered; got.Get("data.submitSurveyResponse.surveyResponse.version").Int() != 2 {
		t.Errorf("kept as %s", got.Raw)
	}
}
