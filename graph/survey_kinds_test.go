package graph_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/tidwall/gjson"

	"minyi/graph/graphtest"
)

// options returns options with these keys; one that ends in ! is chosen alone.
func options(keys string) []any {
	var all []any
	for key := range strings.FieldsSeq(keys) {
		name, alone := strings.CutSuffix(key, "!")
		all = append(all, map[string]any{"key": name, "title": zh("选项" + name), "exclusive": alone})
	}
	return all
}

// streetQuestions are about a street: an option that excludes others, scales that need not apply, and a question that is shown for two reasons.
func streetQuestions() []map[string]any {
	either := []any{map[string]any{"question": "used", "anyOf": []string{"bike"}}, map[string]any{"question": "noise", "min": 4}}
	questions := []map[string]any{
		{"key": "used", "kind": "MULTIPLE_CHOICE", "required": true, "options": options("foot bike none!"), "min": 2, "section": zh("出行")},
		{"key": "noise", "kind": "RATING", "required": true, "notApplicable": true},
		{"key": "dog", "kind": "NUMBER", "notApplicable": true, "max": 30},
		{"key": "since", "kind": "DATE", "notApplicable": true},
		{"key": "lamps", "kind": "MATRIX", "required": true, "rows": options("east west"), "options": options("bright dark"), "notApplicable": true, "section": zh("照明")},
		{"key": "why", "kind": "TEXT", "required": true, "min": 3, "max": 10, "showIf": either, "showIfMode": "ANY"},
	}
	for _, q := range questions {
		q["title"] = zh("题目 " + q["key"].(string))
	}
	return questions
}

const trySurvey = `query ($id: ID!, $answers: [AnswerInput!]!) { survey(id: $id) { trial(answers: $answers) { shown answers { question { key } __typename
  ... on NumberAnswer { number } ... on ChoiceAnswer { choices } ... on MatrixAnswer { rows { row choice } } } userErrors { code field message } } } }`

func TestSurveyKindsByTrial(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	survey := city.WriteSurvey("AFTER_CLOSE", streetQuestions())
	try := func(who *graphtest.Client, answers ...map[string]any) gjson.Result {
		return who.Must(trySurvey, "id", survey, "answers", answers).Get("survey.trial")
	}
	answer := func(question string, fields ...any) map[string]any {
		return with(map[string]any{"question": question}, fields...)
	}
	used, noise, dog := answer("used", "choices", []string{"none"}), answer("noise", "notApplicable", true), answer("dog", "notApplicable", true)
	lamps := answer("lamps", "rows", []any{map[string]any{"row": "east", "choice": "not_applicable"}, map[string]any{"row": "west", "choice": "dark"}})
	for name, c := range map[string]struct {
		answers []map[string]any
		want    []string
	}{
		"all is well":             {[]map[string]any{used, noise, dog, lamps}, nil},
		"none with another":       {[]map[string]any{answer("used", "choices", []string{"foot", "none"}), noise, lamps}, []string{"EXCLUSIVE_OPTION answers.used.choices"}},
		"too few":                 {[]map[string]any{answer("used", "choices", []string{"foot"}), noise, lamps}, []string{"TOO_FEW_CHOICES answers.used.choices"}},
		"both a step and none":    {[]map[string]any{used, answer("noise", "number", 3, "notApplicable", true), lamps}, []string{"NOT_APPLICABLE_APART answers.noise.notApplicable"}},
		"not applicable anywhere": {[]map[string]any{answer("used", "notApplicable", true), noise, lamps}, []string{"ANSWER_MISFIT answers.used.notApplicable"}},
		"false is no answer":      {[]map[string]any{used, answer("noise", "notApplicable", false), lamps}, []string{"ANSWER_MISSING answers.noise"}},
		"a day and none":          {[]map[string]any{used, noise, lamps, answer("since", "date", "2020-01-01", "notApplicable", true)}, []string{"NOT_APPLICABLE_APART answers.since.notApplicable"}},
		"no day":                  {[]map[string]any{used, noise, lamps, answer("since", "notApplicable", true)}, nil},
		"shown by the first":      {[]map[string]any{answer("used", "choices", []string{"foot", "bike"}), noise, lamps}, []string{"ANSWER_MISSING answers.why"}},
		"shown by the second":     {[]map[string]any{used, answer("noise", "number", 5), lamps}, []string{"ANSWER_MISSING answers.why"}},
		"shown by none":           {[]map[string]any{used, answer("noise", "number", 3), lamps, answer("why", "text", "因为吵")}, []string{"QUESTION_NOT_SHOWN answers.why"}},
		"too short by clusters":   {[]map[string]any{used, answer("noise", "number", 5), lamps, answer("why", "text", "e\u0301e\u0301")}, []string{"ANSWER_TOO_SHORT answers.why.text"}},
		"a row is missing":        {[]map[string]any{used, noise, answer("lamps", "rows", []any{map[string]any{"row": "east", "choice": "dark"}})}, []string{"ROW_MISSING answers.lamps.west"}},
	} {
		if got := graphtest.Problems(gjson.Parse(`{"data":{"trial":` + try(city.Editor(), c.answers...).Raw + `}}`)); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
	trial := try(city.Editor(), used, noise, dog, lamps)
	if want := `{"shown":["used","noise","dog","since","lamps"],"answers":[{"question":{"key":"used"},"__typename":"ChoiceAnswer","choices":["none"]},{"question":{"key":"noise"},"__typename":"NotApplicableAnswer"},` +
		`{"question":{"key":"dog"},"__typename":"NotApplicableAnswer"},{"question":{"key":"lamps"},"__typename":"MatrixAnswer","rows":[{"row":"east","choice":"not_applicable"},{"row":"west","choice":"dark"}]}],"userErrors":[]}`; trial.Raw != want {
		t.Errorf("the trial gave %s", trial.Raw)
	}
	for name, who := range map[string]*graphtest.Client{"a resident": city.Resident("li"), "nobody": city.Anyone()} {
		if got := try(who, used); got.Exists() {
			t.Errorf("%s: %v", name, got)
		}
	}
	var rows int
	if err := city.SQL.Get(&rows, `SELECT (SELECT count(*) FROM survey_responses) + (SELECT count(*) FROM tally_deltas) + (SELECT count(*) FROM receipts)`); err != nil || rows != 0 {
		t.Errorf("the trials left %d rows, %v", rows, err)
	}
	waiting := city.Editor().Must(`{ desk(kinds: [SURVEY_TO_LAUNCH]) { nodes { ... on DeskItem { kind } } } }`)
	if waiting.Get("desk.nodes.#").Int() != 1 {
		t.Errorf("surveys that wait for their launch: %s", waiting.Raw)
	}
	read := city.Editor().Must(`query ($id: ID!) { survey(id: $id) { questions { key section(locale: "zh") showIfMode ... on TextQuestion { min max } ... on MultipleChoiceQuestion { options { key exclusive } } ... on MatrixQuestion { notApplicable } } } }`, "id", survey).Get("survey.questions")
	if read.Get("0.section").String() != "出行" || read.Get("1.section").String() != "" || read.Get("4.notApplicable").Raw != "true" || read.Get("5.showIfMode").String() != "ANY" ||
		read.Get("3.showIfMode").String() != "ALL" || read.Get("5.min").Int() != 3 || read.Get("0.options.2.exclusive").Raw != "true" {
		t.Errorf("the questions are %s", read.Raw)
	}
}

func TestSurveyPartsThatAKindDoesNotUse(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	department := city.Editor().Must(`query ($id: ID!) { policyRecord(id: $id) { department { id } } }`, "id", city.Record()).Get("policyRecord.department.id").String()
	for want, question := range map[string]map[string]any{
		"QUESTION_PART_UNUSED questions.0.options.1.exclusive": {"kind": "SINGLE_CHOICE", "options": options("a b!")},
		"QUESTION_PART_UNUSED questions.0.notApplicable":       {"kind": "TEXT", "notApplicable": true},
		"QUESTION_KEY_RESERVED questions.0.options.0.key":      {"kind": "MATRIX", "rows": options("r"), "options": options("not_applicable b")},
		"QUESTION_BOUNDS_CROSS questions.0.max":                {"kind": "TEXT", "min": 20, "max": 10},
		"QUESTION_TEXT_MISSING questions.0.section.0.text":     {"kind": "DATE", "section": zh(" ")},
	} {
		input := map[string]any{"departmentId": department, "title": zh("问卷"), "questions": []any{with(question, "key", "q", "title", zh("题"))}}
		if got := graphtest.Problems(city.Editor().Ask(createSurvey, "input", input)); !slices.Equal(got, []string{want}) {
			t.Errorf("got %v, want %s", got, want)
		}
	}
}

// TestNotApplicableIsCountedApart lets twelve people rate and ten say that it does not apply to them.
func TestNotApplicableIsCountedApart(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	survey := city.WriteSurvey("AFTER_CLOSE", []map[string]any{{"key": "noise", "kind": "RATING", "title": zh("吵吗"), "notApplicable": true},
		{"key": "lamps", "kind": "MATRIX", "title": zh("亮吗"), "rows": options("east"), "options": options("bright dark"), "notApplicable": true}})
	consultation := city.Launch(survey, "PSEUDONYMOUS")
	for i := range 22 {
		noise, choice := map[string]any{"question": "noise", "number": 4}, "dark"
		if i >= 12 {
			noise, choice = map[string]any{"question": "noise", "notApplicable": true}, "not_applicable"
		}
		lamps := map[string]any{"question": "lamps", "rows": []any{map[string]any{"row": "east", "choice": choice}}}
		city.Resident("n"+strings.Repeat("x", i)).Must(submitResponse, "input", surveyForm(survey, []map[string]any{noise, lamps}, ""))
	}
	const read = `query ($id: ID!) { survey(id: $id) { results { questions { protection asked answered ... on NumberResults { notApplicable mean } ... on MatrixResults { rows { answered notApplicable options { count } } } } } protections { protection } } }`
	exact := city.Editor().Must(read, "id", survey).Get("survey.results.questions")
	if want := `[{"protection":"EXACT","asked":22,"answered":12,"notApplicable":10,"mean":4},{"protection":"EXACT","asked":22,"answered":22,"rows":[{"answered":12,"notApplicable":10,"options":[{"count":0},{"count":12}]}]}]`; exact.Raw != want {
		t.Errorf("staff read %s", exact.Raw)
	}
	city.MoveTime(consultation, afterClosing)
	public := city.Anyone().Must(read, "id", survey).Get("survey")
	first := public.Get("results.questions.0")
	if first.Get("protection").String() != "NOISE" || public.Get("protections.#.protection").Raw != `["NOISE","NOISE"]` {
		t.Errorf("the public reads %s", public.Raw)
	}
	if none := first.Get("notApplicable").Int(); none < 0 || none > 22 || (none > 0 && none < 5) {
		t.Errorf("the public reads that it does not apply to %d", none)
	}
	if differ := city.RecountSurveys(); len(differ) > 0 {
		t.Error(differ)
	}
}
