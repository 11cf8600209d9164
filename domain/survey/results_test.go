package survey

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// tallyUp adds up the counters of responses, like the database.
func tallyUp(version int, questions []Question, responses []Answers, day func(i int) string) map[string]int64 {
	tally := map[string]int64{}
	for i, answers := range responses {
		for _, c := range SurveyCounters(version, questions, answers, day(i), keyOf(i)) {
			tally[c.Name] += c.Amount
		}
	}
	return tally
}

// keyOf is the record key of the person with this number.
func keyOf(i int) int32 { return RecordKey([]byte{byte(i), byte(i >> 8), byte(i >> 16)}) }

// nearlyEqual tells whether two figures differ only by rounding. Nil equals NaN, the result of the naive formulas without numbers.
func nearlyEqual(got *float64, want float64) bool {
	if got == nil {
		return math.IsNaN(want)
	}
	return math.Abs(*got-want) <= 1e-9*max(1, math.Abs(want))
}

// naive computes the statistics of a list of numbers with the textbook formulas. They are NaN for an empty list.
func naive(xs []float64) (mean, median, deviation, least, most float64) {
	if len(xs) == 0 {
		return math.NaN(), math.NaN(), math.NaN(), math.NaN(), math.NaN()
	}
	slices.Sort(xs)
	n := float64(len(xs))
	for _, x := range xs {
		mean += x / n
	}
	for _, x := range xs {
		deviation += (x - mean) * (x - mean) / n
	}
	return mean, (xs[(len(xs)-1)/2] + xs[len(xs)/2]) / 2, math.Sqrt(deviation), xs[0], xs[len(xs)-1]
}

// countWhere counts the responses for which a condition holds.
func countWhere(responses []Answers, is func(Answers) bool) (n int) {
	for _, answers := range responses {
		if is(answers) {
			n++
		}
	}
	return n
}

func TestResultsEqualARecount(t *testing.T) {
	t.Parallel()
	questions := parkQuestions(t)
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 1))
		responses := make([]Answers, r.IntN(60))
		for i := range responses {
			var err error
			if responses[i], err = CheckAnswers(questions, randomResponse(r, questions)); err != nil {
				t.Fatal(err)
			}
		}
		day := func(i int) string { return fmt.Sprintf("2026-02-%02d", 1+i%9) }
		tally := tallyUp(4, questions, responses, day)
		tally["v5/responses"], tally["v40/q/grade/value/3"], tally["v5/day/2026-02-01"] = 9, 9, 9 // of other versions
		results := ResultsOf(4, questions, tally)
		sum := 0
		for _, d := range results.ByDay {
			sum += d.Count
		}
		if *results.Responses != len(responses) || sum != len(responses) || len(results.ByDay) != min(9, len(responses)) {
			t.Fatalf("seed %d: %d responses on %v", seed, *results.Responses, results.ByDay)
		}
		for _, q := range results.Questions {
			recount(t, q, questions, responses)
		}
		if _, err := json.Marshal(results); err != nil {
			t.Fatal(err)
		}
	}
}

// recount compares one question's results with a recount of the responses.
func recount(t *testing.T, r QuestionResults, questions []Question, responses []Answers) {
	t.Helper()
	key := r.Question.Key
	check := func(what string, got, want any) {
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s of %s: got %v, want %v", what, key, got, want)
		}
	}
	check("asked", *r.Asked, countWhere(responses, func(a Answers) bool { return slices.Contains(Asked(questions, a), key) }))
	check("answered", *r.Answered, countWhere(responses, func(a Answers) bool { _, has := a[key]; return has }))
	options := r.Options
	if r.Other != nil {
		options = append(slices.Clone(options), *r.Other)
	}
	for _, option := range options {
		n := countWhere(responses, func(a Answers) bool { return slices.Contains(a[key].Choices, option.Option.Key) })
		check("option "+option.Option.Key, *option.Count, n)
		check("share", *option.Share, float64(n)/float64(max(1, *r.Answered)))
	}
	for _, row := range r.Rows {
		for _, option := range row.Options {
			want := MatrixRowAnswer{row.Row.Key, option.Option.Key}
			check("cell", *option.Count, countWhere(responses, func(a Answers) bool { return slices.Contains(a[key].Rows, want) }))
		}
	}
	for _, rank := range r.Ranks {
		var places []float64
		for _, a := range responses {
			if i := slices.Index(a[key].Ranking, rank.Option.Key); i >= 0 {
				places = append(places, float64(i+1))
			}
		}
		mean, _, _, _, _ := naive(places)
		check("ranked", rank.Ranked, len(places))
		check("mean rank", nearlyEqual(rank.MeanRank, mean), true)
	}
	var numbers []float64
	for _, a := range responses {
		if a[key].Number != nil {
			numbers = append(numbers, *a[key].Number)
		}
	}
	mean, median, deviation, least, most := naive(numbers)
	for i, pair := range []struct {
		got  *float64
		want float64
	}{{r.Mean, mean}, {r.Median, median}, {r.Deviation, deviation}, {r.Min, least}, {r.Max, most}} {
		check(fmt.Sprint("figure ", i), nearlyEqual(pair.got, pair.want), true)
	}
	values := 0
	for _, v := range r.Values {
		values += *v.Count
	}
	if r.Question.isNumeric() || r.Question.Kind == Date {
		check("values", values, *r.Answered)
	}
}

func TestResultsOfNothing(t *testing.T) {
	t.Parallel()
	results := ResultsOf(1, parkQuestions(t), nil)
	if *results.Responses != 0 || results.ByDay == nil || len(results.ByDay) != 0 {
		t.Errorf("%d responses on %v", *results.Responses, results.ByDay)
	}
	for _, q := range results.Questions {
		if q.Mean != nil || q.Median != nil || q.Deviation != nil || q.Min != nil || q.Max != nil {
			t.Errorf("%s has figures of nothing", q.Question.Key)
		}
	}
	grade := results.Questions[3]
	if len(grade.Values) != 5 || grade.Values[4].Value != "5" || *grade.Values[4].Count != 0 {
		t.Errorf("the empty scale is %v", grade.Values)
	}
	if rank := results.Questions[7].Ranks[0]; rank.MeanRank != nil || len(rank.Positions) != 3 {
		t.Errorf("the empty rank is %v", rank)
	}
	if _, err := json.Marshal(results); err != nil {
		t.Error(err)
	}
}

// TestResultsOfNumbersAreExact uses numbers whose sums are inexact in floats: a tenth a hundred thousand times, and neighbours at the
// end of the range.
func TestResultsOfNumbersAreExact(t *testing.T) {
	t.Parallel()
	q := Question{Key: "n", Kind: Number, Decimals: 2}
	for name, test := range map[string]struct {
		values                  map[string]int64
		mean, median, deviation float64
		order                   []string
	}{
		"tenths":    {map[string]int64{"0.1": 100_000}, 0.1, 0.1, 0, []string{"0.1"}},
		"far end":   {map[string]int64{"1000000000000": 1, "999999999999": 1}, 999999999999.5, 999999999999.5, 0.5, []string{"999999999999", "1000000000000"}},
		"negatives": {map[string]int64{"-0.5": 1, "-10": 2, "9.25": 1}, -2.8125, -5.25, math.Sqrt(285.8125/4 - 2.8125*2.8125), []string{"-10", "-0.5", "9.25"}},
		"textbook":  {map[string]int64{"2": 1, "4": 3, "5": 2, "7": 1, "9": 1}, 5, 4.5, 2, []string{"2", "4", "5", "7", "9"}},
	} {
		tally := map[string]int64{}
		for value, n := range test.values {
			tally["v1/q/n/value/"+value] = n
			tally["v1/q/n/answered"] += n
		}
		r := ResultsOf(1, []Question{q}, tally).Questions[0]
		if *r.Mean != test.mean || *r.Median != test.median || !nearlyEqual(r.Deviation, test.deviation) {
			t.Errorf("%s: mean %v, median %v, deviation %v", name, *r.Mean, *r.Median, *r.Deviation)
		}
		for i, v := range r.Values {
			if v.Value != test.order[i] {
				t.Errorf("%s: value %d is %s", name, i, v.Value)
			}
		}
	}
}

func TestPercentBases(t *testing.T) {
	t.Parallel()
	for i, want := range []PercentBase{AnswersBase, RespondentsBase, AnswersBase, AnswersBase, AnswersBase, AnswersBase, AnswersBase, RespondentsBase} {
		if got := ResultsOf(1, parkQuestions(t), nil).Questions[i]; got.PercentBase != want {
			t.Errorf("%s is of %s", got.Question.Key, got.PercentBase)
		}
	}
	tally := map[string]int64{"v1/q/why/answered": 4, "v1/q/why/option/walk": 4, "v1/q/why/option/other": 3}
	why := ResultsOf(1, parkQuestions(t), tally).Questions[1]
	if *why.Options[0].Share != 1 || *why.Other.Share != 0.75 {
		t.Errorf("shares %v, %v", *why.Options[0].Share, *why.Other.Share)
	}
}
