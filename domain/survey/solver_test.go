package survey

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
)

// crowd is a survey of three single choices, and the answers of people to it.
type crowd struct {
	questions []Question
	answers   [][3]int
}

// randomCrowd asks 20 to 150 people questions of two or three options, some of which few people choose.
func randomCrowd(r *rand.Rand) crowd {
	var c crowd
	for _, key := range []string{"a", "b", "c"} {
		q := choiceOf(key, 2+r.IntN(2))
		q.Required = true
		c.questions = append(c.questions, q)
	}
	for range 20 + r.IntN(131) {
		var answer [3]int
		for i, q := range c.questions {
			answer[i] = int(math.Pow(r.Float64(), 1+2*float64(i)) * float64(len(q.Options)))
		}
		c.answers = append(c.answers, answer)
	}
	return c
}

// responses are the answers as they are stored.
func (c crowd) responses() []Answers {
	all := make([]Answers, len(c.answers))
	for i, answer := range c.answers {
		all[i] = Answers{}
		for j, q := range c.questions {
			all[i][q.Key] = Answer{Choices: []string{q.Options[answer[j]].Key}}
		}
	}
	return all
}

// pairs counts two questions.
func (c crowd) pairs(a, b int) []Pair {
	grid := make([][]Pair, len(c.questions[a].Options))
	for i := range grid {
		grid[i] = make([]Pair, len(c.questions[b].Options))
	}
	for i, answer := range c.answers {
		cell := &grid[answer[a]][answer[b]]
		cell.Count, cell.Keys = cell.Count+1, cell.Keys+int64(keyOf(i))
	}
	var pairs []Pair
	for i, row := range grid {
		for j, cell := range row {
			if cell.Count > 0 {
				pairs = append(pairs, Pair{c.questions[a].Options[i].Key, c.questions[b].Options[j].Key, cell.Count, cell.Keys})
			}
		}
	}
	return pairs
}

// reader is somebody who knows all that is public of a survey and works out what it leaves. The variables are how many people gave each
// combination of answers, first of those in the earlier state and then of those who came later.
type reader struct {
	crowd
	program
	size int
}

// row is the sum of the variables of the combinations that fit, of the earlier people alone or of all.
func (k *reader) row(early bool, fits func(answer [3]int) bool) []float64 {
	row := make([]float64, 2*k.size)
	n := 0
	for a := range k.questions[0].Options {
		for b := range k.questions[1].Options {
			for c := range k.questions[2].Options {
				if fits([3]int{a, b, c}) {
					row[n] = 1
					if !early {
						row[k.size+n] = 1
					}
				}
				n++
			}
		}
	}
	return row
}

// learnResults reads published results.
func (k *reader) learnResults(results SurveyResults, early bool) {
	if results.Responses == nil {
		return
	}
	for i, r := range results.Questions {
		at := func(keys ...string) []float64 {
			return k.row(early, func(answer [3]int) bool { return slices.Contains(keys, r.Question.Options[answer[i]].Key) })
		}
		for _, o := range r.Options {
			if o.Count != nil {
				k.between(at(o.Option.Key), float64(*o.Count), float64(*o.Count))
			}
		}
		if r.Merged != nil {
			k.between(at(r.Merged.Keys...), float64(r.Merged.Count), float64(r.Merged.Count))
		}
	}
	all := k.row(early, func([3]int) bool { return true })
	k.between(all, float64(*results.Responses), float64(*results.Responses))
}

// limits are the true counts that a published count can stand for.
func limits(shown int, bound int) (low, high float64) {
	if shown == 0 {
		return 0, float64(bound)
	}
	return math.Max(min(1, float64(shown)), float64(shown-bound)), float64(shown + bound)
}

// learnTable reads a cross-table. Merged options are one row. groupsA and groupsB say which.
func (k *reader) learnTable(table CrossTable, a, b int, fewA, fewB []string, bound int) {
	is := func(option Option, few []string, q, answer int) bool {
		key := k.questions[q].Options[answer].Key
		return option.Key == key || option.Key == mergedKey && slices.Contains(few, key)
	}
	learn := func(shown int, fits func([3]int) bool) {
		low, high := limits(shown, bound)
		k.between(k.row(false, fits), low, high)
	}
	for _, row := range table.Rows {
		learn(row.Total, func(answer [3]int) bool { return is(row.Option, fewA, a, answer[a]) })
		for c, cell := range row.Cells {
			learn(cell.Count, func(answer [3]int) bool {
				return is(row.Option, fewA, a, answer[a]) && is(table.Columns[c].Option, fewB, b, answer[b])
			})
		}
	}
	for _, column := range table.Columns {
		learn(column.Count, func(answer [3]int) bool { return is(column.Option, fewB, b, answer[b]) })
	}
	learn(table.Total, func([3]int) bool { return true })
}

// few are the answers that a table merges: those that are neither a row nor a column.
func few[T any](q Question, shown []T, option func(T) Option) []string {
	var keys []string
	for _, o := range q.Options {
		if !slices.ContainsFunc(shown, func(s T) bool { return option(s).Key == o.Key }) {
			keys = append(keys, o.Key)
		}
	}
	return keys
}

// exactCells works out the cells of one to four people that only one count fits.
func (k *reader) exactCells(a, b int) (small, exact int) {
	solved := k.feasible()
	for _, p := range k.pairs(a, b) {
		if p.Count >= minCellCount {
			continue
		}
		small++
		aim := k.row(false, func(answer [3]int) bool {
			return k.questions[a].Options[answer[a]].Key == p.Row && k.questions[b].Options[answer[b]].Key == p.Column
		})
		high, low := solved.maximum(aim), -solved.maximum(times(aim, -1))
		if low > float64(p.Count)+1e-4 || high < float64(p.Count)-1e-4 {
			panic(fmt.Sprintf("a cell of %d is said to be from %v to %v", p.Count, low, high))
		}
		if math.Ceil(low-1e-4) == math.Floor(high+1e-4) {
			exact++
		}
	}
	return small, exact
}

// attack reads all that is public of a crowd: the results of an earlier state and of the last one, and three cross-tables in both orders.
func attack(c crowd, noise Noise, protected bool) (small, exact int) {
	k := &reader{crowd: c, size: len(c.questions[0].Options) * len(c.questions[1].Options) * len(c.questions[2].Options)}
	day := func(int) string { return "2026-02-01" }
	early := tallyUp(1, c.questions, c.responses()[:len(c.answers)/2], day)
	early, _ = NextPublished(nil, early, false)
	last, _ := NextPublished(early, tallyUp(1, c.questions, c.responses(), day), true)
	k.learnResults(PublishedResults(1, c.questions, early, noise), true)
	k.learnResults(PublishedResults(1, c.questions, last, noise), false)
	orders := [][2]int{{0, 1}, {1, 0}, {0, 2}, {2, 0}, {1, 2}, {2, 1}}
	for _, o := range orders {
		pairs, a, b := c.pairs(o[0], o[1]), c.questions[o[0]], c.questions[o[1]]
		if !protected {
			table, _ := CrossTabulate(a, b, pairs)
			k.learnTable(table, o[0], o[1], nil, nil, 0)
			continue
		}
		table, _ := PublishedCrossTable(a, b, pairs, noise)
		k.learnTable(*table, o[0], o[1], few(a, table.Rows, func(r CrossTableRow) Option { return r.Option }),
			few(b, table.Columns, func(c CrossTableTotal) Option { return c.Option }), noiseBound)
	}
	for _, o := range [][2]int{{0, 1}, {0, 2}, {1, 2}} {
		s, e := k.exactCells(o[0], o[1])
		small, exact = small+s, exact+e
	}
	return small, exact
}

// TestNobodyWorksOutSmallCells lets a reader solve linear programs over all that is public. SURVEYS says over how many random surveys.
func TestNobodyWorksOutSmallCells(t *testing.T) {
	t.Parallel()
	surveys := 20
	if n, err := strconv.Atoi(os.Getenv("SURVEYS")); err == nil {
		surveys = n
	}
	small, exact, unprotected := 0, 0, 0
	for seed := range surveys {
		r := rand.New(rand.NewPCG(uint64(seed), 14))
		c := randomCrowd(r)
		s, e := attack(c, testNoise(byte(seed)), true)
		small, exact = small+s, exact+e
		if e > 0 {
			t.Errorf("survey %d: %d of %d small cells are exact", seed, e, s)
		}
		if seed < 5 {
			_, e := attack(c, testNoise(byte(seed)), false)
			unprotected += e
		}
	}
	t.Logf("%d surveys, %d small cells, %d exact", surveys, small, exact)
	if unprotected == 0 || small == 0 {
		t.Error("the reader finds nothing even without protection")
	}
}
