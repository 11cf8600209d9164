package survey

// veil says what of a table is withheld.
//
// Withheld are all cells and totals of one to four people, and as much beside them as is needed that none of them can
// be worked out. The promise for cells is made against a reader who knows every total, since the results of each
// question alone publish them or nearly so: for no withheld cell do the published cells and all totals leave a single
// possible value. For a small cell they leave LeastCell or more possible too, where one exchange of people has room for it.
//
// Zeros are shown. A zero is about nobody who answered, and most tables are mostly zeros: withholding them would leave
// nothing to read. A zero is withheld only where it has to cover for another cell, so a withheld cell may be a zero,
// a few or many.
//
// How it is proved. Take a rectangle of four withheld cells: adding one to two opposite corners and taking one from the
// other two changes no total. If the two from which one is taken are not zero, the result is another table that the
// reader cannot tell from the true one, and all four cells differ in it. So a rectangle around each small cell is
// enough, and cells that complete it are covered by the same rectangle.
type veil struct {
	cells         [][]bool
	rows, columns []bool
	all           bool // the total of everything
	dear          int  // more than any rectangle can withhold
}

// show gives a count, or nil where it is withheld.
func (v *veil) show(withheld bool, count int) *int {
	if withheld {
		return nil
	}
	return &count
}

// veilOver decides what of a table is withheld.
func veilOver(g grid) *veil {
	v := newVeil(g)
	var small [][2]int
	for r := range g {
		for c := range g[r] {
			if isFew(g[r][c]) {
				v.cells[r][c] = true
				small = append(small, [2]int{r, c})
			}
		}
	}
	if len(small) > 0 && (g.total() < LeastCell || g.isLine()) {
		v.drop()
		return v
	}
	for _, cell := range small {
		v.cover(g, cell[0], cell[1])
	}
	v.coverRows(g)
	v.coverColumns(g)
	return v
}

func newVeil(g grid) *veil {
	v := &veil{cells: make([][]bool, len(g)), rows: make([]bool, len(g)), dear: 4 * (1 + g.total())}
	for r := range g {
		v.cells[r] = make([]bool, len(g[r]))
		v.columns = make([]bool, len(g[r]))
	}
	return v
}

// isFew tells whether a count could point at someone.
func isFew(count int) bool { return count > 0 && count < LeastCell }

// isLine tells whether all people are in one row or in one column. The totals then are the cells, and only dropping
// the whole table helps; it would say no more than each question's own results.
func (g grid) isLine() bool {
	rows, columns := 0, 0
	for r := range g {
		rows += min(g.row(r), 1)
	}
	for c := range g[0] {
		columns += min(g.column(c), 1)
	}
	return rows == 1 || columns == 1
}

// drop withholds everything.
func (v *veil) drop() {
	v.all = true
	for r := range v.cells {
		v.rows[r] = true
		for c := range v.cells[r] {
			v.columns[c], v.cells[r][c] = true, true
		}
	}
}

// cover withholds the rectangle around a small cell that costs the least: best one in which the cell may be LeastCell
// or more, and among those the one that withholds the fewest further people. Every table with people outside one line
// has such a rectangle: if anyone is in neither the cell's row nor its column, one can be taken from there and from the
// cell; else there is someone else in its row and someone else in its column, and one can be taken from those.
func (v *veil) cover(g grid, row, column int) {
	bestRow, bestColumn, lowest := -1, -1, 0
	for r := range g {
		for c := range g[r] {
			if r == row || c == column || !g.canMove(row, column, r, c) {
				continue
			}
			if cost := v.cost(g, row, column, r, c); bestRow < 0 || cost < lowest {
				bestRow, bestColumn, lowest = r, c, cost
			}
		}
	}
	v.cells[bestRow][bestColumn] = true
	v.cells[row][bestColumn] = true
	v.cells[bestRow][column] = true
}

// canMove tells whether the rectangle leaves a second possible table: one can be taken from the corners beside the
// small cell and added to it, or taken from it and from the corner across.
func (g grid) canMove(row, column, r, c int) bool {
	return g.canGrow(row, column, r, c, 1) || g[r][c] > 0
}

// canGrow tells whether so many can be taken from the corners beside the small cell and added to it.
func (g grid) canGrow(row, column, r, c, people int) bool {
	return g[r][column] >= people && g[row][c] >= people
}

// cost weighs a rectangle by the further cells and people that it withholds. One in which the small cell cannot seem
// to be LeastCell costs more than any in which it can.
func (v *veil) cost(g grid, row, column, r, c int) int {
	cost := 0
	for _, corner := range [][2]int{{r, c}, {r, column}, {row, c}} {
		if !v.cells[corner[0]][corner[1]] {
			cost += 1 + g[corner[0]][corner[1]]
		}
	}
	if !g.canGrow(row, column, r, c, LeastCell-g[row][column]) {
		cost += v.dear
	}
	return cost
}

// coverRows withholds each small row total, and a second one with which it could have been exchanged: one person
// moves along a column from a withheld cell of the small row into a withheld cell of the other.
func (v *veil) coverRows(g grid) {
	for r := range g {
		if isFew(g.row(r)) {
			v.rows[r] = true
		}
	}
	for r := range g {
		if isFew(g.row(r)) {
			v.pairUp(v.rows, r, len(g), g.row, func(other int) bool { return v.exchangesRows(g, r, other) })
		}
	}
}

// coverColumns does the same for the column totals.
func (v *veil) coverColumns(g grid) {
	for c := range v.columns {
		if isFew(g.column(c)) {
			v.columns[c] = true
		}
	}
	for c := range v.columns {
		if isFew(g.column(c)) {
			v.pairUp(v.columns, c, len(v.columns), g.column, func(other int) bool { return v.exchangesColumns(g, c, other) })
		}
	}
}

// pairUp withholds the smallest total that exchanges with a small one, unless one that does is withheld already.
func (v *veil) pairUp(totals []bool, small, n int, size func(int) int, exchanges func(int) bool) {
	best := -1
	for other := range n {
		switch {
		case other == small || !exchanges(other):
		case totals[other]:
			return
		case best < 0 || size(other) < size(best):
			best = other
		}
	}
	totals[best] = true
}

func (v *veil) exchangesRows(g grid, row, other int) bool {
	for c := range g[row] {
		if g[row][c] > 0 && v.cells[row][c] && v.cells[other][c] {
			return true
		}
	}
	return false
}

func (v *veil) exchangesColumns(g grid, column, other int) bool {
	for r := range g {
		if g[r][column] > 0 && v.cells[r][column] && v.cells[r][other] {
			return true
		}
	}
	return false
}
