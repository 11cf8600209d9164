package survey

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/google/uuid"
)

// choiceOf is a single choice with the options KEY0, KEY1, ….
func choiceOf(key string, options int) Question {
	q := Question{Key: key, Kind: SingleChoice}
	for i := range options {
		q.Options = append(q.Options, Option{Key: fmt.Sprint(key, i)})
	}
	return q
}

// pairsOf are the pairs of a grid of counts.
func pairsOf(row, column string, grid [][]int) []Pair {
	var pairs []Pair
	person := 0
	for r := range grid {
		for c, count := range grid[r] {
			p := Pair{Row: fmt.Sprint(row, r), Column: fmt.Sprint(column, c), Count: count}
			for range count {
				person++
				p.Keys += int64(keyOf(person))
			}
			if count > 0 {
				pairs = append(pairs, p)
			}
		}
	}
	return pairs
}

// testNoise is the noise of a survey of the tests.
func testNoise(survey byte) Noise { return NoiseOf([]byte("secret"), uuid.UUID{survey}) }

func TestExactCrossTableAddsUp(t *testing.T) {
	t.Parallel()
	table, err := CrossTabulate(choiceOf("a", 2), choiceOf("b", 3), append(pairsOf("a", "b", [][]int{{1, 2, 0}, {0, 4, 9}}), Pair{Row: "gone", Column: "b0", Count: 7}))
	if err != nil {
		t.Fatal(err)
	}
	if table.Total != 16 || table.Rows[0].Total != 3 || table.Columns[1].Count != 6 || table.Rows[1].Cells[2].Count != 9 || table.Rows[0].Cells[2].Count != 0 {
		t.Errorf("the table is %v", table)
	}
}

// TestCrossTableOfBerkeley tabulates the 4,526 applications to the six largest departments of Berkeley in 1973 (Bickel, Hammel and O'Connell, Sex bias in graduate
// admissions, Science 187, 1975) and compares the applicants and the percentages admitted with those that Freedman, Pisani and Purves print (Statistics, 1978).
func TestCrossTableOfBerkeley(t *testing.T) {
	t.Parallel()
	grid := [][]int{{512, 313}, {89, 19}, {353, 207}, {17, 8}, {120, 205}, {202, 391}, {138, 279}, {131, 244}, {53, 138}, {94, 299}, {22, 351}, {24, 317}} // men and women of each department: admitted, rejected
	table, err := CrossTabulate(choiceOf("of", 12), choiceOf("is", 2), pairsOf("of", "is", grid))
	if err != nil || table.Total != 4526 || table.Columns[0].Count != 1755 || table.Columns[1].Count != 2771 {
		t.Fatalf("%d applications, %v, %v", table.Total, table.Columns, err)
	}
	for i, want := range [][2]int{{825, 62}, {108, 82}, {560, 63}, {25, 68}, {325, 37}, {593, 34}, {417, 33}, {375, 35}, {191, 28}, {393, 24}, {373, 6}, {341, 7}} {
		row := table.Rows[i]
		if percent := math.Round(100 * float64(row.Cells[0].Count) / float64(row.Total)); row.Total != want[0] || int(percent) != want[1] {
			t.Errorf("row %d has %d applicants, %v %% admitted, not %v", i, row.Total, percent, want)
		}
	}
}

func TestCrossTableOfOtherQuestionsIsRefused(t *testing.T) {
	t.Parallel()
	questions := parkQuestions(t)
	scale := Question{Key: "age", Kind: Rating, Min: new(0.0), Max: new(100.0)}
	for _, pair := range [][2]Question{{questions[0], questions[1]}, {questions[0], questions[0]}, {questions[0], questions[2]}, {questions[0], scale}} {
		if _, err := PublishedCrossTable(pair[0], pair[1], nil, testNoise(1)); err == nil {
			t.Errorf("%s by %s is not refused", pair[0].Key, pair[1].Key)
		}
	}
}

func TestCrossTableOfTheSamePeopleIsTheSame(t *testing.T) {
	t.Parallel()
	grid := [][]int{{6, 12, 9}, {30, 8, 14}, {17, 41, 5}}
	for survey := range byte(50) {
		pairs := pairsOf("a", "b", grid)
		straight, _ := PublishedCrossTable(choiceOf("a", 3), choiceOf("b", 3), pairs, testNoise(survey))
		turned, _ := PublishedCrossTable(choiceOf("b", 3), choiceOf("a", 3), Turned(pairs), testNoise(survey))
		for r := range straight.Rows {
			for c := range straight.Columns {
				if straight.Rows[r].Cells[c] != turned.Rows[c].Cells[r] || straight.Rows[r].Total != turned.Columns[r].Count {
					t.Fatalf("survey %d shows %v and turned %v", survey, straight, turned)
				}
			}
		}
	}
}

func TestCrossTableMergesAnswersOfFewPeople(t *testing.T) {
	t.Parallel()
	table, err := PublishedCrossTable(choiceOf("a", 3), choiceOf("b", 2), pairsOf("a", "b", [][]int{{0, 1}, {20, 30}, {25, 9}}), testNoise(3))
	if err != nil || len(table.Rows) != 2 || table.Rows[1].Option.Key != mergedKey {
		t.Errorf("the table is %v, %v", table, err)
	}
	if few, err := PublishedCrossTable(choiceOf("a", 2), choiceOf("b", 2), pairsOf("a", "b", [][]int{{4, 1}, {2, 2}}), testNoise(3)); few != nil || err != nil {
		t.Errorf("nine people have the table %v, %v", few, err)
	}
}

func TestMergedOptionsCannotBeSubtracted(t *testing.T) {
	t.Parallel()
	keys := []string{"a", "b", "c", "d"}
	for survey := range byte(100) {
		for _, counts := range [][]int{{1, 40, 50, 60}, {4, 0, 5, 5}, {1, 1, 20, 9}, {3, 90, 0, 0}, {2, 2, 2, 4}} {
			merged, members, sum := testNoise(survey).merge("q", keys, counts), 0, 0
			for i, is := range merged {
				if is {
					members, sum = members+1, sum+counts[i]
				} else if counts[i] > 0 && counts[i] < minCellCount {
					t.Errorf("%v shows %d", counts, counts[i])
				}
			}
			if members < 2 || sum < minCellCount {
				t.Errorf("%v merges %v", counts, merged)
			}
		}
		if merged := testNoise(survey).merge("q", keys, []int{0, 5, 90, 0}); slices.Contains(merged, true) {
			t.Errorf("nothing is small, but %v is merged", merged)
		}
	}
}
