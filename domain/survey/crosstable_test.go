package survey

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// tabulate makes the cross-table of a grid of counts.
func tabulate(t testing.TB, g grid) CrossTable {
	t.Helper()
	row, column := Question{Key: "row", Kind: SingleChoice}, Question{Key: "column", Kind: SingleChoice}
	var pairs []Pair
	for r := range g {
		row.Options = append(row.Options, Option{Key: fmt.Sprint("r", r)})
		for c := range g[r] {
			pairs = append(pairs, Pair{fmt.Sprint("r", r), fmt.Sprint("c", c), g[r][c]})
		}
	}
	for c := range g[0] {
		column.Options = append(column.Options, Option{Key: fmt.Sprint("c", c)})
	}
	table, err := CrossTabulate(row, column, pairs)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// printed is a table as a reader sees it: the rows with their totals, and last the columns' totals and the total. -1 means withheld.
func printed(table CrossTable) [][]int {
	seen := func(n *int) int {
		if n == nil {
			return -1
		}
		return *n
	}
	var lines [][]int
	for _, row := range table.Rows {
		var line []int
		for _, cell := range row.Cells {
			line = append(line, seen(cell.Count))
		}
		lines = append(lines, append(line, seen(row.Total)))
	}
	var last []int
	for _, column := range table.Columns {
		last = append(last, seen(column.Count))
	}
	return append(lines, append(last, seen(table.Total)))
}

func TestCrossTables(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		grid grid
		want [][]int
	}{
		"nobody":            {grid{{0, 0}, {0, 0}}, [][]int{{0, 0, 0}, {0, 0, 0}, {0, 0, 0}}},
		"nothing small":     {grid{{5, 0}, {9, 7}}, [][]int{{5, 0, 5}, {9, 7, 16}, {14, 7, 21}}},
		"fewer than five":   {grid{{1, 0}, {0, 3}}, [][]int{{-1, -1, -1}, {-1, -1, -1}, {-1, -1, -1}}},
		"all in one row":    {grid{{9, 3}, {0, 0}}, [][]int{{-1, -1, -1}, {-1, -1, -1}, {-1, -1, -1}}},
		"all in one column": {grid{{9, 0}, {2, 0}}, [][]int{{-1, -1, -1}, {-1, -1, -1}, {-1, -1, -1}}},
		"one large line":    {grid{{9, 8}, {0, 0}}, [][]int{{9, 8, 17}, {0, 0, 0}, {9, 8, 17}}},
		"one small cell":    {grid{{2, 20, 30}, {40, 6, 50}, {60, 70, 80}}, [][]int{{-1, -1, 30, 52}, {-1, -1, 50, 96}, {60, 70, 80, 210}, {102, 96, 160, 358}}},
		"a small row":       {grid{{3, 0}, {20, 30}, {40, 50}}, [][]int{{-1, -1, -1}, {-1, -1, -1}, {40, 50, 90}, {63, 80, 143}}},
	} {
		if got := printed(tabulate(t, test.grid)); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: got %v, want %v", name, got, test.want)
		}
	}
}

func TestCrossTableOfRatingAndOther(t *testing.T) {
	t.Parallel()
	questions := parkQuestions(t)
	table, err := CrossTabulate(questions[0], questions[3], []Pair{{"other", "5", 7}, {"never", "1", 8}, {"never", "9", 6}, {"gone", "1", 6}})
	if err != nil {
		t.Fatal(err)
	}
	want := [][]int{{8, 0, 0, 0, 0, 8}, {0, 0, 0, 0, 0, 0}, {0, 0, 0, 0, 0, 0}, {0, 0, 0, 0, 7, 7}, {8, 0, 0, 0, 7, 15}}
	if got := printed(table); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v", got)
	}
}

func TestCrossTableRefuses(t *testing.T) {
	t.Parallel()
	q := parkQuestions(t)
	for _, pair := range [][2]Question{{q[0], q[1]}, {q[1], q[0]}, {q[0], q[0]}, {q[2], q[3]}, {q[6], q[3]}, {q[3], q[7]}} {
		_, err := CrossTabulate(pair[0], pair[1], nil)
		if got := problemsOf(t, err); !slices.Equal(got, []string{"CROSS_TABLE_MISFIT"}) {
			t.Errorf("%s by %s: %v", pair[0].Kind, pair[1].Kind, got)
		}
	}
}

// randomGrid is a random table with many small counts and zeros.
func randomGrid(r *rand.Rand, rows, columns, most int) grid {
	g := make(grid, rows)
	for i := range g {
		for range columns {
			g[i] = append(g[i], max(0, r.IntN(most+4)-3))
		}
	}
	return g
}

// otherTables calls see with every table that has the true table's published cells and all its totals. It tries all values of each
// withheld cell, and does not use the code that chooses the withheld cells.
func otherTables(g grid, withheld func(r, c int) bool, see func(grid)) {
	try, rowLeft, columnLeft := make(grid, len(g)), make([]int, len(g)), make([]int, len(g[0]))
	for r := range g {
		try[r] = slices.Clone(g[r])
		for c := range g[r] {
			if withheld(r, c) {
				rowLeft[r] += g[r][c]
				columnLeft[c] += g[r][c]
			}
		}
	}
	var fill func(i int)
	fill = func(i int) {
		r, c := i/len(g[0]), i%len(g[0])
		switch {
		case c == 0 && r > 0 && rowLeft[r-1] != 0:
		case r == len(g):
			if !slices.ContainsFunc(columnLeft, func(left int) bool { return left != 0 }) {
				see(try)
			}
		case !withheld(r, c):
			fill(i + 1)
		default:
			for n := range min(rowLeft[r], columnLeft[c]) + 1 {
				try[r][c] = n
				rowLeft[r], columnLeft[c] = rowLeft[r]-n, columnLeft[c]-n
				fill(i + 1)
				rowLeft[r], columnLeft[c] = rowLeft[r]+n, columnLeft[c]+n
			}
		}
	}
	fill(0)
}

// TestNoWithheldCellCanBeComputed enumerates, for random tables, all tables that are possible for a reader who knows every total. Each
// withheld cell must have at least two values. A small cell must also have a value of five or more, if an exchange of people allows
// it.
func TestNoWithheldCellCanBeComputed(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(11, 13))
	checked := 0
	for range 1500 {
		g := randomGrid(r, 2+r.IntN(2), 2+r.IntN(2), 3+r.IntN(9))
		table := tabulate(t, g)
		if table.Total == nil {
			mustBeDropped(t, g, table)
			continue
		}
		withheld := func(r, c int) bool { return table.Rows[r].Cells[c].Count == nil }
		least, most := cellBounds(g, withheld)
		for r := range g {
			for c := range g[r] {
				switch {
				case !withheld(r, c) && isSmall(g[r][c]):
					t.Fatalf("%v shows %d", g, g[r][c])
				case withheld(r, c) && least[r][c] == most[r][c]:
					t.Fatalf("%v: the cell %d, %d of %v can only be %d", g, r, c, printed(table), least[r][c])
				case isSmall(g[r][c]) && most[r][c] < minCellCount && hasRoom(g, r, c):
					t.Fatalf("%v: the cell %d, %d of %v can only be small", g, r, c, printed(table))
				case withheld(r, c):
					checked++
				}
			}
		}
	}
	if checked < 1000 {
		t.Errorf("only %d withheld cells were tried", checked)
	}
}

// cellBounds are the least and the greatest value that each cell can have.
func cellBounds(g grid, withheld func(r, c int) bool) (least, most grid) {
	for r := range g {
		least, most = append(least, slices.Clone(g[r])), append(most, slices.Clone(g[r]))
	}
	otherTables(g, withheld, func(other grid) {
		for r := range g {
			for c := range g[r] {
				least[r][c], most[r][c] = min(least[r][c], other[r][c]), max(most[r][c], other[r][c])
			}
		}
	})
	return least, most
}

// hasRoom tells whether another row and column have enough people for the cell to be five.
func hasRoom(g grid, row, column int) bool {
	for r := range g {
		for c := range g[r] {
			if r != row && c != column && min(g[r][column], g[row][c]) >= minCellCount-g[row][column] {
				return true
			}
		}
	}
	return false
}

// mustBeDropped checks that a table without a total shows nothing at all, and that there is a reason. Either there are fewer than five
// people, or some small cell would have only one possible value even if all cells were withheld and only the totals known.
func mustBeDropped(t *testing.T, g grid, table CrossTable) {
	t.Helper()
	for _, line := range printed(table) {
		for _, n := range line {
			if n != -1 {
				t.Fatalf("%v shows %d", g, n)
			}
		}
	}
	if g.total() < minCellCount {
		return
	}
	least, most := cellBounds(g, func(r, c int) bool { return true })
	for r := range g {
		for c := range g[r] {
			if isSmall(g[r][c]) && least[r][c] == most[r][c] {
				return
			}
		}
	}
	t.Fatalf("%v is withheld without need", g)
}

// TestNoWithheldTotalCanBeComputed looks for a second table with the same published counts and another value of the withheld total. It
// moves one person between two cells. Such a table proves that the published counts do not reveal the total.
func TestNoWithheldTotalCanBeComputed(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(17, 19))
	checked := 0
	for range 3000 {
		g := randomGrid(r, 2+r.IntN(3), 2+r.IntN(3), 2+r.IntN(7))
		table := tabulate(t, g)
		if table.Total == nil {
			continue
		}
		for i, row := range table.Rows {
			if row.Total == nil {
				checked++
				if !hasDouble(g, table, func(other grid) bool { return other.row(i) != g.row(i) }) {
					t.Fatalf("%v: the total of row %d follows from %v", g, i, printed(table))
				}
			} else if isSmall(*row.Total) {
				t.Fatalf("%v shows the small row total %d", g, *row.Total)
			}
		}
		for i, column := range table.Columns {
			if column.Count == nil {
				checked++
				if !hasDouble(g, table, func(other grid) bool { return other.column(i) != g.column(i) }) {
					t.Fatalf("%v: the total of column %d follows from %v", g, i, printed(table))
				}
			} else if isSmall(*column.Count) {
				t.Fatalf("%v shows the small column total %d", g, *column.Count)
			}
		}
	}
	if checked < 500 {
		t.Errorf("only %d withheld totals were tried", checked)
	}
}

// hasDouble tells whether moving one person from some cell to another gives a table with the same published counts that differs as
// asked.
func hasDouble(g grid, table CrossTable, differs func(grid) bool) bool {
	var other grid
	for r := range g {
		other = append(other, slices.Clone(g[r]))
	}
	cells := len(g) * len(g[0])
	for from := range cells {
		for to := range cells {
			a, b := &other[from/len(g[0])][from%len(g[0])], &other[to/len(g[0])][to%len(g[0])]
			if from == to || *a == 0 {
				continue
			}
			*a, *b = *a-1, *b+1
			found := readsAs(other, table) && differs(other)
			*b, *a = *b-1, *a+1
			if found {
				return true
			}
		}
	}
	return false
}

// readsAs tells whether a table of counts agrees with all published counts.
func readsAs(g grid, table CrossTable) bool {
	agrees := func(published *int, n int) bool { return published == nil || *published == n }
	for r, row := range table.Rows {
		for c, cell := range row.Cells {
			if !agrees(cell.Count, g[r][c]) || !agrees(table.Columns[c].Count, g.column(c)) {
				return false
			}
		}
		if !agrees(row.Total, g.row(r)) {
			return false
		}
	}
	return agrees(table.Total, g.total())
}

// FuzzCrossTabulate checks tables that are too large to enumerate. Each withheld cell must be a corner of a withheld rectangle in which
// one person can move, because that makes a second table with the same totals.
func FuzzCrossTabulate(f *testing.F) {
	f.Add(uint64(1), 3, 4, 9)
	f.Add(uint64(2), 12, 2, 3)
	f.Add(uint64(3), 15, 15, 2)
	f.Fuzz(func(t *testing.T, seed uint64, rows, columns, most int) {
		if rows < 1 || columns < 1 || most < 1 || rows > 15 || columns > 15 || most > 1000 {
			return
		}
		g := randomGrid(rand.New(rand.NewPCG(seed, 0)), rows, columns, most)
		table := tabulate(t, g)
		if !readsAs(g, table) {
			t.Fatalf("%v is published as %v", g, printed(table))
		}
		for r := range g {
			for c := range g[r] {
				if table.Total != nil && table.Rows[r].Cells[c].Count == nil && !isCorner(g, table, r, c) {
					t.Fatalf("%v: the cell %d, %d of %v has no cover", g, r, c, printed(table))
				}
			}
		}
	})
}

func isCorner(g grid, table CrossTable, row, column int) bool {
	withheld := func(r, c int) bool { return table.Rows[r].Cells[c].Count == nil }
	for r := range g {
		for c := range g[r] {
			around := r != row && c != column && withheld(r, c) && withheld(row, c) && withheld(r, column)
			if around && (min(g[row][column], g[r][c]) > 0 || min(g[r][column], g[row][c]) > 0) {
				return true
			}
		}
	}
	return false
}
