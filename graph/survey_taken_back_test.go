package graph_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/tidwall/gjson"

	surveydb "minyi/db/survey"
	"minyi/domain/civic"
	"minyi/graph/graphtest"
)

const (
	withdrawResponse = `mutation ($input: WithdrawSurveyResponseInput!) { withdrawSurveyResponse(input: $input) { survey { viewerResponse { id } } userErrors { code field } } }`
	saveForm         = `mutation ($input: SaveSurveyFormInput!) { saveSurveyForm(input: $input) { savedForm { ` + savedFields + ` } userErrors { code field } } }`
	savedFields      = `version answers { question choices other number text date rows { row choice } ranking notApplicable }`
	redactAnswers    = `mutation ($input: RedactAnswersInput!) { redactAnswers(input: $input) { redaction { answers } userErrors { code field } } }`
)

var (
	_ = inMatrix("withdrawSurveyResponse", func(m *matrix, who *graphtest.Client) map[string]any {
		survey := m.city.PutSurvey("AFTER_CLOSE").Survey
		if who.Actor.SignedIn() {
			who.Must(submitResponse, "input", surveyForm(survey, graphtest.Answers(), ""))
		}
		return map[string]any{"surveyId": survey}
	})
	_ = inMatrix("saveSurveyForm", func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"surveyId": m.city.PutSurvey("AFTER_CLOSE").Survey, "answers": graphtest.Answers()}
	})
	_ = inMatrix("redactAnswers", func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"surveyId": m.city.PutSurvey("AFTER_CLOSE").Survey, "question": "complaint", "reason": "PERSONAL_DATA"}
	})
)

// TestOneResponseIsTakenBack lets a resident and the holder of a browser key take their responses back and respond anew.
func TestOneResponseIsTakenBack(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	survey := city.WriteSurvey("LIVE", graphtest.Questions())
	consultation := city.Launch(survey, "ANONYMOUS")
	asking, li, browser := map[string]any{"surveyId": survey}, city.Resident("li"), city.Resident("browser")
	browser.Actor.Assurance = civic.Anonymous
	city.Resident("wu").Must(submitResponse, "input", surveyForm(survey, graphtest.Answers(), ""))
	responses := func() int64 {
		return city.Editor().Must(`query ($id: ID!) { survey(id: $id) { results { responses } } }`, "id", survey).Get("survey.results.responses").Int()
	}
	for _, who := range []*graphtest.Client{li, browser} {
		if got := graphtest.Problems(who.Ask(withdrawResponse, "input", asking)); !slices.Equal(got, []string{"NOT_RESPONDED"}) {
			t.Errorf("nothing to take back: %v", got)
		}
		who.Must(submitResponse, "input", surveyForm(survey, graphtest.Answers(), "k"))
		if responses() != 2 {
			t.Errorf("there are %d responses", responses())
		}
		if left := who.Must(withdrawResponse, "input", asking).Get("withdrawSurveyResponse.survey.viewerResponse"); left.Type != gjson.Null || responses() != 1 {
			t.Errorf("taken back, %s is left of %d", left.Raw, responses())
		}
		if got := graphtest.Problems(who.Ask(submitResponse, "input", surveyForm(survey, graphtest.Answers(), "k"))); !slices.Equal(got, []string{"ERASED idempotencyKey"}) {
			t.Errorf("a late repetition: %v", got)
		}
		who.Must(submitResponse, "input", surveyForm(survey, surveySimple("owners"), "another"))
		who.Must(withdrawResponse, "input", asking)
	}
	if differ := city.RecountSurveys(); len(differ) > 0 {
		t.Error(differ)
	}
	auditClean(t, city)
	li.Must(submitResponse, "input", surveyForm(survey, surveySimple("owners"), ""))
	city.MoveTime(consultation, afterClosing)
	if got := graphtest.Problems(li.Ask(withdrawResponse, "input", asking)); !slices.Equal(got, []string{"CLOSED"}) {
		t.Errorf("after the period: %v", got)
	}
}

// TestSavedFormWaitsForItsPerson saves forms that are not finished, goes on, and looks for them where they must not be.
func TestSavedFormWaitsForItsPerson(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	survey := city.WriteSurvey("LIVE", graphtest.Questions())
	city.Launch(survey, "ANONYMOUS")
	li, browser := city.Resident("li"), city.Resident("browser")
	browser.Actor.Assurance = civic.Anonymous
	half := []map[string]any{{"question": "complaint", "text": "三号楼电梯"}, {"question": "parts", "rows": []any{map[string]any{"row": "lift", "choice": "bad"}}}}
	read := func(who *graphtest.Client) gjson.Result {
		return who.Must(`query ($id: ID!) { survey(id: $id) { viewerSavedForm { `+savedFields+` } results { responses } } }`, "id", survey).Get("survey.viewerSavedForm")
	}
	for _, who := range []*graphtest.Client{li, browser} {
		saved := who.Must(saveForm, "input", surveyForm(survey, half, "")).Get("saveSurveyForm.savedForm")
		if saved.Get("answers.0.text").String() != "三号楼电梯" || saved.Get("answers.1.rows.0.choice").String() != "bad" || read(who).Raw != saved.Raw {
			t.Errorf("saved %s, and read %s", saved.Raw, read(who).Raw)
		}
		more := append(slices.Clone(half), surveySimple("owners")...)
		if again := who.Must(saveForm, "input", surveyForm(survey, more, "")).Get("saveSurveyForm.savedForm"); again.Get("answers.#").Int() != 3 || again.Get("version").Int() != 1 {
			t.Errorf("saved again %s", again.Raw)
		}
	}
	if other := read(city.Resident("wu")); other.Type != gjson.Null {
		t.Errorf("wu reads %s", other.Raw)
	}
	if counted := city.Editor().Must(`query ($id: ID!) { survey(id: $id) { responses { totalCount } } }`, "id", survey).Get("survey.responses.totalCount").Int(); counted != 0 {
		t.Errorf("counted are %d", counted)
	}
	(&privateCity{City: city}).rowsHold(t, "三号楼", 0)
	if export := (&privateCity{City: city}).exported(t, li); !strings.Contains(export.Get("savedForms").Raw, "三号楼电梯") {
		t.Errorf("the export has %s", export.Get("savedForms").Raw)
	}
	li.Must(submitResponse, "input", surveyForm(survey, surveySimple("owners"), ""))
	li.Must(saveForm, "input", surveyForm(survey, half, ""))
	li.Must(reviseResponse, "input", surveyForm(survey, surveySimple("nobody"), ""))
	if left := read(li); left.Type != gjson.Null {
		t.Errorf("after the response there is %s", left.Raw)
	}
	if erased := browser.Must(`mutation { eraseMyData(input: {confirm: true}) { erased { savedForms } userErrors { code } } }`); erased.Get("eraseMyData.erased.savedForms").Int() != 1 || read(browser).Type != gjson.Null {
		t.Errorf("erased %s", erased.Raw)
	}
	li.Must(saveForm, "input", surveyForm(survey, half, ""))
	if none := li.Must(saveForm, "input", surveyForm(survey, []map[string]any{}, "")).Get("saveSurveyForm.savedForm"); none.Type != gjson.Null || read(li).Type != gjson.Null {
		t.Errorf("without answers there is %s", none.Raw)
	}
	if got := graphtest.Problems(li.Ask(saveForm, "input", with(surveyForm(survey, half, ""), "version", 7))); !slices.Equal(got, []string{"UNKNOWN_VERSION"}) {
		t.Errorf("of another version: %v", got)
	}
}

// TestSavedFormsEndWithTheirPeriod looks for forms of a period that ended less than thirty days ago, and of one that ended before.
func TestSavedFormsEndWithTheirPeriod(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	li := city.Resident("li")
	saved := map[string]string{} // the surveys, by when their period ended
	for _, ago := range []string{"29 days 23 hours", "30 days 1 hour"} {
		survey := city.WriteSurvey("AFTER_CLOSE", graphtest.Questions())
		consultation, _ := civic.ParseID(city.Launch(survey, "PSEUDONYMOUS"))
		li.Must(saveForm, "input", surveyForm(survey, surveySimple("owners"), ""))
		city.SQL.MustExec(`UPDATE consultations SET opens_at = now() - interval '90 days', closes_at = now() - CAST($2 AS interval) WHERE id = $1`, consultation.Key, ago)
		saved[ago] = survey
	}
	if dropped, err := surveydb.DropSavedForms(t.Context(), city.DB); err != nil || dropped != 1 {
		t.Fatalf("dropped are %d, %v", dropped, err)
	}
	for ago, want := range map[string]bool{"29 days 23 hours": true, "30 days 1 hour": false} {
		form := li.Must(`query ($id: ID!) { survey(id: $id) { viewerSavedForm { `+savedFields+` } } }`, "id", saved[ago]).Get("survey.viewerSavedForm")
		if form.IsObject() != want {
			t.Errorf("%s after the period there is %s", ago, form.Raw)
		}
	}
}

// TestWordsAreTakenOutOfAnswers redacts a telephone number in one answer, and then all answers to the question.
func TestWordsAreTakenOutOfAnswers(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asking, editor := city.PutSurvey("AFTER_CLOSE"), city.Editor()
	const read = `query ($id: ID!) { survey(id: $id) { responses { nodes { id redactedAt answers { question { key } ... on TextAnswer { text redacted } } } } results { responses questions { answered ... on TextResults { redacted } } } } }`
	say := func(name, text string) {
		answers := graphtest.Answers()
		answers[5]["text"] = text
		city.Resident(name).Must(submitResponse, "input", surveyForm(asking.Survey, answers, "k"))
	}
	say("li", "电话13800001111")
	say("wu", "电梯常坏")
	texts := func() string {
		survey := editor.Must(read, "id", asking.Survey).Get("survey")
		return survey.Get("responses.nodes.#.answers.#(question.key==complaint).text").Raw + survey.Get("results.responses").Raw + survey.Get("results.questions.4").Raw
	}
	redact := func(who *graphtest.Client, more ...any) gjson.Result {
		return who.Ask(redactAnswers, "input", with(map[string]any{"surveyId": asking.Survey, "question": "complaint", "reason": "PERSONAL_DATA"}, more...))
	}
	if done := redact(editor, "words", []string{"13800001111"}).Get("data.redactAnswers.redaction"); done.Get("answers").Int() != 1 {
		t.Errorf("done: %s", done.Raw)
	}
	if got := texts(); got != `["电梯常坏","电话█████"]2{"answered":2,"redacted":1}` {
		t.Errorf("left are %s", got)
	}
	(&privateCity{City: city}).rowsHold(t, "13800001111", 0)
	if own := city.Resident("li").Must(readOwn).Get("viewer.surveyResponses.nodes.0.answers.#(question.key==complaint).text").String(); own != "电话█████" {
		t.Errorf("its author reads %s", own)
	}
	audit := city.Staff("auditor", "", civic.Auditor).Must(`{ auditLog(first: 1) { nodes { action summary } } }`).Get("auditLog.nodes.0")
	if audit.Get("action").String() != "redactAnswers" || !strings.Contains(audit.Get("summary").String(), `"reason":"PERSONAL_DATA"`) {
		t.Errorf("the audit log has %s", audit.Raw)
	}
	redact(editor)
	if got := texts(); got != `["█████","█████"]2{"answered":2,"redacted":2}` {
		t.Errorf("in the end %s", got)
	}
	if differ := city.RecountSurveys(); len(differ) > 0 {
		t.Error(differ)
	}
	auditClean(t, city)
	for want, got := range map[string]gjson.Result{
		"UNKNOWN_QUESTION question":  redact(editor, "question", "colour"),
		"ANSWER_MISFIT question":     redact(editor, "question", "grade"),
		"REASON_REQUIRED note":       redact(editor, "reason", "OTHER"),
		"BAD_ID surveyResponseIds.0": redact(editor, "surveyResponseIds", []string{asking.Survey}),
		"EMPTY words.0":              redact(editor, "words", []string{" "}),
		"FORBIDDEN":                  redact(city.Moderator()),
	} {
		if problems := graphtest.Problems(got); !slices.Equal(problems, []string{want}) {
			t.Errorf("got %v, want %s", problems, want)
		}
	}
}
