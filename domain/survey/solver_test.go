package survey

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// form is one person's answers to four questions: the index of an option each. The last question is shown only to those who chose the second option of
// the first question and the first option of the second; unasked stands for no answer.
type form [4]int

const unasked = -1

func (f form) sees() bool { return f[0] == 1 && f[1] == 0 }

// crowd is a survey of three single choices that all see and one that few see, and the forms of people.
type crowd struct {
	questions []Question
	forms     []form
}

// randomCrowd asks 40 to 240 people questions of two or three options, some of which few people choose.
func randomCrowd(r *rand.Rand) crowd {
	var c crowd
	for _, key := range []string{"a", "b", "c"} {
		c.questions = append(c.questions, choiceOf(key, 2+r.IntN(2)))
	}
	c.questions = append(c.questions, choiceOf("d", 2))
	for i := range c.questions {
		c.questions[i].Required = true
	}
	c.questions[3].ShowIf = []ShowIf{{Question: "a", AnyOf: []string{"a1"}}, {Question: "b", AnyOf: []string{"b0"}}}
	for range 40 + r.IntN(201) {
		f := form{3: unasked}
		for i, q := range c.questions[:3] {
			f[i] = int(math.Pow(r.Float64(), 1+float64(i)) * float64(len(q.Options)))
		}
		if f.sees() {
			f[3] = r.IntN(2)
		}
		c.forms = append(c.forms, f)
	}
	return c
}

// responses are the forms as they are stored.
func (c crowd) responses() []Answers {
	all := make([]Answers, len(c.forms))
	for i, f := range c.forms {
		all[i] = Answers{}
		for j, q := range c.questions {
			if f[j] != unasked {
				all[i][q.Key] = Answer{Choices: []string{q.Options[f[j]].Key}}
			}
		}
	}
	return all
}

// pairs counts two questions among the first people.
func (c crowd) pairs(people, a, b int) []Pair {
	grid := map[[2]int]Pair{}
	for i, f := range c.forms[:people] {
		if f[a] != unasked && f[b] != unasked {
			at := [2]int{f[a], f[b]}
			grid[at] = grid[at].plus(Pair{Count: 1, Keys: int64(keyOf(i))})
		}
	}
	var pairs []Pair
	for at, cell := range grid {
		pairs = append(pairs, Pair{c.questions[a].Options[at[0]].Key, c.questions[b].Options[at[1]].Key, cell.Count, cell.Keys})
	}
	return pairs
}

// publisher tells what is published of a crowd, and which true counts a published count leaves. The reader knows both.
type publisher struct {
	count  func(count int, keys int64) int
	leaves func(shown int) (low, high float64)
}

// noisy publishes as the server does.
func noisy(noise Noise) publisher {
	return publisher{noise.Count, func(shown int) (low, high float64) {
		if shown == 0 {
			return 0, noiseBound
		}
		return math.Max(1, float64(shown-noiseBound)), float64(shown + noiseBound)
	}}
}

// quiet publishes exact counts, and nothing of counts below five. This is what statistics offices did before.
func quiet() publisher {
	return publisher{func(count int, _ int64) int {
		if count < minCellCount {
			return 0
		}
		return count
	}, func(shown int) (low, high float64) {
		if shown == 0 {
			return 0, minCellCount - 1
		}
		return float64(shown), float64(shown)
	}}
}

// reader is somebody who knows all that is public of a survey and works out what it leaves. The variables are how many people gave each combination of
// answers: first of those who came until the first close, then of those who came when the period was opened again.
type reader struct {
	crowd
	publisher
	combinations []form
	known        map[string]interval
}

// interval is what the reader knows of a sum of variables.
type interval struct {
	row       []float64
	low, high float64
}

func newReader(c crowd, p publisher) *reader {
	k := &reader{crowd: c, publisher: p, known: map[string]interval{}}
	for a := range c.questions[0].Options {
		for b := range c.questions[1].Options {
			for d := range c.questions[2].Options {
				f := form{a, b, d, unasked}
				if !f.sees() {
					k.combinations = append(k.combinations, f)
					continue
				}
				for f[3] = range c.questions[3].Options {
					k.combinations = append(k.combinations, f)
				}
			}
		}
	}
	return k
}

// row is the sum of the variables of the combinations that fit, of the earlier people alone or of all.
func (k *reader) row(early bool, fits func(form) bool) []float64 {
	size := len(k.combinations)
	row := make([]float64, 2*size)
	for n, f := range k.combinations {
		if fits(f) {
			row[n] = 1
			if !early {
				row[size+n] = 1
			}
		}
	}
	return row
}

// learn notes what is known of a sum. What is published twice, in two orders or of the same people in two tables, is known once.
func (k *reader) learn(row []float64, low, high float64) {
	key := fmt.Sprint(row)
	if before, known := k.known[key]; known {
		low, high = math.Max(low, before.low), math.Min(high, before.high)
	}
	k.known[key] = interval{row, low, high}
}

// chosen is the sum of those who chose the options of a count, which is one option or several that were merged.
func (k *reader) chosen(early bool, n AnswerCount) []float64 {
	at := slices.IndexFunc(k.questions, func(q Question) bool { return q.Key == n.Question.Key })
	keys := strings.Fields(fmt.Sprint(n.Answer.Value))
	return k.row(early, func(f form) bool { return slices.Contains(keys, n.Question.Options[f[at]].Key) })
}

// learnResults reads the published results of the questions that all see, as surveys.csv of a report's bundle lists them, and of the last one.
func (k *reader) learnResults(people int, early bool) {
	tally, _ := NextPublished(nil, tallyUp(1, k.questions, k.responses()[:people], func(int) string { return "2026-02-01" }), true)
	results := PublishedResults(1, k.questions, tally, testNoise(0))
	if results.Responses == nil {
		return
	}
	for _, n := range results.Counts() {
		if n.Count == nil {
			continue
		}
		if n.Question == nil {
			if n.Answer.Value == nil { // all responses; the other counts are of days
				k.learn(k.row(early, func(form) bool { return true }), float64(*n.Count), float64(*n.Count))
			}
			continue
		}
		_, name, _ := strings.Cut(n.ID, "/"+n.Question.Key+"/")
		if kind, _, _ := strings.Cut(name, "/"); n.Question.Key != "d" && (kind == "option" || kind == "merged") {
			k.learn(k.chosen(early, n), float64(*n.Count), float64(*n.Count))
		}
	}
	k.learnAsked(people, early)
}

// learnAsked reads how many people see the last question, and what they answer.
func (k *reader) learnAsked(people int, early bool) {
	var asked Pair
	options := make([]Pair, 2)
	for i, f := range k.forms[:people] {
		if one := (Pair{Count: 1, Keys: int64(keyOf(i))}); f.sees() {
			asked, options[f[3]] = asked.plus(one), options[f[3]].plus(one)
		}
	}
	if asked.Count < minGroup {
		return
	}
	learn := func(p Pair, fits func(form) bool) {
		low, high := k.leaves(k.count(p.Count, p.Keys))
		k.learn(k.row(early, fits), low, high)
	}
	learn(asked, form.sees)
	for d, p := range options {
		learn(p, func(f form) bool { return f[3] == d })
	}
}

// learnTable reads a cross-table of two questions in one order, with its margins. Options of few people are one row.
func (k *reader) learnTable(people, a, b int, early bool) {
	pairs := k.pairs(people, a, b)
	exact, _ := CrossTabulate(k.questions[a], k.questions[b], pairs)
	if exact.Total < minGroup {
		return
	}
	counts := func(q Question, n int, count func(int) int) []optionGroup {
		all := make([]int, n)
		for i := range all {
			all[i] = count(i)
		}
		return testNoise(0).groups(q, all)
	}
	rows := counts(k.questions[a], len(exact.Rows), func(i int) int { return exact.Rows[i].Total })
	columns := counts(k.questions[b], len(exact.Columns), func(i int) int { return exact.Columns[i].Count })
	table := tabulation{Noisy, rows, columns, pairs, k.count}.table(k.questions[a], k.questions[b])
	in := func(q int, group optionGroup, f form) bool {
		return f[q] != unasked && slices.Contains(group.keys, k.questions[q].Options[f[q]].Key)
	}
	learn := func(shown int, fits func(form) bool) {
		low, high := k.leaves(shown)
		k.learn(k.row(early, fits), low, high)
	}
	both := func(f form) bool { return f[a] != unasked && f[b] != unasked }
	for r, row := range table.Rows {
		learn(row.Total, func(f form) bool { return both(f) && in(a, rows[r], f) })
		for c, cell := range row.Cells {
			learn(cell.Count, func(f form) bool { return in(a, rows[r], f) && in(b, columns[c], f) })
		}
	}
	for c, column := range table.Columns {
		learn(column.Count, func(f form) bool { return both(f) && in(b, columns[c], f) })
	}
	learn(table.Total, both)
}

// exactCells works out the cells of one to four people, of two questions and of all together, that only one count fits.
func (k *reader) exactCells() (small, exact int) {
	var p program
	for _, key := range slices.Sorted(maps.Keys(k.known)) {
		i := k.known[key]
		p.between(i.row, i.low, i.high)
	}
	solved := p.feasible()
	for name, fits := range k.cells() {
		count := 0
		for _, f := range k.forms {
			if fits(f) {
				count++
			}
		}
		if count == 0 || count >= minCellCount {
			continue
		}
		small++
		aim := k.row(false, fits)
		high, low := solved.maximum(aim), -solved.maximum(times(aim, -1))
		if low > float64(count)+1e-4 || high < float64(count)-1e-4 {
			panic(fmt.Sprintf("the cell %s of %d is said to be from %v to %v", name, count, low, high))
		}
		if math.Ceil(low-1e-4) == math.Floor(high+1e-4) {
			exact++
		}
	}
	return small, exact
}

// cells are the cells of each two questions, and of three.
func (k *reader) cells() map[string]func(form) bool {
	cells := map[string]func(form) bool{}
	for a := range 4 {
		for b := a + 1; b < 4; b++ {
			for i := range k.questions[a].Options {
				for j := range k.questions[b].Options {
					cells[fmt.Sprint(a, i, b, j)] = func(f form) bool { return f[a] == i && f[b] == j }
				}
			}
		}
	}
	for _, of := range k.combinations {
		cells[fmt.Sprint(of)] = func(f form) bool { return f[0] == of[0] && f[1] == of[1] && f[2] == of[2] }
	}
	return cells
}

// attack reads all that is public of a crowd: the results and all cross-tables in both orders, as they were when the period ended, and when it had been opened
// again and ended once more.
func attack(c crowd, p publisher) (small, exact int) {
	k := newReader(c, p)
	first := max(len(c.forms)*2/3, minGroup)
	for _, state := range []struct {
		people int
		early  bool
	}{{first, true}, {len(c.forms), false}} {
		k.learnResults(state.people, state.early)
		for a := range 4 {
			for b := range 4 {
				if a != b {
					k.learnTable(state.people, a, b, state.early)
				}
			}
		}
	}
	return k.exactCells()
}

// TestNobodyWorksOutSmallCells lets a reader solve linear programs over all that is public, with the noise and without it. SURVEYS says over how many random
// surveys.
func TestNobodyWorksOutSmallCells(t *testing.T) {
	t.Parallel()
	surveys := 20
	if n, err := strconv.Atoi(os.Getenv("SURVEYS")); err == nil {
		surveys = n
	}
	small, exact, attacked, found := 0, 0, 0, 0
	for seed := range surveys {
		c := randomCrowd(rand.New(rand.NewPCG(uint64(seed), 14)))
		s, e := attack(c, noisy(testNoise(0)))
		small, exact = small+s, exact+e
		if e > 0 {
			t.Errorf("survey %d: %d of %d small cells are exact", seed, e, s)
		}
		if seed < 20 {
			s, e := attack(c, quiet())
			attacked, found = attacked+s, found+e
		}
	}
	t.Logf("%d surveys, %d small cells, %d exact; without noise %d of %d", surveys, small, exact, found, attacked)
	if small == 0 || found*5 < attacked {
		t.Errorf("without the noise the reader works out %d of %d small cells, so that this test proves little", found, attacked)
	}
}
