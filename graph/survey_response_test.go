package graph_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tidwall/gjson"

	"minyi/domain/civic"
	"minyi/graph/graphtest"
)

func TestSurveyResponseSaysAllThatIsWrongAtOnce(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asking := city.PutSurvey("AFTER_CLOSE")
	li, wu := city.Resident("li"), city.Resident("wu")
	wu.Must(submitResponse, "input", surveyForm(asking.Survey, graphtest.Answers(), ""))
	answer := func(question string, fields ...any) map[string]any {
		return with(map[string]any{"question": question}, fields...)
	}
	for name, c := range map[string]struct {
		answers []map[string]any
		want    []string
	}{
		"nothing":                {nil, []string{"ANSWER_MISSING answers.manager"}},
		"an empty answer":        {[]map[string]any{answer("manager")}, []string{"ANSWER_MISSING answers.manager"}},
		"a hidden question":      {append(surveySimple("owners"), answer("fee", "number", 1)), []string{"QUESTION_NOT_SHOWN answers.fee"}},
		"a shown one is missing": {surveySimple("company"), []string{"ANSWER_MISSING answers.fee"}},
		"a question of no survey": {append(surveySimple("owners"), answer("colour", "text", "红")),
			[]string{"UNKNOWN_QUESTION answers.1.question"}},
		"twice": {append(surveySimple("owners"), surveySimple("nobody")...), []string{"ANSWERED_TWICE answers.manager"}},
		"everything": {[]map[string]any{
			answer("manager", "choices", []string{"king"}),
			answer("wishes", "choices", []string{"lifts", "garden", "parking", "guards"}),
			answer("grade", "number", 2),
			answer("complaint", "text", strings.Repeat("吵", 21)),
			answer("since", "date", "2019-02-30"),
			answer("parts", "rows", []any{map[string]any{"row": "roof", "choice": "good"}}),
			answer("order", "ranking", []string{"price", "price", "speed"}),
		}, []string{"UNKNOWN_OPTION answers.manager.choices.0", "TOO_MANY_CHOICES answers.wishes.choices", "ANSWER_TOO_LONG answers.complaint.text", "ANSWER_DATE_INVALID answers.since.date",
			"UNKNOWN_ROW answers.parts.rows.0.row", "OPTION_TWICE answers.order.ranking.1"}},
		"misfits": {[]map[string]any{
			answer("manager", "number", 1),
			answer("grade", "number", 2.5),
			answer("wishes", "choices", []string{"other"}),
			answer("parts", "rows", []any{map[string]any{"row": "lift", "choice": "fine"}}),
		}, []string{"ANSWER_MISFIT answers.manager.number", "ANSWER_TOO_PRECISE answers.grade.number", "OTHER_MISSING answers.wishes.other", "UNKNOWN_OPTION answers.parts.lift"}},
		"a number out of bounds": {append(surveySimple("company"), answer("fee", "number", 100.5)), []string{"ANSWER_TOO_LARGE answers.fee.number"}},
	} {
		t.Run(name, func(t *testing.T) {
			form := surveyForm(asking.Survey, append([]map[string]any{}, c.answers...), "")
			if got := graphtest.Problems(li.Ask(submitResponse, "input", form)); !slices.Equal(got, c.want) {
				t.Errorf("submitted: got %v, want %v", got, c.want)
			}
			if got := graphtest.Problems(wu.Ask(reviseResponse, "input", form)); !slices.Equal(got, c.want) {
				t.Errorf("revised: got %v, want %v", got, c.want)
			}
		})
	}
	var rows int
	if err := city.SQL.Get(&rows, `SELECT count(*) FROM survey_responses WHERE revised_at IS NULL`); err != nil || rows != 1 {
		t.Errorf("%d responses are as wu gave the first, %v", rows, err)
	}
	if differ := city.RecountSurveys(); len(differ) > 0 {
		t.Error(differ)
	}
}

func TestSurveyResponseRefusalsByTime(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asking := city.PutSurvey("AFTER_CLOSE")
	form := surveyForm(asking.Survey, surveySimple("owners"), "")
	li := city.Resident("li")
	refused := func(when string, who *graphtest.Client, mutation string, input map[string]any, want string) {
		t.Helper()
		if got := graphtest.Problems(who.Ask(mutation, "input", input)); !slices.Equal(got, []string{want}) {
			t.Errorf("%s: got %v, want %s", when, got, want)
		}
	}
	refused("nobody", city.Anyone(), submitResponse, form, "UNAUTHENTICATED")
	refused("nobody", city.Anyone(), reviseResponse, form, "UNAUTHENTICATED")
	refused("another kind of thing", li, submitResponse, surveyForm(asking.Consultation, surveySimple("owners"), ""), "BAD_ID surveyId")
	refused("another kind of thing", li, reviseResponse, surveyForm(asking.Consultation, surveySimple("owners"), ""), "BAD_ID surveyId")
	refused("a key too long", li, submitResponse, surveyForm(asking.Survey, surveySimple("owners"), strings.Repeat("k", 129)), "INVALID idempotencyKey")
	refused("nothing to revise", li, reviseResponse, form, "NOT_RESPONDED")
	li.Must(submitResponse, "input", form)
	refused("twice", li, submitResponse, form, "ALREADY_RESPONDED")

	city.MoveTime(asking.Consultation, -time.Hour) // it opens an hour from now
	refused("early", city.Resident("wu"), submitResponse, form, "NOT_YET_OPEN")
	refused("early", li, reviseResponse, form, "NOT_YET_OPEN")
	city.MoveTime(asking.Consultation, 100*24*time.Hour)
	refused("late", city.Resident("wu"), submitResponse, form, "CLOSED")
	refused("late", li, reviseResponse, form, "CLOSED")
	refused("late", city.Editor(), reviseSurvey, map[string]any{"surveyId": asking.Survey, "questions": graphtest.Questions()}, "CLOSED")
	city.SQL.MustExec(`UPDATE consultations SET reported_at = now()`)
	refused("after the report", li, reviseResponse, form, "CLOSED")
	refused("after the report", city.Editor(), reviseSurvey, map[string]any{"surveyId": asking.Survey, "questions": graphtest.Questions()}, "REPORTED")
	city.SQL.MustExec(`UPDATE consultations SET withdrawn_at = now(), reported_at = NULL`)
	refused("withdrawn", li, reviseResponse, form, "WITHDRAWN")
	refused("withdrawn", city.Resident("wu"), submitResponse, form, "WITHDRAWN")
	refused("withdrawn", city.Editor(), reviseSurvey, map[string]any{"surveyId": asking.Survey, "questions": graphtest.Questions()}, "WITHDRAWN")
}

func TestSurveyAsksForIdentity(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	survey := city.WriteSurvey("AFTER_CLOSE", graphtest.Questions())
	city.Launch(survey, "VERIFIED")
	form, li := surveyForm(survey, surveySimple("owners"), ""), city.Resident("li")
	if got := graphtest.Problems(li.Ask(submitResponse, "input", form)); !slices.Equal(got, []string{"IDENTITY_REQUIRED"}) {
		t.Errorf("got %v", got)
	}
	li.Actor.Assurance = civic.Verified
	li.Must(submitResponse, "input", form)
}

func TestSurveyResponseComesOnce(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asking := city.PutSurvey("AFTER_CLOSE")
	li, form := city.Resident("li"), surveyForm(asking.Survey, graphtest.Answers(), "key")
	first := li.Must(submitResponse, "input", form)
	city.Resident("wu").Must(submitResponse, "input", form) // the key of another person is another key
	city.Editor().Must(reviseSurvey, "input", map[string]any{"surveyId": asking.Survey, "questions": graphtest.Questions()[:1]})
	if again := li.Must(submitResponse, "input", form); again.Raw != first.Raw {
		t.Errorf("the same request gave %s and then %s", first.Raw, again.Raw)
	}
	other := surveyForm(asking.Survey, surveySimple("owners"), "key")
	if got := graphtest.Problems(li.Ask(submitResponse, "input", other)); !slices.Equal(got, []string{"IDEMPOTENCY_CONFLICT idempotencyKey"}) {
		t.Errorf("the key with other answers: %v", got)
	}
	if got := graphtest.Problems(li.Ask(submitResponse, "input", with(other, "idempotencyKey", "new"))); !slices.Equal(got, []string{"ALREADY_RESPONDED"}) {
		t.Errorf("another key: %v", got)
	}
	city.MoveTime(asking.Consultation, 100*24*time.Hour)
	if again := li.Must(submitResponse, "input", form); again.Raw != first.Raw {
		t.Errorf("after the close the same request gave %s", again.Raw)
	}
}

func TestSurveyResponsesAreReadByThoseWhoMay(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asking := city.PutSurvey("LIVE")
	var ids []string
	for i := range 5 {
		given := city.Resident(fmt.Sprint("resident", i)).Must(submitResponse, "input", surveyForm(asking.Survey, surveySimple("owners"), ""))
		ids = append(ids, given.Get("submitSurveyResponse.surveyResponse.id").String())
	}
	slices.Reverse(ids)
	const read = `query ($s: ID!, $r: ID!) { node(id: $r) { id ... on SurveyResponse { version } } survey(id: $s) { viewerResponse { id } responses(first: 2) { totalCount nodes { id answers { question { key } ... on ChoiceAnswer { choices } } } pageInfo { endCursor hasNextPage } } } }`
	const node = `query ($s: ID!, $r: ID!) { node(id: $r) { id } survey(id: $s) { viewerResponse { id } } }`
	for name, c := range map[string]struct {
		who   *graphtest.Client
		may   bool
		node  bool
		error string
	}{
		"nobody":            {city.Anyone(), false, false, "UNAUTHENTICATED"},
		"a resident":        {city.Resident("wu"), false, false, "FORBIDDEN"},
		"its author":        {city.Resident("resident4"), false, true, "FORBIDDEN"},
		"another's analyst": {city.Staff("zhao", "TRAFFIC", civic.Analyst), false, false, "FORBIDDEN"},
		"its publisher":     {city.Publisher(), false, false, "FORBIDDEN"},
		"an admin":          {city.Staff("admin", "", civic.Admin), false, false, "FORBIDDEN"},
		"its editor":        {city.Editor(), true, true, ""},
		"its analyst":       {city.Staff("qian", graphtest.Housing, civic.Analyst), true, true, ""},
		"an auditor":        {city.Staff("audit", "", civic.Auditor), true, true, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := c.who.Must(node, "s", asking.Survey, "r", ids[0]); got.Get("node.id").Exists() != c.node || got.Get("survey.viewerResponse.id").Exists() != (name == "its author") {
				t.Errorf("reads %s", got.Raw)
			}
			answer := c.who.Ask(read, "s", asking.Survey, "r", ids[0])
			if !c.may {
				if got := graphtest.Problems(answer); !slices.Equal(got, []string{c.error}) {
					t.Errorf("got %v, want %s", got, c.error)
				}
				return
			}
			list := answer.Get("data.survey.responses")
			if got := surveyKeys(list.Get("nodes"), "id"); !slices.Equal(got, ids[:2]) || list.Get("totalCount").Int() != 5 || !list.Get("pageInfo.hasNextPage").Bool() {
				t.Errorf("lists %s", list.Raw)
			}
		})
	}
}

func TestSurveyTalliesStayExact(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asking := city.PutSurvey("AFTER_CLOSE")
	ctx, stop := context.WithCancel(t.Context())
	var folding, people sync.WaitGroup
	folding.Go(func() {
		for ctx.Err() == nil {
			if _, err := city.DB.FoldTallies(t.Context()); err != nil {
				t.Error(err)
				return
			}
		}
	})
	people.Go(func() {
		for range 3 {
			city.Editor().Must(reviseSurvey, "input", map[string]any{"surveyId": asking.Survey, "questions": graphtest.Questions()})
		}
	})
	for person := range 16 {
		people.Go(func() {
			r, who := rand.New(rand.NewPCG(1, uint64(person))), city.Resident(fmt.Sprint("person", person%12)) // four people fill it in from two places at once
			for range 6 {
				form := surveyForm(asking.Survey, surveyRandom(r), "")
				said := graphtest.Problems(who.Ask(submitResponse, "input", form))
				if len(said) > 0 && !slices.Equal(said, []string{"ALREADY_RESPONDED"}) {
					t.Error(said)
				}
				who.Must(reviseResponse, "input", surveyForm(asking.Survey, surveyRandom(r), ""))
			}
		})
	}
	people.Wait()
	stop()
	folding.Wait()
	if differ := city.RecountSurveys(); len(differ) > 0 {
		t.Error(strings.Join(differ, "\n"))
	}
	var rows int
	if err := city.SQL.Get(&rows, `SELECT count(*) FROM survey_responses`); err != nil || rows != 12 {
		t.Errorf("%d responses of 12 people, %v", rows, err)
	}
}

// surveyRandom fills the survey in by chance.
func surveyRandom(r *rand.Rand) []map[string]any {
	answers := slices.Clone(graphtest.Answers())
	manager := []string{"company", "owners", "nobody"}[r.IntN(3)]
	grade := 1 + r.IntN(5)
	return slices.DeleteFunc(answers, func(a map[string]any) bool {
		switch a["question"] {
		case "manager":
			a["choices"] = []string{manager}
			return false
		case "fee":
			a["number"] = float64(r.IntN(1000)) / 100
			return manager != "company"
		case "grade":
			a["number"] = grade
			return false
		case "complaint":
			return grade > 2
		}
		return r.IntN(3) == 0
	})
}

// A version that comes between reading the questions and writing the answers is what a form is held against: no response
// holds answers of one version under the number of another.
func TestSurveyVersionsDoNotMix(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asking := city.PutSurvey("AFTER_CLOSE")
	var all sync.WaitGroup
	all.Go(func() {
		for i := range 4 {
			city.Editor().Must(reviseSurvey, "input", map[string]any{"surveyId": asking.Survey, "questions": surveyOnly(i)})
		}
	})
	for person := range 12 {
		all.Go(func() {
			who := city.Resident(fmt.Sprint("person", person))
			said := []string{"retry"}
			for try := 0; len(said) > 0; try++ { // guess which question the newest version asks
				answers := []map[string]any{{"question": []string{"manager", "q0", "q1", "q2", "q3"}[try%5], "choices": []string{"owners"}}}
				said = graphtest.Problems(who.Ask(submitResponse, "input", surveyForm(asking.Survey, answers, "")))
				for _, line := range said {
					if !strings.HasPrefix(line, "UNKNOWN_QUESTION") && !strings.HasPrefix(line, "ANSWER_MISSING") {
						t.Error(line)
						return
					}
				}
			}
		})
	}
	all.Wait()
	var mixed int
	if err := city.SQL.Get(&mixed, `SELECT count(*) FROM survey_responses r JOIN survey_versions v ON v.survey_id = r.survey_id AND v.version = r.version
		WHERE NOT r.answers ? (v.questions -> 0 ->> 'key')`); err != nil || mixed > 0 {
		t.Errorf("%d responses under another version's number, %v", mixed, err)
	}
	if differ := city.RecountSurveys(); len(differ) > 0 {
		t.Error(differ)
	}
	var versions []int
	if err := city.SQL.Select(&versions, `SELECT version FROM survey_versions ORDER BY version`); err != nil || !slices.Equal(versions, []int{1, 2, 3, 4, 5}) {
		t.Errorf("versions %v, %v", versions, err)
	}
}

// surveyOnly asks one question, whose key tells the version.
func surveyOnly(i int) []map[string]any {
	return []map[string]any{with(graphtest.Questions()[0], "key", fmt.Sprint("q", i))}
}

func TestSurveyRevisionsAtOnceGiveAVersionEach(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asking := city.PutSurvey("AFTER_CLOSE")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			city.Editor().Must(reviseSurvey, "input", map[string]any{"surveyId": asking.Survey, "questions": graphtest.Questions()})
		})
	}
	all.Wait()
	if got := city.Anyone().Must(`query ($id: ID!) { survey(id: $id) { version questions { key } } }`, "id", asking.Survey); got.Get("survey.version").Int() != 9 || len(got.Get("survey.questions").Array()) != 8 {
		t.Errorf("after eight revisions: %s", got.Raw)
	}
}

// TestUserErrorHasTheFactsOfItsMessage reads as fields what the message says in words.
func TestUserErrorHasTheFactsOfItsMessage(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asking := city.PutSurvey("AFTER_CLOSE")
	const submit = `mutation ($input: SubmitSurveyResponseInput!) { submitSurveyResponse(input: $input) { userErrors { code message field min max count at day expected found } } }`
	ask := func(answers []map[string]any) gjson.Result {
		return city.Resident("li").Ask(submit, "input", surveyForm(asking.Survey, answers, "")).Get("data.submitSurveyResponse.userErrors.0")
	}
	large := ask(append(surveySimple("company"), map[string]any{"question": "fee", "number": 100.5}))
	if large.Get("max").Raw != "100" || large.Get("min").Raw != "null" || large.Get("field").Raw != `["answers","fee","number"]` || !strings.Contains(large.Get("message").String(), "above 100") {
		t.Errorf("too much is refused as %s", large)
	}
	city.MoveTime(asking.Consultation, 100*24*time.Hour)
	closed := ask(surveySimple("owners"))
	// The period ends with its last day: the message names that day in the zone of the consultation, the field has the instant in UTC.
	lastDay := closed.Get("at").Time().In(civic.TimeZone("Asia/Shanghai")).Add(-time.Second).Format("2 January 2006") + ", 24:00"
	if closed.Get("code").String() != "CLOSED" || !strings.Contains(closed.Get("message").String(), lastDay) {
		t.Errorf("late is refused as %s, want %s", closed, lastDay)
	}
}

// TestSurveyFormOfAnOlderVersion fills in what somebody read before the questions changed.
func TestSurveyFormOfAnOlderVersion(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asking := city.PutSurvey("AFTER_CLOSE")
	revise := func(words string, required bool) {
		questions := graphtest.Questions()[:1]
		questions[0] = with(questions[0], "title", []any{map[string]any{"locale": "zh", "text": words}}, "required", required)
		city.Editor().Must(reviseSurvey, "input", map[string]any{"surveyId": asking.Survey, "questions": questions})
	}
	form := func(version int) map[string]any {
		return with(surveyForm(asking.Survey, surveySimple("owners"), ""), "version", version)
	}
	revise("您满意吗？", true)
	revise("您满意吗？", false)
	revise("您不满意吗？", false)
	for _, mutation := range []string{submitResponse, reviseResponse} {
		for version, want := range map[int]string{1: "CONTENT_CHANGED version", 2: "CONTENT_CHANGED version", 3: "CONTENT_CHANGED version", 5: "UNKNOWN_VERSION", 0: "UNKNOWN_VERSION"} {
			if got := graphtest.Problems(city.Resident("li").Ask(mutation, "input", form(version))); len(got) != 1 || !strings.HasPrefix(got[0], want) {
				t.Errorf("version %d: %v, want %s", version, got, want)
			}
		}
		city.Resident("li").Must(mutation, "input", form(4))
	}
	revise("您不满意吗？", true) // the words stay
	city.SQL.MustExec(`UPDATE survey_responses SET day = day - 3`)
	city.SQL.MustExec(`UPDATE tally_deltas SET counters = ARRAY(SELECT regexp_replace(c, 'day/.*', 'day/' || to_char((SELECT min(day) FROM survey_responses), 'YYYY-MM-DD')) FROM unnest(counters) c)`)
	city.Resident("wang").Must(submitResponse, "input", form(4))
	city.Resident("li").Must(reviseResponse, "input", form(4))
	results := city.Editor().Must(surveyResults, "id", asking.Survey).Get("survey.results")
	if results.Get("version").Int() != 5 || results.Get("byDay.#").Int() != 1 || results.Get("byDay.0.count").Int() != 2 {
		t.Errorf("the days are not those of the version: %s", results.Get("byDay").Raw)
	}
	if differ := city.RecountSurveys(); len(differ) > 0 {
		t.Error(differ)
	}
}
