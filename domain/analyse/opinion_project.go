package analyse

import (
	"maps"
	"math"
	"math/rand/v2"
	"slices"
)

// point is a person's place on the two principal components of all votes.
type point [2]float64

// centredVote is a vote less the mean vote on its statement. A missing vote counts as the mean, and so as 0.
type centredVote struct {
	statement int
	vote      float64
}

// project places each person on the two principal components. The power iteration needs only the votes that there are, where a general
// decomposition would need a full matrix. A person with few votes stands near the middle, so that the place is stretched by the root of
// the share of statements that the person judged.
func (m voteMatrix) project(endorsable []bool, random *rand.Rand) []point {
	c, points := m.centred(endorsable), make([]point, len(m))
	first := c.principal(nil, random)
	second := c.principal(first, random)
	for i, row := range c.rows {
		stretch := math.Sqrt(float64(len(endorsable)) / float64(c.judged[i]))
		points[i] = point{stretch * (along(row, first) - dot(c.shift, first)), stretch * (along(row, second) - dot(c.shift, second))}
	}
	return points
}

// centredVotes are the votes less the mean of their statement. Each row lacks the shift, which is the mean of the statements that everybody judges, so that
// the rows have no more than the votes that were given.
type centredVotes struct {
	rows   [][]centredVote // of each person, by rising statement
	judged []int           // how many statements each person judged
	shift  []float64
}

// centred takes the means off.
func (m voteMatrix) centred(endorsable []bool) centredVotes {
	sum, seen := make([]float64, len(endorsable)), make([]float64, len(endorsable))
	for _, row := range m {
		for s, vote := range row {
			sum[s] += float64(vote)
			seen[s]++
		}
	}
	c := centredVotes{rows: make([][]centredVote, len(m)), judged: make([]int, len(m)), shift: make([]float64, len(endorsable))}
	all := 0
	for s, is := range endorsable {
		if is {
			c.shift[s] = sum[s] / float64(len(m))
			sum[s] = 0
			all++
		}
	}
	for i, row := range m {
		c.judged[i] = all
		for _, s := range slices.Sorted(maps.Keys(row)) {
			c.rows[i] = append(c.rows[i], centredVote{s, float64(row[s]) - sum[s]/seen[s]})
			if !endorsable[s] {
				c.judged[i]++
			}
		}
	}
	return c
}

// The limits of the power iteration.
const (
	mostSteps = 200
	stillness = 1e-12
)

// principal is the unit vector along which the votes differ most, at right angles to another one if that is given.
func (c centredVotes) principal(other []float64, random *rand.Rand) []float64 {
	v := make([]float64, len(c.shift))
	for s := range v {
		v[s] = random.Float64() - 0.5
	}
	normalize(v, other)
	for range mostSteps {
		next, shift, lengths := make([]float64, len(v)), dot(c.shift, v), 0.0
		for _, row := range c.rows {
			length := along(row, v) - shift
			lengths += length
			for _, vote := range row {
				next[vote.statement] += length * vote.vote
			}
		}
		for s, mean := range c.shift {
			next[s] -= lengths * mean
		}
		normalize(next, other)
		moved := 1 - math.Abs(dot(v, next))
		if v = next; moved < stillness {
			break
		}
	}
	return v
}

// normalize makes a vector one of length 1 at right angles to another one. A vector of length 0 stays.
func normalize(v, other []float64) {
	if other != nil {
		shared := dot(v, other)
		for i := range v {
			v[i] -= shared * other[i]
		}
	}
	if length := math.Sqrt(dot(v, v)); length > 0 {
		for i := range v {
			v[i] /= length
		}
	}
}

func dot(a, b []float64) (sum float64) {
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

func along(row []centredVote, v []float64) (sum float64) {
	for _, vote := range row {
		sum += vote.vote * v[vote.statement]
	}
	return sum
}
