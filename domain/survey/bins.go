package survey

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"time"
)

// Bin is how many people gave a number or a day from From, but before To. The first bin has no From and the last no To, so that the least and
// the most stay unknown.
type Bin struct {
	From  *string `json:"from,omitempty"`
	To    *string `json:"to,omitempty"`
	Count int     `json:"count"`
	Share float64 `json:"share"`

	from, to int64 // in units of the last decimal, or in days; has no meaning where From or To is nil
	keys     int64 // the sum of the record keys
}

// name writes the limits, as ISO 8601 writes an interval: an open end is two dots.
func (b Bin) name() string {
	from, to := "..", ".."
	if b.From != nil {
		from = *b.From
	}
	if b.To != nil {
		to = *b.To
	}
	return from + "/" + to
}

// wantedBins is about how many bins a histogram has.
const wantedBins = 10

// binWidth is the width of bins before some are merged: 1, 2 or 5 times a power of ten. It follows from the middle of the numbers, and the few
// smallest and largest do not matter.
func binWidth(points []point, n int64) int64 {
	spread := valueAt(points, n-minCellCount) - valueAt(points, minCellCount-1)
	width := int64(1)
	for i := 0; width*wantedBins < spread; i++ {
		width = [...]int64{2, 5, 10}[i%3] * int64(math.Pow10(i/3))
	}
	return width
}

// valueAt is the value of the person at a place, counted from 0, in ascending order.
func valueAt(points []point, place int64) int64 {
	for _, p := range points {
		if place -= p.count; place < 0 {
			return p.value
		}
	}
	return points[len(points)-1].value
}

// binsOf makes bins of at least minCellCount people each. There are none for fewer than minGroup people.
func binsOf(points []point) ([]Bin, int64) {
	n := int64(0)
	for _, p := range points {
		n += p.count
	}
	if n < minGroup {
		return nil, 0
	}
	width := binWidth(points, n)
	var bins []Bin
	for _, p := range points {
		start := floorTo(p.value, width)
		if last := len(bins) - 1; last < 0 || bins[last].Count >= minCellCount && start >= bins[last].to {
			bins = append(bins, Bin{from: start})
		}
		last := &bins[len(bins)-1]
		last.Count, last.keys, last.to = last.Count+int(p.count), last.keys+p.keys, start+width
	}
	if last := len(bins) - 1; last > 0 && bins[last].Count < minCellCount {
		bins[last-1].Count, bins[last-1].keys = bins[last-1].Count+bins[last].Count, bins[last-1].keys+bins[last].keys
		bins = bins[:last]
	}
	for i := range bins[1:] {
		bins[i].to = bins[i+1].from
	}
	return bins, width
}

// floorTo is the greatest multiple of width that is not above x.
func floorTo(x, width int64) int64 {
	below := x / width * width
	if below > x {
		below -= width
	}
	return below
}

// nameBins writes the limits of the bins.
func nameBins(bins []Bin, name func(int64) string) []Bin {
	for i := range bins {
		if i > 0 {
			bins[i].From = new(name(bins[i].from))
		}
		if i < len(bins)-1 {
			bins[i].To = new(name(bins[i].to))
		}
	}
	return bins
}

// dayPoints converts a histogram of days into points. The values are days since 1970.
func dayPoints(values []ValueCount, keys map[string]int64) []point {
	var points []point
	for _, v := range values {
		if day, err := time.Parse(time.DateOnly, v.Value); err == nil {
			points = append(points, point{day.Unix() / 86400, int64(*v.Count), keys[v.Value]})
		}
	}
	slices.SortFunc(points, func(a, b point) int { return cmp.Compare(a.value, b.value) })
	return points
}

// dayName writes a day since 1970.
func dayName(day int64) string { return time.Unix(day*86400, 0).UTC().Format(time.DateOnly) }

// numberName writes a number given in units of the last decimal.
func numberName(decimals int) func(int64) string {
	return func(units int64) string {
		return strconv.FormatFloat(float64(units)/math.Pow10(decimals), 'f', -1, 64)
	}
}

// weighed is a number with how many people gave it.
type weighed struct{ value, weight float64 }

// middles puts the people of each bin into its middle. Those of the first and the last bin are put half a width beyond the limit.
func middles(bins []Bin, width int64) []weighed {
	all := make([]weighed, len(bins))
	for i, b := range bins {
		from, to := b.from, b.to
		if i == 0 {
			from = to - width
		} else if i == len(bins)-1 {
			to = from + width
		}
		all[i] = weighed{(float64(from) + float64(to) - 1) / 2, float64(b.Count)}
	}
	return all
}

// meanAndDeviation are those of the population.
func meanAndDeviation(all []weighed) (mean, deviation float64) {
	n := 0.0
	for _, w := range all {
		n, mean = n+w.weight, mean+w.value*w.weight
	}
	mean /= n
	for _, w := range all {
		deviation += w.weight * (w.value - mean) * (w.value - mean) / n
	}
	return mean, math.Sqrt(deviation)
}

// middleOf is the value that half of the people do not exceed.
func middleOf(all []weighed) float64 {
	n := 0.0
	for _, w := range all {
		n += w.weight
	}
	seen := 0.0
	for _, w := range all {
		if seen += w.weight; seen >= n/2 {
			return w.value
		}
	}
	return all[len(all)-1].value
}
