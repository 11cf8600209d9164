package survey

import (
	"slices"
	"strconv"
	"strings"
)

// ResultsVisibility says when the public may read a survey's results.
type ResultsVisibility string

// When results are public. After the close is the default: what others answered should not sway an answer, and two
// readings a moment apart tell what the person in between answered.
const (
	AfterClose ResultsVisibility = "AFTER_CLOSE"
	Live       ResultsVisibility = "LIVE"
)

// Counter is an amount to add to the tally of that name.
type Counter struct {
	Name   string
	Amount int64
}

// SurveyCounters lists what one response adds to the survey's tallies. The day is that of the response in the
// profile's time zone, as yyyy-mm-dd. Every amount is 1 and every name comes once, in alphabetical order, so that
// all writers lock the tallies in the same order. Options are counted singly and never as combinations, which could
// point at someone. The names, under v and the version:
//
//	v1/responses  v1/day/2026-01-31
//	v1/q/KEY/asked  v1/q/KEY/answered
//	v1/q/KEY/option/OPTION       "other" being an option
//	v1/q/KEY/value/VALUE         of a rating, a number (canonical decimal) or a date
//	v1/q/KEY/row/ROW/COLUMN      of a matrix
//	v1/q/KEY/rank/OPTION/PLACE   from 1
func SurveyCounters(version int, questions []Question, answers Answers, day string) []Counter {
	var t SurveyTallies
	t.Add(version, questions, answers, day)
	slices.SortFunc(t.Counters, func(a, b Counter) int { return strings.Compare(a.Name, b.Name) })
	return t.Counters
}

// SurveyTallies adds up what responses add to a survey's tallies, each name once and in no order.
type SurveyTallies struct {
	Counters []Counter
	places   map[string]int
	name     []byte // of the tally that is counted now
}

// Add counts one response.
func (t *SurveyTallies) Add(version int, questions []Question, answers Answers, day string) {
	root := tallyRoot(version)
	t.count(root, "responses")
	t.count(root, "day/", day)
	for _, key := range Asked(questions, answers) {
		t.count(root, "q/", key, "/asked")
	}
	for key, answer := range answers {
		t.answer(tallyOf(version, key), answer)
	}
}

// count adds 1 to the tally whose name has these parts. Only a name that is new is kept: most responses add to the same.
func (t *SurveyTallies) count(parts ...string) {
	t.name = t.name[:0]
	for _, part := range parts {
		t.name = append(t.name, part...)
	}
	if place, has := t.places[string(t.name)]; has {
		t.Counters[place].Amount++
		return
	}
	if t.places == nil {
		t.places = map[string]int{}
	}
	name := string(t.name)
	t.places[name] = len(t.Counters)
	t.Counters = append(t.Counters, Counter{Name: name, Amount: 1})
}

// answer counts one answer below its question. Words that people wrote are counted and never named.
func (t *SurveyTallies) answer(of string, a Answer) {
	t.count(of, "answered")
	for _, key := range a.Choices {
		t.count(of, "option/", key)
	}
	if a.Number != nil {
		t.count(of, "value/", decimal(*a.Number))
	}
	if a.Date != nil {
		t.count(of, "value/", *a.Date)
	}
	for _, row := range a.Rows {
		t.count(of, rowTally(row.Row, row.Choice))
	}
	for i, key := range a.Ranking {
		t.count(of, rankTally(key, i+1))
	}
}

// Undone gives the counters that undo those of a response.
func Undone(counters []Counter) []Counter {
	undone := slices.Clone(counters)
	for i := range undone {
		undone[i].Amount = -undone[i].Amount
	}
	return undone
}

func tallyRoot(version int) string { return "v" + strconv.Itoa(version) + "/" }

func tallyOf(version int, key string) string { return tallyRoot(version) + "q/" + key + "/" }

func rowTally(row, column string) string { return "row/" + row + "/" + column }

func rankTally(option string, place int) string { return "rank/" + option + "/" + strconv.Itoa(place) }

// tallies reads counters below a common start of their names.
type tallies struct {
	all    map[string]int64
	prefix string
}

func (t tallies) count(name string) int { return int(t.all[t.prefix+name]) }

// valueTallies gathers every positive tally whose name goes on from a question's key and "value/", by question and value.
func valueTallies(version int, counters map[string]int64) map[string][]ValueCount {
	values := map[string][]ValueCount{}
	for name, amount := range counters {
		rest, ours := strings.CutPrefix(name, tallyRoot(version)+"q/")
		key, value, isValue := strings.Cut(rest, "/value/")
		if ours && isValue && amount > 0 {
			values[key] = append(values[key], ValueCount{Value: value, Count: int(amount)})
		}
	}
	return values
}
