package survey

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// The attacks by which independent readers once worked out answers of single people. Each must fail to reach what it reached.

// published are the results that everybody may see of responses to version 1.
func published(questions []Question, responses []Answers, noise Noise) SurveyResults {
	tally := tallyUp(1, questions, responses, func(int) string { return "2026-02-01" })
	last, _ := NextPublished(nil, tally, true)
	return PublishedResults(1, questions, last, noise)
}

func chose(options ...string) Answer { return Answer{Choices: options} }

// numbers are responses to one question, a number each.
func numbers(key string, values ...float64) []Answers {
	all := make([]Answers, len(values))
	for i, x := range values {
		all[i] = Answers{key: {Number: new(x)}}
	}
	return all
}

// TestTypo: a survey is revised after one response, and the results of its first version are that one form.
func TestTypo(t *testing.T) {
	t.Parallel()
	questions := parkQuestions(t)
	answers, err := CheckAnswers(questions, []AnswerInput{dailyVisit, {Question: "grade", Number: new(5.0)}})
	if err != nil {
		t.Fatal(err)
	}
	for people := 1; people < minGroup; people++ {
		responses := make([]Answers, people)
		for i := range responses {
			responses[i] = answers
		}
		results := published(questions, responses, testNoise(1))
		if results.Responses != nil || len(results.ByDay) > 0 {
			t.Errorf("%d people: %v on %v", people, *results.Responses, results.ByDay)
		}
		for _, q := range results.Questions {
			if q.Asked != nil || q.Answered != nil || q.Options != nil || q.Values != nil || q.Bins != nil || q.Rows != nil || q.Ranks != nil || q.Mean != nil {
				t.Errorf("%d people: %s shows %+v", people, q.Question.Key, q)
			}
		}
	}
}

// TestTurn: the two orders of a table withhold different cells, and the one tells what the other hides.
func TestTurn(t *testing.T) {
	t.Parallel()
	pairs := pairsOf("a", "b", [][]int{{6, 2, 1}, {0, 2, 0}, {14, 5, 0}})
	for survey := range byte(100) {
		table, _ := PublishedCrossTable(choiceOf("a", 3), choiceOf("b", 3), pairs, testNoise(survey))
		turned, _ := PublishedCrossTable(choiceOf("b", 3), choiceOf("a", 3), Turned(pairs), testNoise(survey))
		for r := range table.Rows {
			for c := range table.Columns {
				if n := table.Rows[r].Cells[c]; n != turned.Rows[c].Cells[r] || n.Count > 0 && n.Count < minCellCount {
					t.Errorf("survey %d: %v and %v", survey, table, turned)
				}
			}
		}
	}
}

// TestAlone: one person alone chose x, which the results tell, and the row of x is that person's vote.
func TestAlone(t *testing.T) {
	t.Parallel()
	gender, vote := choiceOf("g", 3), choiceOf("v", 5)
	grid := [][]int{{9, 10, 11, 9, 10}, {12, 9, 10, 9, 10}, {0, 0, 0, 1, 0}}
	for survey := range byte(50) {
		table, _ := PublishedCrossTable(gender, vote, pairsOf("g", "v", grid), testNoise(survey))
		for _, row := range table.Rows {
			if row.Option.Key == "g2" {
				t.Errorf("survey %d shows the row %v", survey, row)
			}
		}
	}
	var responses []Answers
	for g, row := range grid {
		for v, people := range row {
			for range people {
				responses = append(responses, Answers{"g": chose(fmt.Sprint("g", g)), "v": chose(fmt.Sprint("v", v))})
			}
		}
	}
	if alone := published([]Question{gender, vote}, responses, testNoise(1)).Questions[0]; alone.Options[2].Count != nil || len(alone.Merged.Keys) < 2 {
		t.Errorf("the results show %v", alone)
	}
}

// guarded is a survey of age, illness and a question that only a part of the people sees.
func guarded(shown ...ShowIf) []Question {
	more := choiceOf("kind", 2)
	more.ShowIf, more.Required = shown, true
	return []Question{choiceOf("age", 3), choiceOf("ill", 2), more}
}

// ageAndIllness are responses by a grid of age and illness. Who sees the third question chooses its first option.
func ageAndIllness(questions []Question, grid [3][2]int) []Answers {
	var all []Answers
	for age, row := range grid {
		for ill, people := range row {
			for range people {
				answers := Answers{"age": chose(fmt.Sprint("age", age)), "ill": chose(fmt.Sprint("ill", ill))}
				if questions[2].visibility(answers, nil) == shown {
					answers["kind"] = chose("kind0")
				}
				all = append(all, answers)
			}
		}
	}
	return all
}

// TestGuard: a follow-up is asked of those who are young and ill, and how many are asked is the cell of the table.
func TestGuard(t *testing.T) {
	t.Parallel()
	questions := guarded(ShowIf{Question: "age", AnyOf: []string{"age0"}}, ShowIf{Question: "ill", AnyOf: []string{"ill1"}})
	differ := 0
	for survey := range byte(50) {
		if r := published(questions, ageAndIllness(questions, [3][2]int{{28, 2}, {30, 30}, {30, 30}}), testNoise(survey)).Questions[2]; r.Asked != nil || r.Options != nil {
			t.Errorf("two people are asked: %d", *r.Asked)
		}
		// With twelve of fifteen the three others would follow from the exact number.
		r := published(questions, ageAndIllness(questions, [3][2]int{{3, 12}, {30, 30}, {30, 30}}), testNoise(survey)).Questions[2]
		if *r.Asked != 12 {
			differ++
		}
		if *r.Asked != *r.Answered || *r.Asked != *r.Options[0].Count {
			t.Errorf("survey %d: the same people are %d, %d and %d", survey, *r.Asked, *r.Answered, *r.Options[0].Count)
		}
	}
	if differ < 25 {
		t.Errorf("the number of the asked is exact in %d of 50 surveys", 50-differ)
	}
}

// TestTotal: the rows of a table with a question that only the ill see are age by illness.
func TestTotal(t *testing.T) {
	t.Parallel()
	questions, exact := guarded(ShowIf{Question: "ill", AnyOf: []string{"ill1"}}), 0
	pairs := pairsOf("age", "kind", [][]int{{20, 7}, {12, 10}, {21, 10}})
	for survey := range byte(50) {
		table, _ := PublishedCrossTable(questions[0], questions[2], pairs, testNoise(survey))
		if table.Rows[0].Total == 27 && table.Rows[1].Total == 22 && table.Rows[2].Total == 31 {
			exact++
		}
	}
	if exact > 5 {
		t.Errorf("the rows are exact in %d of 50 surveys", exact)
	}
}

// TestOverlap: the counts of two options and of the people tell how many chose both.
func TestOverlap(t *testing.T) {
	t.Parallel()
	q, exact := choiceOf("q", 2), 0
	q.Kind, q.Required, q.Min, q.Max = MultipleChoice, true, new(1.0), new(2.0)
	var responses []Answers
	for _, group := range []struct {
		people  int
		options []string
	}{{18, []string{"q0"}}, {20, []string{"q1"}}, {1, []string{"q0", "q1"}}} {
		for range group.people {
			responses = append(responses, Answers{"q": chose(group.options...)})
		}
	}
	for survey := range byte(100) {
		r := published([]Question{q}, responses, testNoise(survey)).Questions[0]
		u, v := *r.Options[0].Count, *r.Options[1].Count
		if u+v-*r.Answered == 1 {
			exact++
		}
		if u == 19 && v == 21 {
			t.Logf("survey %d is exact by chance", survey)
		}
	}
	if exact > 30 {
		t.Errorf("the overlap is right in %d of 100 surveys", exact)
	}
}

// TestFive: the figures of five numbers leave few sets of numbers.
func TestFive(t *testing.T) {
	t.Parallel()
	q := Question{Key: "n", Kind: Number}
	for _, people := range []int{5, 9} {
		if r := published([]Question{q}, numbers("n", []float64{23, 35, 35, 51, 68, 71, 72, 80, 91}[:people]...), testNoise(1)).Questions[0]; r.Mean != nil || r.Median != nil || r.Deviation != nil || r.Bins != nil {
			t.Errorf("%d people show %v", people, r)
		}
	}
	// The figures follow from the ranges alone: other numbers in the same ranges give the same ones.
	one := published([]Question{q}, numbers("n", 21, 22, 23, 24, 25, 61, 62, 63, 64, 65), testNoise(1)).Questions[0]
	other := published([]Question{q}, numbers("n", 21, 22, 22, 22, 25, 61, 62, 64, 64, 900), testNoise(1)).Questions[0]
	if len(one.Bins) != 2 || *one.Mean != *other.Mean || *one.Median != *other.Median || *one.Deviation != *other.Deviation || *one.Bins[0].To != *other.Bins[0].To {
		t.Errorf("%v and %v", one, other)
	}
}

// incomes are 39 incomes, of which one is far above the others.
func incomes() []float64 {
	all := []float64{2_750_000}
	for i := range 38 {
		all = append(all, 12_000.0+417*float64(i)+float64(i*i%97))
	}
	return all
}

// TestMedian: the median is one person's income, and the mean and the deviation bound the greatest.
func TestMedian(t *testing.T) {
	t.Parallel()
	q, known := Question{Key: "income", Kind: Number}, map[float64]bool{}
	for _, x := range incomes() {
		known[x] = true
	}
	r := published([]Question{q}, numbers("income", incomes()...), testNoise(1)).Questions[0]
	if known[*r.Median] || known[*r.Mean] || r.Min != nil || r.Max != nil || r.Values != nil {
		t.Errorf("the figures are %v, %v", *r.Median, *r.Mean)
	}
	if *r.Mean > 40_000 || r.Bins[len(r.Bins)-1].To != nil {
		t.Errorf("the mean %v tells the greatest income", *r.Mean)
	}
	for _, b := range r.Bins {
		if b.Count < minCellCount {
			t.Errorf("the range %s has %d people", b.name(), b.Count)
		}
	}
	// Of what the middle of the people earn little is lost.
	if math.Abs(*r.Median-19_800) > 1_500 {
		t.Errorf("the median is %v", *r.Median)
	}
}

// TestRating: an age asked as a rating from 0 to 100 shows each age.
func TestRating(t *testing.T) {
	t.Parallel()
	q := Question{Key: "age", Kind: Rating, Min: new(0.0), Max: new(100.0)}
	var ages []float64
	for i := range 60 {
		ages = append(ages, float64(18+i*i%70))
	}
	r := published([]Question{q}, numbers("age", ages...), testNoise(1)).Questions[0]
	if r.Values != nil || len(r.Bins) < 3 || r.Protected != Binned {
		t.Errorf("%v are shown", r)
	}
	for _, b := range r.Bins {
		if b.Count < minCellCount {
			t.Errorf("the range %s has %d people", b.name(), b.Count)
		}
	}
}

// TestLive: two states of live results that lie one person apart are that person's form.
func TestLive(t *testing.T) {
	t.Parallel()
	questions := parkQuestions(t)
	now, shown := map[string]int64{}, map[string]int64(nil)
	steps := 0
	for i := range 95 {
		for _, c := range SurveyCounters(1, questions, randomAnswers(t, i, questions), "2026-02-01", keyOf(i)) {
			now[c.Name] += c.Amount
		}
		next, moved := NextPublished(shown, now, false)
		if !moved {
			continue
		}
		steps++
		differByTen(t, shown, next)
		shown = next
	}
	if steps < 9 || shown["v1/responses"] != 90 {
		t.Errorf("%d steps show %d responses", steps, shown["v1/responses"])
	}
	last, _ := NextPublished(shown, now, true)
	differByTen(t, shown, last)
	if last["v1/responses"] != 90 {
		t.Errorf("five more people than before are shown as %d", last["v1/responses"])
	}
}

// TestLiveOfChanges: among ten people who skip a question, one person takes an answer back and another gives one, or somebody answers one row of a matrix.
func TestLiveOfChanges(t *testing.T) {
	t.Parallel()
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 1))
	questions := parkQuestions(t)
	now, shown, standing := map[string]int64{}, map[string]int64(nil), map[int]Answers{}
	count := func(person int, answers Answers, times int64) {
		for _, c := range SurveyCounters(1, questions, answers, "2026-02-01", keyOf(person)) {
			now[c.Name] += times * c.Amount
		}
	}
	steps := 0
	for person := range 400 {
		answers := randomAnswers(t, person, questions)
		count(person, answers, 1)
		standing[person] = answers
		if other := r.IntN(person + 1); r.IntN(2) == 0 && standing[other] != nil {
			count(other, standing[other], -1)
			delete(standing, other)
			if r.IntN(3) > 0 {
				standing[other] = randomAnswers(t, 1000+r.IntN(1000), questions)
				count(other, standing[other], 1)
			}
		}
		maps.DeleteFunc(now, func(_ string, amount int64) bool { return amount == 0 })
		if next, moved := NextPublished(shown, now, false); moved {
			differByTen(t, shown, next)
			shown, steps = next, steps+1
		}
	}
	if steps < 10 || t.Failed() {
		t.Errorf("seed %d: %d steps", seed, steps)
	}
	// Ten people see a question and skip it. Somebody who answered it goes, and somebody else comes who answers it.
	before := map[string]int64{"v1/q/a/asked": 20, "v1/q/a/answered": 12, "v1/q/a/option/x": 6, "v1/q/a/option/y": 6}
	after := map[string]int64{"v1/q/a/asked": 30, "v1/q/a/answered": 12, "v1/q/a/option/x": 5, "v1/q/a/option/y": 7}
	if next, moved := NextPublished(before, after, true); moved {
		t.Errorf("one answer more and one less are published as %v", next)
	}
	// One of ten people answers a row of a matrix.
	before = map[string]int64{"v1/q/m/asked": 10, "v1/q/m/answered": 10, "v1/q/m/row/a/x": 10, "v1/q/m/row/b/x": 10}
	after = map[string]int64{"v1/q/m/asked": 20, "v1/q/m/answered": 20, "v1/q/m/row/a/x": 20, "v1/q/m/row/b/x": 10, "v1/q/m/row/b/y": 1}
	if next, _ := NextPublished(before, after, true); next["v1/q/m/row/b/y"] != 0 || next["v1/q/m/row/a/x"] != 20 {
		t.Errorf("one answer to a row is published as %v", next)
	}
}

// differByTen holds two published states against each other: no question, no row and no version differs by one to nine people, and no answers differ where
// their number does not.
func differByTen(t *testing.T, before, after map[string]int64) {
	t.Helper()
	was, is := groupsOf(before), groupsOf(after)
	for name, now := range is {
		then, published := was[name]
		if !published {
			continue
		}
		for _, d := range []int64{now.people - then.people, now.answered - then.answered} {
			if d != 0 && d < minGroup && d > -minGroup {
				t.Errorf("%s has %+v and then %+v", name, then, now)
			}
		}
		if now.answered == then.answered && !maps.Equal(then.answers, now.answers) {
			t.Errorf("%s has other answers of as many people: %+v and then %+v", name, then, now)
		}
	}
	for tally, amount := range before {
		if group := groupOf(tally); is[group].people == was[group].people && after[tally] != amount {
			t.Errorf("%s is %d and then %d, with as many people", tally, amount, after[tally])
		}
	}
}
