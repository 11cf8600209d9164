package graphtest

import (
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/tidwall/gjson"

	"minyi/domain/survey"
)

// RecountSurveys counts all survey responses again, row by row from the stored JSON, and lists where the tallies differ:
// "SURVEY COUNTER: tally, recount". It is empty at every quiet moment.
func (c *City) RecountSurveys() []string {
	c.t.Helper()
	counted := map[string]int64{}
	for _, r := range c.storedResponses() {
		r.count(func(name string, amount int64) {
			counted[fmt.Sprintf("%s v%d/%s", r.Survey, r.Version, name)] += amount
		})
	}
	kept := c.surveyTallies()
	var differ []string
	for name, amount := range kept {
		if counted[name] != amount {
			differ = append(differ, fmt.Sprintf("%s: %d, %d", name, amount, counted[name]))
		}
	}
	for name, amount := range counted {
		if _, has := kept[name]; !has {
			differ = append(differ, fmt.Sprintf("%s: none, %d", name, amount))
		}
	}
	slices.Sort(differ)
	return differ
}

// surveyTallies reads the tallies and what still waits to be added to them.
func (c *City) surveyTallies() map[string]int64 {
	c.t.Helper()
	var rows []struct {
		Name   string
		Amount int64
	}
	if err := c.SQL.Select(&rows, `SELECT subject_id || ' ' || counter AS name, sum(amount)::bigint AS amount FROM (
		SELECT subject_id, counter, amount FROM tallies
		UNION ALL SELECT d.* FROM tally_deltas t, unnest(t.subjects, t.counters, t.amounts) AS d (subject_id, counter, amount)
		) every WHERE subject_id IN (SELECT id FROM surveys) GROUP BY 1 HAVING sum(amount) <> 0`); err != nil {
		c.t.Fatal(err)
	}
	tallies := map[string]int64{}
	for _, row := range rows {
		tallies[row.Name] = row.Amount
	}
	return tallies
}

// stored is one response as the database keeps it.
type stored struct {
	Survey    uuid.UUID
	Version   int
	Day       string
	Answers   string
	RecordKey int64 `db:"record_key"`
	Questions survey.Questions
}

func (c *City) storedResponses() []stored {
	c.t.Helper()
	var rows []stored
	if err := c.SQL.Select(&rows, `SELECT r.survey_id AS survey, r.version, r.day::text AS day, r.answers::text AS answers, r.record_key, v.questions
		FROM survey_responses r JOIN survey_versions v ON v.survey_id = r.survey_id AND v.version = r.version`); err != nil {
		c.t.Fatal(err)
	}
	return rows
}

// count lists the counters that the response adds to, and the amounts.
func (r stored) count(add func(name string, amount int64)) {
	add("responses", 1)
	add("day/"+r.Day, 1)
	var answers survey.Answers
	if err := answers.Scan(r.Answers); err != nil {
		panic(err)
	}
	for _, key := range survey.Asked(r.Questions, answers) {
		r.countIn(key, "asked", add)
	}
	gjson.Parse(r.Answers).ForEach(func(key, answer gjson.Result) bool {
		countAnswer(answer, func(name string) { r.countIn(key.String(), name, add) })
		return true
	})
}

// countIn counts the response under a name of a question, and its record key where the published count carries noise.
func (r stored) countIn(key, name string, add func(name string, amount int64)) {
	add("q/"+key+"/"+name, 1)
	for _, q := range r.Questions {
		if q.Key == key && (len(q.ShowIf) > 0 || q.NotApplicable || q.Kind == survey.MultipleChoice || q.Kind == survey.Ranking) {
			add("k/"+key+"/"+name, r.RecordKey)
		}
	}
}

func countAnswer(answer gjson.Result, add func(string)) {
	if answer.Get("notApplicable").Bool() {
		add("none")
		return
	}
	add("answered")
	if answer.Get("redacted").Bool() {
		add("redacted")
	}
	for _, option := range answer.Get("choices").Array() {
		add("option/" + option.String())
	}
	for _, value := range []gjson.Result{answer.Get("number"), answer.Get("date")} {
		if value.Exists() {
			add("value/" + value.String())
		}
	}
	for _, row := range answer.Get("rows").Array() {
		add("row/" + row.Get("row").String() + "/" + row.Get("choice").String())
	}
	for place, option := range answer.Get("ranking").Array() {
		add(fmt.Sprintf("rank/%s/%d", option.String(), place+1))
	}
}
