package survey

import "math"

// program is a linear program: x ≥ 0 and each row·x ≤ limit.
type program struct {
	rows   [][]float64
	limits []float64
}

// atMost adds a row.
func (p *program) atMost(row []float64, limit float64) {
	p.rows, p.limits = append(p.rows, row), append(p.limits, limit)
}

// between adds low ≤ row·x ≤ high.
func (p *program) between(row []float64, low, high float64) {
	p.atMost(row, high)
	p.atMost(times(row, -1), -low)
}

func times(row []float64, factor float64) []float64 {
	product := make([]float64, len(row))
	for i, x := range row {
		product[i] = factor * x
	}
	return product
}

// simplex is a dense tableau. The last row is the aim, the last column the limits. basis names the variable of each row.
type simplex struct {
	t     [][]float64
	basis []int
}

const lpZero = 1e-7

// feasible brings the program into a feasible tableau. It must have a solution.
func (p *program) feasible() *simplex {
	n, m := len(p.rows[0]), len(p.rows)
	s := &simplex{basis: make([]int, m)}
	artificial := n + m
	for i, row := range p.rows {
		line := make([]float64, n+m+2)
		copy(line, row)
		line[n+i], line[artificial], line[n+m+1] = 1, -1, p.limits[i]
		s.t, s.basis[i] = append(s.t, line), n+i
	}
	aim := make([]float64, n+m+2)
	aim[artificial] = 1
	s.t = append(s.t, aim)
	worst := 0
	for i := range p.limits {
		if p.limits[i] < p.limits[worst] {
			worst = i
		}
	}
	if p.limits[worst] < 0 {
		s.pivot(worst, artificial)
		s.run()
		for i, b := range s.basis {
			if b == artificial {
				for j := range n + m {
					if math.Abs(s.t[i][j]) > lpZero {
						s.pivot(i, j)
						break
					}
				}
			}
		}
	}
	for _, line := range s.t {
		line[artificial] = 0
	}
	return s
}

// maximum is the greatest aim·x. It changes the tableau to another feasible one.
func (s *simplex) maximum(aim []float64) float64 {
	last := s.t[len(s.t)-1]
	clear(last)
	for j, x := range aim {
		last[j] = -x
	}
	for i, b := range s.basis {
		s.reduce(len(s.t)-1, i, b)
	}
	s.run()
	return s.t[len(s.t)-1][len(last)-1]
}

// run improves the aim until it is the least. Of equal choices it takes the first variable, so that it ends.
func (s *simplex) run() {
	aim := s.t[len(s.t)-1]
	for range 20_000 {
		enter := -1
		for j := range len(aim) - 1 {
			if aim[j] < -lpZero {
				enter = j
				break
			}
		}
		if enter < 0 {
			return
		}
		leave, least := -1, math.Inf(1)
		for i := range s.basis {
			if x := s.t[i][enter]; x > lpZero {
				ratio := s.t[i][len(aim)-1] / x
				if ratio < least-1e-12 || ratio < least+1e-12 && s.basis[i] < s.basis[leave] {
					leave, least = i, ratio
				}
			}
		}
		if leave < 0 {
			panic("the program has no limit")
		}
		s.pivot(leave, enter)
	}
	panic("the program does not end")
}

// pivot lets a variable enter the basis in a row.
func (s *simplex) pivot(row, enter int) {
	factor := s.t[row][enter]
	for j := range s.t[row] {
		s.t[row][j] /= factor
	}
	s.basis[row] = enter
	for i := range s.t {
		if i != row {
			s.reduce(i, row, enter)
		}
	}
}

// reduce takes a multiple of a row from another one, so that the variable goes.
func (s *simplex) reduce(i, row, variable int) {
	factor := s.t[i][variable]
	if factor == 0 {
		return
	}
	for j, x := range s.t[row] {
		s.t[i][j] -= factor * x
	}
}
