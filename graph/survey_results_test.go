package graph_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/tidwall/gjson"

	"minyi/domain/civic"
	"minyi/graph/graphtest"
)

const surveyResults = `query ($id: ID!, $v: Int) { survey(id: $id) { results(version: $v) { version responses byDay { day count } questions {
  question { key } asked answered ... on ChoiceResults { percentBase options { option { key } count share } other { count share } }
  ... on NumberResults { percentBase mean median deviation min max values { value count share } } ... on DateResults { percentBase values { value count share } }
  ... on MatrixResults { percentBase rows { row { key } answered options { option { key } count } } } ... on RankingResults { ranks { option { key } ranked meanRank positions } } } } } }`

// surveyRecount counts forms one by one, as somebody would by hand.
type surveyRecount map[string]float64

func (n surveyRecount) take(answers []map[string]any) {
	n["responses"]++
	for _, a := range answers {
		key := a["question"].(string)
		n[key]++
		for _, field := range []string{"choices", "ranking"} {
			chosen, _ := a[field].([]string)
			for place, option := range chosen {
				n[key+"/"+option]++
				n[key+"/"+option+"/places"] += float64(place + 1)
			}
		}
		switch number := a["number"].(type) {
		case int:
			n[key+"/sum"] += float64(number)
		case float64:
			n[key+"/sum"] += number
		}
		rows, _ := a["rows"].([]any)
		for _, row := range rows {
			n[fmt.Sprint(key, "/", row.(map[string]any)["row"], "/", row.(map[string]any)["choice"])]++
		}
	}
}

// compare holds one question's results against the recount.
func (n surveyRecount) compare(t *testing.T, q gjson.Result) {
	t.Helper()
	key := q.Get("question.key").String()
	same := func(what string, got gjson.Result, want float64) {
		t.Helper()
		if math.Abs(got.Float()-want) > 1e-9 {
			t.Errorf("%s %s is %s, want %v", key, what, got.Raw, want)
		}
	}
	same("answered", q.Get("answered"), n[key])
	for _, o := range q.Get("options").Array() {
		same("option", o.Get("count"), n[key+"/"+o.Get("option.key").String()])
		same("share", o.Get("share"), n[key+"/"+o.Get("option.key").String()]/n[key])
	}
	if q.Get("other.count").Exists() {
		same("other", q.Get("other.count"), n[key+"/other"])
	}
	if q.Get("mean").Type == gjson.Number {
		same("mean", q.Get("mean"), n[key+"/sum"]/n[key])
	}
	for _, row := range q.Get("rows").Array() {
		for _, o := range row.Get("options").Array() {
			same("cell", o.Get("count"), n[key+"/"+row.Get("row.key").String()+"/"+o.Get("option.key").String()])
		}
	}
	for _, r := range q.Get("ranks").Array() {
		ranked := n[key+"/"+r.Get("option.key").String()]
		same("ranked", r.Get("ranked"), ranked)
		same("mean rank", r.Get("meanRank"), n[key+"/"+r.Get("option.key").String()+"/places"]/max(ranked, 1))
	}
}

func TestSurveyResultsAreThoseOfTheRows(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asking := city.PutSurvey("LIVE")
	counted, r := surveyRecount{}, rand.New(rand.NewPCG(7, 7))
	for i := range 12 {
		answers := surveyRandom(r)
		city.Resident(fmt.Sprint("resident", i)).Must(submitResponse, "input", surveyForm(asking.Survey, answers, ""))
		counted.take(answers)
		if i%5 == 0 { // some counts are folded, some still wait
			if _, err := city.DB.FoldTallies(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	results := city.Editor().Must(surveyResults, "id", asking.Survey).Get("survey.results")
	if results.Get("responses").Int() != 12 || results.Get("byDay.0.count").Int() != 12 || len(results.Get("questions").Array()) != 8 {
		t.Errorf("results are %s", results.Raw)
	}
	for _, q := range results.Get("questions").Array() {
		counted.compare(t, q)
	}
	if differ := city.RecountSurveys(); len(differ) > 0 {
		t.Error(differ)
	}
}

func TestSurveyResultsStayWithTheirVersion(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asking := city.PutSurvey("LIVE")
	for _, name := range []string{"li", "wu"} {
		city.Resident(name).Must(submitResponse, "input", surveyForm(asking.Survey, graphtest.Answers(), ""))
	}
	city.Editor().Must(reviseSurvey, "input", map[string]any{"surveyId": asking.Survey, "questions": graphtest.Questions()[:1]})
	day := city.Anyone().Must(surveyResults, "id", asking.Survey, "v", 1).Get("survey.results.byDay.0.day").String()
	city.Resident("wu").Must(reviseResponse, "input", surveyForm(asking.Survey, surveySimple("owners"), ""))
	city.Resident("sun").Must(submitResponse, "input", surveyForm(asking.Survey, surveySimple("nobody"), ""))
	old := city.Anyone().Must(surveyResults, "id", asking.Survey, "v", 1).Get("survey.results")
	fresh := city.Anyone().Must(surveyResults, "id", asking.Survey).Get("survey.results")
	if old.Get("responses").Int() != 1 || len(old.Get("questions").Array()) != 8 {
		t.Errorf("version 1: %s", old.Raw)
	}
	if fresh.Get("version").Int() != 2 || fresh.Get("responses").Int() != 2 || fresh.Get("byDay.0.day").String() != day || len(fresh.Get("questions").Array()) != 1 {
		t.Errorf("version 2: %s", fresh.Raw)
	}
	for _, version := range []int{0, 3, -1} {
		for name, query := range map[string]string{
			"results":    surveyResults,
			"questions":  `query ($id: ID!, $v: Int) { survey(id: $id) { questions(version: $v) { key } } }`,
			"crossTable": `query ($id: ID!, $v: Int) { survey(id: $id) { crossTable(row: "manager", column: "grade", version: $v) { total } } }`,
		} {
			if got := graphtest.Problems(city.Editor().Ask(query, "id", asking.Survey, "v", version)); !slices.Equal(got, []string{"UNKNOWN_VERSION"}) {
				t.Errorf("%s of version %d: %v", name, version, got)
			}
		}
	}
}

func TestSurveyResultsAreSeenWhenTheyMay(t *testing.T) {
	t.Parallel()
	const read = `query ($id: ID!) { survey(id: $id) { results { responses } crossTable(row: "manager", column: "grade") { total } } }`
	for _, c := range []struct {
		visibility, standing string
		results, table       bool
	}{
		{"AFTER_CLOSE", "UPCOMING", false, false}, {"AFTER_CLOSE", "OPEN", false, false}, {"AFTER_CLOSE", "CLOSED", true, true},
		{"AFTER_CLOSE", "REPORTED", true, true}, {"AFTER_CLOSE", "WITHDRAWN", false, false},
		{"LIVE", "UPCOMING", false, false}, {"LIVE", "OPEN", true, false}, {"LIVE", "CLOSED", true, true}, {"LIVE", "REPORTED", true, true}, {"LIVE", "WITHDRAWN", false, false},
	} {
		t.Run(c.visibility+" "+c.standing, func(t *testing.T) {
			t.Parallel()
			city := graphtest.New(t)
			asking := city.PutSurvey(c.visibility)
			surveyStanding(city, asking.Consultation, c.standing)
			for name, reader := range map[string]struct {
				who    *graphtest.Client
				always bool
			}{
				"nobody": {city.Anyone(), false}, "a resident": {city.Resident("li"), false}, "another's editor": {city.Staff("zhao", "TRAFFIC", civic.Editor), false},
				"its publisher": {city.Publisher(), true}, "an auditor": {city.Staff("audit", "", civic.Auditor), true},
			} {
				seen := reader.who.Must(read, "id", asking.Survey)
				if got, want := seen.Get("survey.results.responses").Exists(), c.results || reader.always; got != want {
					t.Errorf("%s sees results: %v", name, got)
				}
				if got, want := seen.Get("survey.crossTable").IsObject(), c.table || reader.always; got != want {
					t.Errorf("%s sees the table: %v", name, got)
				}
			}
		})
	}
}

// surveyStanding makes time pass until a consultation stands so.
func surveyStanding(city *graphtest.City, consultation, standing string) {
	switch standing {
	case "UPCOMING":
		city.MoveTime(consultation, -time.Hour)
	case "CLOSED":
		city.MoveTime(consultation, 100*24*time.Hour)
	case "REPORTED":
		city.MoveTime(consultation, 100*24*time.Hour)
		city.SQL.MustExec(`UPDATE consultations SET reported_at = now()`)
	case "WITHDRAWN":
		city.MoveTime(consultation, 100*24*time.Hour)
		city.SQL.MustExec(`UPDATE consultations SET withdrawn_at = now()`)
	}
}

func TestSurveyResultsPointAtNobody(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asking := city.PutSurvey("LIVE")
	fill := func(from, to int) {
		for i := from; i < to; i++ {
			city.Resident(fmt.Sprint("resident", i)).Must(submitResponse, "input", surveyForm(asking.Survey, graphtest.Answers(), ""))
		}
	}
	question := func(who *graphtest.Client, i int) gjson.Result {
		return who.Must(surveyResults, "id", asking.Survey).Get(fmt.Sprintf("survey.results.questions.%d", i))
	}
	const fee, since = 2, 5
	fill(0, 4)
	for _, q := range []gjson.Result{question(city.Anyone(), fee), question(city.Anyone(), since)} {
		if q.Get("values.#").Int() != 0 || q.Get("mean").Type != gjson.Null || q.Get("min").Type != gjson.Null || q.Get("answered").Int() != 4 {
			t.Errorf("four people: the public reads %s", q.Raw)
		}
	}
	if q := question(city.Editor(), fee); q.Get("mean").Float() != 2.5 || q.Get("values.0.count").Int() != 4 {
		t.Errorf("four people: the department reads %s", q.Raw)
	}
	fill(4, 5)
	if q := question(city.Anyone(), fee); q.Get("mean").Float() != 2.5 || q.Get("values.0.count").Int() != 5 || q.Get("min").Float() != 2.5 {
		t.Errorf("five people: the public reads %s", q.Raw)
	}
	if got := question(city.Anyone(), since).Get("values.0.value").String(); got != "2019-06-01" {
		t.Errorf("five people: the public reads the day %s", got)
	}
}

func TestSurveyCrossTable(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asking := city.PutSurvey("AFTER_CLOSE")
	people := 0
	for _, group := range []struct {
		manager string
		grade   int
		people  int
	}{{"owners", 5, 7}, {"owners", 3, 6}, {"nobody", 5, 6}, {"nobody", 3, 2}} {
		for range group.people {
			people++
			answers := append(surveySimple(group.manager), map[string]any{"question": "grade", "number": group.grade})
			city.Resident(fmt.Sprint("resident", people)).Must(submitResponse, "input", surveyForm(asking.Survey, answers, ""))
		}
	}
	city.Resident("silent").Must(submitResponse, "input", surveyForm(asking.Survey, surveySimple("owners"), ""))
	const read = `query ($id: ID!, $row: String!, $column: String!) { survey(id: $id) { crossTable(row: $row, column: $column) {
	  total row { key } column { key } columns { option { key } count } rows { option { key } total cells { count } } } } }`
	ask := func(who *graphtest.Client, row, column string) gjson.Result {
		return who.Ask(read, "id", asking.Survey, "row", row, "column", column)
	}
	surveyStanding(city, asking.Consultation, "CLOSED")
	table := ask(city.Anyone(), "manager", "grade").Get("data.survey.crossTable")
	if got := surveyKeys(table.Get("rows"), "option.key"); !slices.Equal(got, []string{"company", "owners", "nobody", "other"}) {
		t.Errorf("the rows are %v", got)
	}
	if got := surveyKeys(table.Get("columns"), "option.key"); !slices.Equal(got, []string{"1", "2", "3", "4", "5"}) {
		t.Errorf("the columns are %v", got)
	}
	if table.Get("total").Int() != 21 || table.Get("rows.1.total").Int() != 13 || table.Get("columns.4.count").Int() != 13 {
		t.Errorf("the totals are wrong: %s", table.Raw)
	}
	for _, cell := range []string{"rows.1.cells.2", "rows.1.cells.4", "rows.2.cells.2", "rows.2.cells.4"} { // the two people, and what would give them away
		if got := table.Get(cell + ".count"); got.Type != gjson.Null {
			t.Errorf("%s shows %s", cell, got.Raw)
		}
	}
	if got := table.Get("rows.0.cells.0.count").Raw; got != "0" {
		t.Errorf("an empty cell shows %s", got)
	}
	if staff := ask(city.Editor(), "manager", "grade").Get("data.survey.crossTable"); staff.Raw != table.Raw {
		t.Errorf("the department reads another table: %s", staff.Raw)
	}
	for _, c := range [][3]string{{"colour", "grade", "UNKNOWN_QUESTION"}, {"manager", "colour", "UNKNOWN_QUESTION"}, {"manager", "wishes", "CROSS_TABLE_MISFIT"}, {"grade", "grade", "CROSS_TABLE_MISFIT"}} {
		if got := graphtest.Problems(ask(city.Anyone(), c[0], c[1])); !slices.Equal(got, []string{c[2]}) {
			t.Errorf("%s by %s: %v", c[0], c[1], got)
		}
	}
}
