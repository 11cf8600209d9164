// Package survey holds surveys: their questions, the check of answers, the counters of responses, results and cross-tables. It
// withholds the counts that could point at a person.
package survey

import (
	"slices"
	"strconv"
	"strings"

	"minyi/domain/civic"
)

// WriteSurvey is a right; the enum Action in the schema describes it.
var WriteSurvey = civic.NewAction("WRITE_SURVEY", civic.Editor)

// ResultsVisibility says when the public may read a survey's results.
type ResultsVisibility string

// When results are public. AfterClose is the default, for two reasons. The answers of others should not influence a person. And two
// live results, one response apart, reveal that response.
const (
	AfterClose ResultsVisibility = "AFTER_CLOSE"
	Live       ResultsVisibility = "LIVE"
)

// Counter is an amount to add to the tally with a name.
type Counter struct {
	Name   string
	Amount int64
}

// SurveyCounters lists what one response adds to the survey's tallies. The day is the day of the response in the profile's time
// zone, as yyyy-mm-dd. Every amount is 1, except of record keys, and every name occurs once. The names are in alphabetical order, so that all writers lock
// the tallies in the same order. Each option has a count of its own. There are no counts of combinations, because they could point
// at a person. The names start with v and the version:
//
//	v1/responses  v1/day/2026-01-31
//	v1/q/KEY/asked  v1/q/KEY/answered
//	v1/q/KEY/none                "not applicable", which is not counted as answered
//	v1/q/KEY/redacted            of a free text that staff took words out of
//	v1/q/KEY/option/OPTION       "other" is an option too
//	v1/q/KEY/value/VALUE         of a rating, a number (canonical decimal) or a date
//	v1/q/KEY/row/ROW/COLUMN      of a matrix; "not_applicable" is a column too
//	v1/q/KEY/rank/OPTION/PLACE   from 1
//
// Where the published counts of a question carry noise, each tally v1/q/KEY/… has another one v1/k/KEY/…, which adds up the record keys
// of the people that the first one counts. These amounts are the response's record key.
func SurveyCounters(version int, questions []Question, answers Answers, day string, recordKey int32) []Counter {
	var t SurveyTallies
	t.Add(version, questions, answers, day, recordKey)
	slices.SortFunc(t.Counters, func(a, b Counter) int { return strings.Compare(a.Name, b.Name) })
	return t.Counters
}

// SurveyTallies is the sum of the counters of many responses to one survey. Each name occurs once, in no order.
type SurveyTallies struct {
	Counters []Counter

	root      string // of the version that was counted last
	questions []questionTallies
	index     map[string]int
	name      []byte // a buffer for the name of the current tally
}

// Add counts one response.
func (t *SurveyTallies) Add(version int, questions []Question, answers Answers, day string, recordKey int32) {
	t.nameQuestions(version, questions)
	t.add(1, t.root, "responses")
	t.add(1, t.root, "day/", day)
	for i := range questions {
		q := &questions[i]
		if q.visibility(answers, nil) != shown {
			continue
		}
		of := t.questions[i]
		of.recordKey = int64(recordKey)
		t.count(of, "asked")
		if answer, given := answers[q.Key]; given {
			t.answer(of, answer)
		}
	}
}

// nameQuestions makes the names of a version's tallies, once for all responses to it.
func (t *SurveyTallies) nameQuestions(version int, questions []Question) {
	root := tallyRoot(version)
	if t.root == root {
		return
	}
	t.root, t.questions = root, make([]questionTallies, len(questions))
	for i, q := range questions {
		t.questions[i].of = tallyOf(version, q.Key)
		if q.carriesNoise() {
			t.questions[i].keys = keysOf(version, q.Key)
		}
	}
}

// questionTallies are the tallies of one question. keys is empty where no record keys are added up.
type questionTallies struct {
	of, keys  string
	recordKey int64
}

// count adds a response to a tally of a question, and its record key where the published count needs it.
func (t *SurveyTallies) count(q questionTallies, parts ...string) {
	t.add(1, q.of, parts...)
	if q.keys != "" {
		t.add(q.recordKey, q.keys, parts...)
	}
}

// add adds to the tally whose name consists of these parts. It allocates a string only for a new name, because most responses
// add to the same tallies.
func (t *SurveyTallies) add(amount int64, prefix string, parts ...string) {
	t.name = append(t.name[:0], prefix...)
	for _, part := range parts {
		t.name = append(t.name, part...)
	}
	if i, has := t.index[string(t.name)]; has {
		t.Counters[i].Amount += amount
		return
	}
	if t.index == nil {
		t.index = map[string]int{}
	}
	name := string(t.name)
	t.index[name] = len(t.Counters)
	t.Counters = append(t.Counters, Counter{Name: name, Amount: amount})
}

// answer counts one answer to a question. A text counts as one answer, and no tally contains its words.
func (t *SurveyTallies) answer(q questionTallies, a Answer) {
	if a.NotApplicable {
		t.count(q, noneTally)
		return
	}
	t.count(q, "answered")
	if a.Redacted {
		t.count(q, redactedTally)
	}
	for _, key := range a.Choices {
		t.count(q, "option/", key)
	}
	if a.Number != nil {
		t.count(q, "value/", decimal(*a.Number))
	}
	if a.Date != nil {
		t.count(q, "value/", *a.Date)
	}
	for _, row := range a.Rows {
		t.count(q, rowTally(row.Row, row.Choice))
	}
	for i, key := range a.Ranking {
		t.count(q, rankTally(key, i+1))
	}
}

// Undone lists the counters that take the counters of a response back.
func Undone(counters []Counter) []Counter {
	undone := slices.Clone(counters)
	for i := range undone {
		undone[i].Amount = -undone[i].Amount
	}
	return undone
}

// The names of two tallies of a question.
const noneTally, redactedTally = "none", "redacted"

func tallyRoot(version int) string { return "v" + strconv.Itoa(version) + "/" }

func tallyOf(version int, key string) string { return tallyRoot(version) + "q/" + key + "/" }

func rowTally(row, column string) string { return "row/" + row + "/" + column }

func rankTally(option string, place int) string { return "rank/" + option + "/" + strconv.Itoa(place) }

// tallies reads the counters whose names have a common prefix.
type tallies struct {
	all    map[string]int64
	prefix string
}

func (t tallies) count(name string) int { return int(t.all[t.prefix+name]) }

func keysOf(version int, key string) string { return tallyRoot(version) + "k/" + key + "/" }

// valueTallies lists the positive tallies of values, by the question's key.
func valueTallies(version int, counters map[string]int64) map[string][]ValueCount {
	values := map[string][]ValueCount{}
	for name, amount := range counters {
		rest, ours := strings.CutPrefix(name, tallyRoot(version)+"q/")
		key, value, isValue := strings.Cut(rest, "/value/")
		if ours && isValue && amount > 0 {
			values[key] = append(values[key], ValueCount{Value: value, Count: new(int(amount))})
		}
	}
	return values
}
