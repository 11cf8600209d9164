package graph_test

import (
	"slices"
	"testing"

	"github.com/tidwall/gjson"

	"minyi/domain/civic"
	"minyi/graph/graphtest"
)

const (
	createSurvey = `mutation ($input: CreateSurveyInput!) { createSurvey(input: $input) {
	  survey { id version title(locale: "zh") introduction(locale: "zh") department { code } consultation { id } questions { key __typename } resultsVisibility } userErrors { code field message } } }`
	reviseSurvey   = `mutation ($input: ReviseSurveyInput!) { reviseSurvey(input: $input) { survey { id version } userErrors { code field message } } }`
	submitResponse = `mutation ($input: SubmitSurveyResponseInput!) { submitSurveyResponse(input: $input) { surveyResponse { ` + responseFields + ` } userErrors { code field message } } }`
	reviseResponse = `mutation ($input: ReviseSurveyResponseInput!) { reviseSurveyResponse(input: $input) { surveyResponse { ` + responseFields + ` } userErrors { code field message } } }`
	responseFields = `id version createdAt revisedAt survey { id } answers { question { key } ... on ChoiceAnswer { choices other } ... on NumberAnswer { number }
	  ... on TextAnswer { text } ... on DateAnswer { date } ... on MatrixAnswer { rows { row choice } } ... on RankingAnswer { ranking } }`
)

// surveyForm fills a survey in.
func surveyForm(survey string, answers []map[string]any, key string) map[string]any {
	form := map[string]any{"surveyId": survey, "answers": answers}
	if key != "" {
		form["idempotencyKey"] = key
	}
	return form
}

// surveySimple are the fewest answers that do.
func surveySimple(manager string) []map[string]any {
	return []map[string]any{{"question": "manager", "choices": []string{manager}}}
}

// surveyKeys lists the keys of what an answer holds.
func surveyKeys(list gjson.Result, field string) []string {
	var keys []string
	for _, item := range list.Array() {
		keys = append(keys, item.Get(field).String())
	}
	return keys
}

func TestSurveyStory(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asking := city.PutSurvey("AFTER_CLOSE")
	resident := city.Resident("li")

	given := resident.Must(submitResponse, "input", surveyForm(asking.Survey, graphtest.Answers(), "")).Get("submitSurveyResponse.surveyResponse")
	want := []string{"manager", "wishes", "fee", "grade", "complaint", "since", "parts", "order"}
	if got := surveyKeys(given.Get("answers"), "question.key"); !slices.Equal(got, want) {
		t.Errorf("the answers stand as %v", got)
	}
	for path, want := range map[string]string{
		"answers.1.choices": `["lifts","other"]`, "answers.1.other": `"充电桩"`, "answers.2.number": `2.5`, "answers.5.date": `"2019-06-01"`,
		"answers.6.rows": `[{"row":"lift","choice":"bad"},{"row":"stairs","choice":"good"}]`, "answers.7.ranking": `["quality","price","speed"]`,
		"version": `1`, "revisedAt": `null`,
	} {
		if got := given.Get(path).Raw; got != want {
			t.Errorf("%s is %s, want %s", path, got, want)
		}
	}
	found := resident.Must(`query ($c: ID!, $r: ID!) { consultation(id: $c) { surveys { id consultation { id } questions { key page showIf { question anyOf } ... on SingleChoiceQuestion { allowOther } } viewerResponse { id } } } node(id: $r) { id } }`,
		"c", asking.Consultation, "r", given.Get("id").String())
	if got := found.Get("consultation.surveys.0.viewerResponse.id").String(); got != given.Get("id").String() || found.Get("node.id").String() != got {
		t.Errorf("the own response is not found: %s", found.Raw)
	}
	if got := found.Get("consultation.surveys.0.questions.2.showIf").Raw; got != `[{"question":"manager","anyOf":["company"]}]` {
		t.Errorf("the condition reads %s", got)
	}

	revised := resident.Must(reviseResponse, "input", surveyForm(asking.Survey, surveySimple("owners"), "")).Get("reviseSurveyResponse.surveyResponse")
	if revised.Get("id").String() != given.Get("id").String() || revised.Get("createdAt").String() != given.Get("createdAt").String() || revised.Get("revisedAt").Type == gjson.Null {
		t.Errorf("revised as %s", revised.Raw)
	}
	if got := surveyKeys(revised.Get("answers"), "question.key"); !slices.Equal(got, []string{"manager"}) {
		t.Errorf("after the revision %v are answered", got)
	}
	if differ := city.RecountSurveys(); len(differ) > 0 {
		t.Error(differ)
	}
}

func TestSurveyIsWritten(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	department := surveyDepartment(city)
	input := surveyInput(department)
	input["idempotencyKey"] = "k"
	first := city.Editor().Must(createSurvey, "input", input)
	if again := city.Editor().Must(createSurvey, "input", input); again.Raw != first.Raw {
		t.Errorf("the same request gave %s and then %s", first.Raw, again.Raw)
	}
	survey := first.Get("createSurvey.survey")
	if survey.Get("title").String() != "问卷" || survey.Get("department.code").String() != graphtest.Housing || survey.Get("consultation").Type != gjson.Null || survey.Get("resultsVisibility").String() != "AFTER_CLOSE" {
		t.Errorf("written as %s", survey.Raw)
	}
	revision := map[string]any{"surveyId": survey.Get("id").String(), "questions": graphtest.Questions()[:1], "idempotencyKey": "k"}
	for range 2 {
		revised := city.Editor().Must(reviseSurvey, "input", revision)
		if got := revised.Get("reviseSurvey.survey.version").Int(); got != 2 {
			t.Errorf("a revision that comes twice makes version %d", got)
		}
	}
	read := city.Editor().Must(`query ($id: ID!) { survey(id: $id) { new: questions { key } old: questions(version: 1) { key } } }`, "id", survey.Get("id").String())
	if len(read.Get("survey.new").Array()) != 1 || len(read.Get("survey.old").Array()) != 8 {
		t.Errorf("the versions read %s", read.Raw)
	}
	revision["questions"] = graphtest.Questions()[:2]
	if got := graphtest.Problems(city.Editor().Ask(reviseSurvey, "input", revision)); !slices.Equal(got, []string{"IDEMPOTENCY_CONFLICT idempotencyKey"}) {
		t.Errorf("the key with other questions: %v", got)
	}
}

func surveyDepartment(city *graphtest.City) string {
	return city.Editor().Must(`query ($id: ID!) { policyRecord(id: $id) { department { id } } }`, "id", city.Record()).Get("policyRecord.department.id").String()
}

func surveyInput(department string) map[string]any {
	return map[string]any{"departmentId": department, "title": []any{map[string]any{"locale": "zh", "text": "问卷"}}, "questions": graphtest.Questions()}
}

func TestSurveyRefusals(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	department := surveyDepartment(city)
	city.Editor().Must(createSurvey, "input", with(surveyInput(department), "idempotencyKey", "taken"))
	long := make([]rune, 201)
	for i := range long {
		long[i] = '字'
	}
	for name, c := range map[string]struct {
		who   *graphtest.Client
		input map[string]any
		want  []string
	}{
		"nobody":             {city.Anyone(), surveyInput(department), []string{"UNAUTHENTICATED"}},
		"a resident":         {city.Resident("li"), surveyInput(department), []string{"FORBIDDEN"}},
		"a publisher":        {city.Publisher(), surveyInput(department), []string{"FORBIDDEN"}},
		"another's editor":   {city.Staff("zhao", "TRAFFIC", civic.Editor), surveyInput(department), []string{"FORBIDDEN"}},
		"no such department": {city.Editor(), surveyInput(civic.IDOf(civic.DepartmentKind, civic.NewKey()).String()), []string{"NOT_FOUND departmentId"}},
		"a key of another":   {city.Editor(), with(surveyInput(department), "idempotencyKey", "taken", "questions", graphtest.Questions()[:2]), []string{"IDEMPOTENCY_CONFLICT idempotencyKey"}},
		"no questions":       {city.Editor(), with(surveyInput(department), "questions", []any{}), []string{"NO_QUESTIONS questions"}},
		"everything is amiss": {city.Editor(), map[string]any{"departmentId": "x", "title": []any{map[string]any{"locale": "zh", "text": string(long)}},
			"introduction": []any{map[string]any{"locale": "en", "text": "a\u0000b"}},
			"questions":    []map[string]any{with(graphtest.Questions()[0], "key", "A"), with(graphtest.Questions()[3], "page", 0)}},
			[]string{"BAD_ID departmentId", "TOO_LONG title.0.text", "CONTROL_CHARACTERS introduction.0.text", "QUESTION_KEY_INVALID questions.0.key", "QUESTION_PAGE_INVALID questions.1.page"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := graphtest.Problems(c.who.Ask(createSurvey, "input", c.input)); !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestSurveyIsHiddenBeforeItsLaunch(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	survey := city.WriteSurvey("LIVE", graphtest.Questions())
	const read = `query ($id: ID!) { survey(id: $id) { id protections { question } } node(id: $id) { id } }`
	form := surveyForm(survey, surveySimple("owners"), "")
	for name, c := range map[string]struct {
		who  *graphtest.Client
		sees bool
		want string
	}{
		"nobody":           {city.Anyone(), false, "UNAUTHENTICATED"},
		"a resident":       {city.Resident("li"), false, "NOT_FOUND surveyId"},
		"another's editor": {city.Staff("zhao", "TRAFFIC", civic.Editor), false, "NOT_FOUND surveyId"},
		"its publisher":    {city.Publisher(), true, "NOT_LAUNCHED surveyId"},
		"an auditor":       {city.Staff("audit", "", civic.Auditor), true, "NOT_LAUNCHED surveyId"},
	} {
		t.Run(name, func(t *testing.T) {
			seen := c.who.Must(read, "id", survey)
			if seen.Get("survey.id").Exists() != c.sees || seen.Get("node.id").Exists() != c.sees || seen.Get("survey.protections.#").Int() > 0 != c.sees {
				t.Errorf("reads %s", seen.Raw)
			}
			for _, mutation := range []string{submitResponse, reviseResponse} {
				if got := graphtest.Problems(c.who.Ask(mutation, "input", form)); !slices.Equal(got, []string{c.want}) {
					t.Errorf("got %v, want %s", got, c.want)
				}
			}
		})
	}
	revision := map[string]any{"surveyId": survey, "questions": graphtest.Questions()}
	if got := graphtest.Problems(city.Staff("zhao", "TRAFFIC", civic.Editor).Ask(reviseSurvey, "input", revision)); !slices.Equal(got, []string{"NOT_FOUND surveyId"}) {
		t.Errorf("another's editor revises it: %v", got)
	}
	city.Launch(survey, "PSEUDONYMOUS")
	if !city.Anyone().Must(read, "id", survey).Get("survey.id").Exists() {
		t.Error("a survey on the air is hidden")
	}
	if got := graphtest.Problems(city.Staff("zhao", "TRAFFIC", civic.Editor).Ask(reviseSurvey, "input", revision)); !slices.Equal(got, []string{"FORBIDDEN"}) {
		t.Errorf("another's editor revises it: %v", got)
	}
}
