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
	day := city.Editor().Must(surveyResults, "id", asking.Survey, "v", 1).Get("survey.results.byDay.0.day").String()
	city.Resident("wu").Must(reviseResponse, "input", surveyForm(asking.Survey, surveySimple("owners"), ""))
	city.Resident("sun").Must(submitResponse, "input", surveyForm(asking.Survey, surveySimple("nobody"), ""))
	old := city.Editor().Must(surveyResults, "id", asking.Survey, "v", 1).Get("survey.results")
	fresh := city.Editor().Must(surveyResults, "id", asking.Survey).Get("survey.results")
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
			"groups":     `query ($id: ID!, $v: Int) { survey(id: $id) { resultsByGroup(question: "manager", version: $v) { total } } }`,
		} {
			if got := graphtest.Problems(city.Editor().Ask(query, "id", asking.Survey, "v", version)); !slices.Equal(got, []string{"UNKNOWN_VERSION"}) {
				t.Errorf("%s of version %d: %v", name, version, got)
			}
		}
	}
}

func TestSurveyResultsAreSeenWhenTheyMay(t *testing.T) {
	t.Parallel()
	const read = `query ($id: ID!) { survey(id: $id) { results { responses } crossTable(row: "manager", column: "grade") { total } resultsByGroup(question: "manager") { total } } }`
	for _, c := range []struct {
		visibility, standing string
		results              bool
	}{
		{"AFTER_CLOSE", "UPCOMING", false}, {"AFTER_CLOSE", "OPEN", false}, {"AFTER_CLOSE", "CLOSED", true},
		{"AFTER_CLOSE", "REPORTED", true}, {"AFTER_CLOSE", "WITHDRAWN", false},
		{"LIVE", "UPCOMING", false}, {"LIVE", "OPEN", true}, {"LIVE", "CLOSED", true}, {"LIVE", "REPORTED", true}, {"LIVE", "WITHDRAWN", false},
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
				"its reviewer": {city.Reviewer(), false}, "its publisher": {city.Publisher(), false}, "its editor": {city.Editor(), true}, "an auditor": {city.Staff("audit", "", civic.Auditor), true},
			} {
				seen := reader.who.Must(read, "id", asking.Survey)
				if got, want := seen.Get("survey.results").IsObject(), c.results || reader.always; got != want {
					t.Errorf("%s sees results: %v", name, got)
				}
				if got, want := seen.Get("survey.crossTable").IsObject(), reader.always; got != want { // nobody has answered
					t.Errorf("%s sees the table: %v", name, got)
				}
				if got, want := len(seen.Get("survey.resultsByGroup").Array()) > 0, reader.always; got != want {
					t.Errorf("%s sees the groups: %v", name, got)
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

// surveyFill lets people with these numbers fill a survey in, and counts them.
func surveyFill(t *testing.T, city *graphtest.City, survey string, from, to int, answers func(person int) []map[string]any) {
	t.Helper()
	for i := from; i < to; i++ {
		city.Resident(fmt.Sprint("resident", i)).Must(submitResponse, "input", surveyForm(survey, answers(i), ""))
	}
	if _, err := city.DB.FoldTallies(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// surveyGrade answers the manager and the grade.
func surveyGrade(manager string, grade int) []map[string]any {
	return append(surveySimple(manager), map[string]any{"question": "grade", "number": grade})
}

func TestSurveyResultsMoveInStepsOfTen(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asking := city.PutSurvey("LIVE")
	fill := func(from, to int) {
		surveyFill(t, city, asking.Survey, from, to, func(int) []map[string]any { return surveyGrade("owners", 3) })
	}
	shown := func() int64 {
		return city.Anyone().Must(surveyResults, "id", asking.Survey).Get("survey.results.responses").Int()
	}
	fill(0, 9)
	if n := shown(); n != 0 {
		t.Errorf("nine people are shown as %d", n)
	}
	fill(9, 10)
	if n := shown(); n != 10 {
		t.Errorf("ten people are shown as %d", n)
	}
	fill(10, 19)
	city.Resident("resident3").Must(reviseResponse, "input", surveyForm(asking.Survey, surveyGrade("nobody", 4), ""))
	fill(19, 19)
	results := city.Anyone().Must(surveyResults, "id", asking.Survey).Get("survey.results")
	if n := results.Get("responses").Int(); n != 10 || results.Get(`questions.0.options.#(option.key="owners").count`).Int() != 10 {
		t.Errorf("19 people, one of whom changed, are shown as %s", results.Raw)
	}
	fill(19, 20)
	if n := shown(); n != 20 {
		t.Errorf("20 people are shown as %d", n)
	}
	fill(20, 23)
	if n := city.Editor().Must(surveyResults, "id", asking.Survey).Get("survey.results.responses").Int(); n != 23 {
		t.Errorf("the department reads %d of 23", n)
	}
	surveyStanding(city, asking.Consultation, "CLOSED")
	if n := shown(); n != 20 {
		t.Errorf("at the end 23 people are shown as %d", n)
	}
}

func TestSurveyResultsAreFixedAtTheClose(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asking := city.PutSurvey("AFTER_CLOSE")
	surveyFill(t, city, asking.Survey, 0, 13, func(i int) []map[string]any { return surveyGrade([]string{"owners", "nobody"}[i%2], 4+i%2) })
	surveyStanding(city, asking.Consultation, "CLOSED")
	const read = `query ($id: ID!) { survey(id: $id) { results { responses byDay { day count } questions { asked answered ... on ChoiceResults { options { count share } } } }
	  crossTable(row: "manager", column: "grade") { total note rows { total cells { count } } } } }`
	before := city.Anyone().Must(read, "id", asking.Survey)
	if before.Get("survey.results.responses").Int() != 13 || before.Get("survey.crossTable.note").String() == "" {
		t.Errorf("13 people are shown as %s", before.Raw)
	}
	city.SQL.MustExec(`UPDATE survey_responses SET answers = '{}'`)
	city.SQL.MustExec(`DELETE FROM tallies WHERE subject_id IN (SELECT id FROM surveys)`)
	if after := city.Anyone().Must(read, "id", asking.Survey); after.Raw != before.Raw {
		t.Errorf("first %s and then %s", before.Raw, after.Raw)
	}
}

func TestSurveyResultsOfAPeriodThatIsOpenedAgain(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asking := city.PutSurvey("AFTER_CLOSE")
	fill := func(from, to int) {
		surveyFill(t, city, asking.Survey, from, to, func(i int) []map[string]any { return surveyGrade([]string{"owners", "nobody"}[i%2], 4+i%2) })
	}
	const read = `query ($id: ID!) { survey(id: $id) { results { responses questions { answered ... on ChoiceResults { options { count } } } }
	  crossTable(row: "manager", column: "grade") { total rows { total cells { count } } } } }`
	ends := func() (public, exact gjson.Result) {
		surveyStanding(city, asking.Consultation, "CLOSED")
		return city.Anyone().Must(read, "id", asking.Survey).Get("survey"), city.Editor().Must(read, "id", asking.Survey).Get("survey")
	}
	fill(0, 13)
	before, _ := ends()
	surveyOpenAgain(city, asking.Consultation)
	fill(13, 16)
	if public, exact := ends(); public.Raw != before.Raw || exact.Get("results.responses").Int() != 16 || exact.Get("crossTable.total").Int() != 16 {
		t.Errorf("three more people are shown as %s, and the department reads %s", public.Raw, exact.Raw)
	}
	surveyOpenAgain(city, asking.Consultation)
	fill(16, 24)
	if public, exact := ends(); public.Get("results.responses").Int() != 24 || public.Get("crossTable").Raw == before.Get("crossTable").Raw || exact.Get("crossTable.total").Int() != 24 {
		t.Errorf("eleven more people are shown as %s, and the department reads %s", public.Raw, exact.Raw)
	}
}

// surveyOpenAgain opens a period again, with another end.
func surveyOpenAgain(city *graphtest.City, consultation string) {
	id, _ := civic.ParseID(consultation)
	city.SQL.MustExec(`UPDATE consultations SET closes_at = now() + interval '7 days' WHERE id = $1`, id.Key)
}

func TestSurveyProtectionsAreKnownBeforeTheLaunch(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	survey := city.WriteSurvey("AFTER_CLOSE", graphtest.Questions())
	read := func(who *graphtest.Client) gjson.Result {
		return who.Must(`query ($id: ID!) { survey(id: $id) { consultation { id } protections { question protection words(locale: "en") } } }`, "id", survey).Get("survey")
	}
	if seen := read(city.Anyone()); seen.IsObject() {
		t.Errorf("everybody reads %s", seen.Raw)
	}
	got := read(city.Editor())
	if got.Get("consultation").Type != gjson.Null {
		t.Fatalf("it is launched: %s", got.Raw)
	}
	got = got.Get("protections")
	for key, want := range map[string]string{"manager": "MERGED", "wishes": "NOISE", "fee": "NOISE", "grade": "MERGED", "since": "BINNED", "order": "NOISE"} {
		p := got.Get(fmt.Sprintf(`#(question=%q)`, key))
		if p.Get("protection").String() != want || len(p.Get("words").String()) < 20 {
			t.Errorf("%s: %s", key, p.Raw)
		}
	}
	consultation := city.Launch(survey, "PSEUDONYMOUS")
	surveyFill(t, city, survey, 0, 12, func(i int) []map[string]any { return surveyGrade("owners", 3) })
	surveyStanding(city, consultation, "CLOSED")
	for name, who := range map[string]*graphtest.Client{"everybody": city.Anyone(), "a reviewer": city.Reviewer()} {
		for _, q := range who.Must(`query ($id: ID!) { survey(id: $id) { results { questions { protection question { key } } } } }`, "id", survey).Get("survey.results.questions").Array() {
			if before := got.Get(fmt.Sprintf(`#(question=%q).protection`, q.Get("question.key").String())); q.Get("protection").Raw != before.Raw {
				t.Errorf("%s reads %s, and before the launch it was %s", name, q.Raw, before.Raw)
			}
		}
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
	exact := ask(city.Editor(), "manager", "grade").Get("data.survey.crossTable")
	if exact.Get("total").Int() != 21 || exact.Get("rows.1.total").Int() != 13 || exact.Get("columns.4.count").Int() != 13 || exact.Get("rows.2.cells.2.count").Int() != 2 {
		t.Errorf("the department reads %s", exact.Raw)
	}
	for r, row := range table.Get("rows").Array() {
		for c, cell := range row.Get("cells").Array() {
			shown, true := cell.Get("count").Int(), exact.Get(fmt.Sprintf("rows.%d.cells.%d.count", r, c)).Int()
			if shown > 0 && shown < 5 || shown-true > 12 || true-shown > 12 || true == 0 && shown != 0 {
				t.Errorf("%d people are shown as %d", true, shown)
			}
		}
	}
	if turned := ask(city.Anyone(), "grade", "manager").Get("data.survey.crossTable"); turned.Get("rows.2.cells.1.count").Raw != table.Get("rows.1.cells.2.count").Raw || turned.Get("rows.4.total").Raw != table.Get("columns.4.count").Raw {
		t.Errorf("one order shows %s and the other %s", table.Raw, turned.Raw)
	}
	groups := func(who *graphtest.Client, by string) gjson.Result {
		return who.Ask(`query ($id: ID!, $by: String!) { survey(id: $id) { resultsByGroup(question: $by) {
		  total row { key } column { key } columns { option { key } count } rows { option { key } total cells { count } } } } }`, "id", asking.Survey, "by", by)
	}
	for name, who := range map[string]*graphtest.Client{"nobody": city.Anyone(), "the department": city.Editor()} {
		one, all := ask(who, "manager", "grade").Get("data.survey.crossTable"), groups(who, "manager").Get("data.survey.resultsByGroup")
		if same := all.Get(`#(column.key=="grade")`); same.Raw != one.Raw || all.Get(`#(row.key!="manager")`).Exists() {
			t.Errorf("%s reads by group %s, and by two questions %s", name, all.Raw, one.Raw)
		}
	}
	for by, code := range map[string]string{"colour": "UNKNOWN_QUESTION", "wishes": "CROSS_TABLE_MISFIT"} {
		if got := graphtest.Problems(groups(city.Anyone(), by)); !slices.Equal(got, []string{code}) {
			t.Errorf("by %s: %v", by, got)
		}
	}
	for _, c := range [][3]string{{"colour", "grade", "UNKNOWN_QUESTION"}, {"manager", "colour", "UNKNOWN_QUESTION"}, {"manager", "wishes", "CROSS_TABLE_MISFIT"}, {"grade", "grade", "CROSS_TABLE_MISFIT"}} {
		if got := graphtest.Problems(ask(city.Anyone(), c[0], c[1])); !slices.Equal(got, []string{c[2]}) {
			t.Errorf("%s by %s: %v", c[0], c[1], got)
		}
	}
}
