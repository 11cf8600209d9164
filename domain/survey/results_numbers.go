package survey

import (
	"cmp"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// LeastCell is the fewest people that a published count may be of, where a smaller one could point at someone.
const LeastCell = 5

// numbers fills in what a histogram of numbers tells. It reckons in whole units of the last decimal, so that sums are
// exact and only the figure shown is rounded.
func (r *QuestionResults) numbers(values []ValueCount) {
	points := pointsOf(values, r.Question.Decimals)
	r.Values = sharedValues(r.Question.wholeScale(values), r.Answered)
	if len(points) == 0 {
		return
	}
	unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(r.Question.Decimals)), nil)
	n, sum, squares := moments(points)
	r.Mean = quotient(sum, new(big.Int).Mul(n, unit))
	r.Median = quotient(big.NewInt(twiceMedian(points, n.Int64())), new(big.Int).Add(unit, unit))
	r.Deviation = deviation(n, sum, squares, unit)
	r.Least = quotient(big.NewInt(points[0].value), unit)
	r.Most = quotient(big.NewInt(points[len(points)-1].value), unit)
}

// point is one value of a histogram, in units of the last decimal.
type point struct{ value, count int64 }

// pointsOf reads a histogram in ascending order.
func pointsOf(values []ValueCount, decimals int) []point {
	var points []point
	for _, v := range values {
		if value, err := strconv.ParseInt(inUnits(v.Value, decimals), 10, 64); err == nil {
			points = append(points, point{value, int64(v.Count)})
		}
	}
	slices.SortFunc(points, func(a, b point) int { return cmp.Compare(a.value, b.value) })
	return points
}

// inUnits writes a canonical decimal as a whole number of its last decimal: 1.5 with two decimals is 150.
func inUnits(value string, decimals int) string {
	whole, fraction, _ := strings.Cut(value, ".")
	return whole + fraction + strings.Repeat("0", max(0, decimals-len(fraction)))
}

// moments are the number of answers, their sum and the sum of their squares.
func moments(points []point) (n, sum, squares *big.Int) {
	n, sum, squares = new(big.Int), new(big.Int), new(big.Int)
	for _, p := range points {
		value, times := big.NewInt(p.value), big.NewInt(p.count)
		n.Add(n, times)
		times.Mul(times, value)
		sum.Add(sum, times)
		squares.Add(squares, times.Mul(times, value))
	}
	return n, sum, squares
}

// twiceMedian adds the two values in the middle, which are one and the same when n is odd.
func twiceMedian(points []point, n int64) int64 {
	at := func(place int64) int64 {
		for _, p := range points {
			if place -= p.count; place < 0 {
				return p.value
			}
		}
		return points[len(points)-1].value
	}
	return at((n-1)/2) + at(n/2)
}

// deviation is the population's standard deviation: the root of n·Σx² − (Σx)², over n.
func deviation(n, sum, squares, unit *big.Int) *float64 {
	spread := new(big.Int).Mul(n, squares)
	spread.Sub(spread, new(big.Int).Mul(sum, sum))
	root := new(big.Float).SetPrec(256).SetInt(spread)
	root.Sqrt(root)
	root.Quo(root, new(big.Float).SetPrec(256).SetInt(new(big.Int).Mul(n, unit)))
	x, _ := root.Float64()
	return &x
}

// quotient is the float nearest to the exact fraction.
func quotient(a, b *big.Int) *float64 {
	x, _ := new(big.Rat).SetFrac(a, b).Float64()
	return &x
}

// wholeScale gives a rating every value of its scale, those that nobody chose too.
func (q Question) wholeScale(values []ValueCount) []ValueCount {
	if q.Kind != Rating {
		return values
	}
	counts := map[string]int{}
	for _, v := range values {
		counts[v.Value] = v.Count
	}
	var scale []ValueCount
	for x := *q.Least; x <= *q.Most; x++ {
		scale = append(scale, ValueCount{Value: decimal(x), Count: counts[decimal(x)]})
	}
	return scale
}

// sharedValues sorts a histogram and adds the shares. Dates sort as they are written, numbers by size.
func sharedValues(values []ValueCount, answered int) []ValueCount {
	sorted := slices.Clone(values)
	slices.SortFunc(sorted, func(a, b ValueCount) int {
		x, errX := strconv.ParseFloat(a.Value, 64)
		y, errY := strconv.ParseFloat(b.Value, 64)
		if errX != nil || errY != nil {
			return strings.Compare(a.Value, b.Value)
		}
		return cmp.Compare(x, y)
	})
	for i := range sorted {
		sorted[i].Share = share(sorted[i].Count, answered)
	}
	return sorted
}

// Public gives the results as anyone may read them. A number or a date that few people gave can be one known
// person's (an age, an income), so their histogram, least and most are published only when LeastCell people or more
// gave each value; hiding single values would not do, since the mean gives them back. The mean, median and deviation
// need LeastCell answers. Counts of options that the survey itself offers stay: alone they point at nobody.
func (s SurveyResults) Public() SurveyResults {
	s.Questions = slices.Clone(s.Questions)
	for i := range s.Questions {
		s.Questions[i].hideFew()
	}
	return s
}

// hideFew withholds from one question what could point at someone.
func (r *QuestionResults) hideFew() {
	if r.Question.Kind != NumberQuestion && r.Question.Kind != DateQuestion {
		return
	}
	if slices.ContainsFunc(r.Values, func(v ValueCount) bool { return v.Count < LeastCell }) {
		r.Values, r.Least, r.Most = nil, nil, nil
	}
	if r.Answered < LeastCell {
		r.Mean, r.Median, r.Deviation = nil, nil, nil
	}
}
