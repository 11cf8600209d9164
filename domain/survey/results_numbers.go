package survey

import (
	"cmp"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// addStatistics computes the statistics of a histogram of numbers. It computes in whole units of the last decimal, so that sums are
// exact and only the final figure is rounded.
func (r *QuestionResults) addStatistics(values []ValueCount) {
	points := pointsOf(values, r.Question.Decimals, nil)
	r.Values = sortedValues(r.Question.fullScale(values), *r.Answered)
	if len(points) == 0 {
		return
	}
	unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(r.Question.Decimals)), nil)
	n, sum, squares := moments(points)
	r.Mean = quotient(sum, new(big.Int).Mul(n, unit))
	r.Median = quotient(big.NewInt(twiceMedian(points, n.Int64())), new(big.Int).Add(unit, unit))
	r.Deviation = deviation(n, sum, squares, unit)
	r.Min = quotient(big.NewInt(points[0].value), unit)
	r.Max = quotient(big.NewInt(points[len(points)-1].value), unit)
}

// point is one value of a histogram, in units of the last decimal, with the sum of the record keys of its people.
type point struct{ value, count, keys int64 }

// pointsOf converts a histogram into points in ascending order.
func pointsOf(values []ValueCount, decimals int, keys map[string]int64) []point {
	var points []point
	for _, v := range values {
		if value, err := strconv.ParseInt(inUnits(v.Value, decimals), 10, 64); err == nil {
			points = append(points, point{value, int64(*v.Count), keys[v.Value]})
		}
	}
	slices.SortFunc(points, func(a, b point) int { return cmp.Compare(a.value, b.value) })
	return points
}

// inUnits writes a canonical decimal in units of the last decimal: 1.5 with two decimals is 150.
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

// twiceMedian is the sum of the two values in the middle. If n is odd, both are the same value.
func twiceMedian(points []point, n int64) int64 {
	return valueAt(points, (n-1)/2) + valueAt(points, n/2)
}

// deviation is the population's standard deviation: the square root of n·Σx² − (Σx)², divided by n.
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

// fullScale is a rating's histogram with all values of its scale, also those that nobody chose. Other histograms stay as they are.
func (q Question) fullScale(values []ValueCount) []ValueCount {
	if q.Kind != Rating {
		return values
	}
	counts := map[string]int{}
	for _, v := range values {
		counts[v.Value] = *v.Count
	}
	var scale []ValueCount
	for x := *q.Min; x <= *q.Max; x++ {
		scale = append(scale, ValueCount{Value: decimal(x), Count: new(counts[decimal(x)])})
	}
	return scale
}

// sortedValues sorts a histogram and computes the shares. Numbers are sorted by size and dates as texts.
func sortedValues(values []ValueCount, answered int) []ValueCount {
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
		sorted[i].Share = new(share(*sorted[i].Count, answered))
	}
	return sorted
}

// unit is 10 to the power of the question's decimals.
func (q Question) unit() float64 { return math.Pow10(q.Decimals) }
