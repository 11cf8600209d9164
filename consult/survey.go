package consult

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
	root := tallyRoot(version)
	names := []string{root + "responses", root + "day/" + day}
	for _, key := range Asked(questions, answers) {
		names = append(names, tallyOf(version, key)+"asked")
	}
	for key, answer := range answers {
		of := tallyOf(version, key)
		for _, name := range answer.tallied() {
			names = append(names, of+name)
		}
	}
	slices.Sort(names)
	counters := make([]Counter, len(names))
	for i, name := range names {
		counters[i] = Counter{Name: name, Amount: 1}
	}
	return counters
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

// tallied names what one answer adds to, below its question. Words that people wrote are counted and never named.
func (a Answer) tallied() []string {
	names := []string{"answered"}
	for _, key := range a.Choices {
		names = append(names, "option/"+key)
	}
	if a.Number != nil {
		names = append(names, "value/"+decimal(*a.Number))
	}
	if a.Date != nil {
		names = append(names, "value/"+*a.Date)
	}
	for _, row := range a.Rows {
		names = append(names, rowTally(row.Row, row.Choice))
	}
	for i, key := range a.Ranking {
		names = append(names, rankTally(key, i+1))
	}
	return names
}

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
