package survey

// suppression says which counts of a table are withheld.
//
// All cells and totals of one to four people are withheld (primary suppression), and as many other cells and totals as are needed so
// that nobody can compute them (secondary suppression). The guarantee for cells assumes a reader who knows every total, because the
// results of each question publish the totals or nearly publish them. For such a reader, the published cells and all totals leave at
// least two possible values for each withheld cell. For a small cell they also leave a value of minCellCount or more, if one exchange of
// people in a rectangle allows it.
//
// Zeros are published. A zero is about nobody, and most tables consist mostly of zeros: without them nothing would be left to read. A
// zero is withheld only if it must protect another cell. So a withheld cell can be zero, small or large.
//
// The proof. Take a rectangle of four withheld cells. Add one to two opposite corners and subtract one from the other two: no total
// changes. If the two cells that lose one are not zero, the result is another table that the reader cannot distinguish from the true
// one, and all four cells differ. So one rectangle around each small cell is enough, and the same rectangle protects its other cells.
type suppression struct {
	cells         [][]bool
	rows, columns []bool
	total         bool // the total of the whole table
	penalty       int  // greater than the cost of any rectangle without a penalty
}

// published is a count, or nil if it is withheld.
func published(withheld bool, count int) *int {
	if withheld {
		return nil
	}
	return &count
}

// suppress decides which counts of a table are withheld.
func suppress(g grid) *suppression {
	s := newSuppression(g)
	var small [][2]int
	for r := range g {
		for c := range g[r] {
			if isSmall(g[r][c]) {
				s.cells[r][c] = true
				small = append(small, [2]int{r, c})
			}
		}
	}
	if len(small) > 0 && (g.total() < minCellCount || g.inOneLine()) {
		s.suppressAll()
		return s
	}
	for _, cell := range small {
		s.suppressAround(g, cell[0], cell[1])
	}
	s.suppressRowTotals(g)
	s.suppressColumnTotals(g)
	return s
}

func newSuppression(g grid) *suppression {
	s := &suppression{cells: make([][]bool, len(g)), rows: make([]bool, len(g)), penalty: 4 * (1 + g.total())}
	for r := range g {
		s.cells[r] = make([]bool, len(g[r]))
		s.columns = make([]bool, len(g[r]))
	}
	return s
}

// isSmall tells whether a count could point at a person.
func isSmall(count int) bool { return count > 0 && count < minCellCount }

// inOneLine tells whether all people are in one row or in one column. Then the totals equal the cells, so the whole table must be
// withheld. It would say no more than the results of each question.
func (g grid) inOneLine() bool {
	rows, columns := 0, 0
	for r := range g {
		rows += min(g.row(r), 1)
	}
	for c := range g[0] {
		columns += min(g.column(c), 1)
	}
	return rows == 1 || columns == 1
}

// suppressAll withholds all cells and totals.
func (s *suppression) suppressAll() {
	s.total = true
	for r := range s.cells {
		s.rows[r] = true
		for c := range s.cells[r] {
			s.columns[c], s.cells[r][c] = true, true
		}
	}
}

// suppressAround withholds the rectangle of the lowest cost around a small cell. It prefers a rectangle in which the cell could be
// minCellCount or more, and among those the one that withholds the fewest additional people. A table with people in more than one row
// and column always has a rectangle. If a person is in neither the cell's row nor its column, one can be taken from that person's cell
// and from the small cell. Otherwise there are other people in its row and other people in its column, and one can be taken from each.
func (s *suppression) suppressAround(g grid, row, column int) {
	bestRow, bestColumn, lowest := -1, -1, 0
	for r := range g {
		for c := range g[r] {
			if r == row || c == column || !g.canMove(row, column, r, c) {
				continue
			}
			if cost := s.cost(g, row, column, r, c); bestRow < 0 || cost < lowest {
				bestRow, bestColumn, lowest = r, c, cost
			}
		}
	}
	s.cells[bestRow][bestColumn] = true
	s.cells[row][bestColumn] = true
	s.cells[bestRow][column] = true
}

// canMove tells whether the rectangle allows a second table with the same totals. One person can be taken from each adjacent corner
// and added to the small cell and to its opposite corner, or one can be taken from these two and added to the adjacent corners.
func (g grid) canMove(row, column, r, c int) bool {
	return g.canGrow(row, column, r, c, 1) || g[r][c] > 0
}

// canGrow tells whether a number of people can be taken from each adjacent corner and added to the small cell.
func (g grid) canGrow(row, column, r, c, people int) bool {
	return g[r][column] >= people && g[row][c] >= people
}

// cost is the number of additional cells and people that a rectangle withholds. A rectangle in which the small cell could not be
// minCellCount has a penalty, so it costs more than any rectangle in which it could.
func (s *suppression) cost(g grid, row, column, r, c int) int {
	cost := 0
	for _, corner := range [][2]int{{r, c}, {r, column}, {row, c}} {
		if !s.cells[corner[0]][corner[1]] {
			cost += 1 + g[corner[0]][corner[1]]
		}
	}
	if !g.canGrow(row, column, r, c, minCellCount-g[row][column]) {
		cost += s.penalty
	}
	return cost
}

// suppressRowTotals withholds each small row total and a second one, its partner. One person could be in the partner's row instead: the
// person moves along a column from a withheld cell of the small row to a withheld cell of the partner.
func (s *suppression) suppressRowTotals(g grid) {
	for r := range g {
		if isSmall(g.row(r)) {
			s.rows[r] = true
		}
	}
	for r := range g {
		if isSmall(g.row(r)) {
			s.suppressPartner(s.rows, r, len(g), g.row, func(other int) bool { return s.canExchangeRows(g, r, other) })
		}
	}
}

// suppressColumnTotals does the same for column totals.
func (s *suppression) suppressColumnTotals(g grid) {
	for c := range s.columns {
		if isSmall(g.column(c)) {
			s.columns[c] = true
		}
	}
	for c := range s.columns {
		if isSmall(g.column(c)) {
			s.suppressPartner(s.columns, c, len(s.columns), g.column, func(other int) bool { return s.canExchangeColumns(g, c, other) })
		}
	}
}

// suppressPartner withholds the smallest total that can exchange a person with a small one, unless such a total is already withheld.
func (s *suppression) suppressPartner(totals []bool, small, n int, size func(int) int, canExchange func(int) bool) {
	best := -1
	for other := range n {
		switch {
		case other == small || !canExchange(other):
		case totals[other]:
			return
		case best < 0 || size(other) < size(best):
			best = other
		}
	}
	totals[best] = true
}

func (s *suppression) canExchangeRows(g grid, row, other int) bool {
	for c := range g[row] {
		if g[row][c] > 0 && s.cells[row][c] && s.cells[other][c] {
			return true
		}
	}
	return false
}

func (s *suppression) canExchangeColumns(g grid, column, other int) bool {
	for r := range g {
		if g[r][column] > 0 && s.cells[r][column] && s.cells[r][other] {
			return true
		}
	}
	return false
}
