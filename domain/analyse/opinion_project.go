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
func (m voteMatrix) project(statements int, random *rand.Rand) []point {
	rows := m.centred(statements)
	first := principal(rows, statements, nil, random)
	second := principal(rows, statements, first, random)
	points := make([]point, len(rows))
	for i, row := range rows {
		stretch := math.Sqrt(float64(statements) / float64(len(row)))
		points[i] = point{stretch * along(row, first), stretch * along(row, second)}
	}
	return points
}

// centred are the votes of each person, by rising statement.
func (m voteMatrix) centred(statements int) [][]centredVote {
	sum, seen := make([]float64, statements), make([]float64, statements)
	for _, row := range m {
		for s, vote := range row {
			sum[s] += float64(vote)
			seen[s]++
		}
	}
	rows := make([][]centredVote, len(m))
	for i, row := range m {
		for _, s := range slices.Sorted(maps.Keys(row)) {
			rows[i] = append(rows[i], centredVote{s, float64(row[s]) - sum[s]/seen[s]})
		}
	}
	return rows
}

// The limits of the power iteration.
const (
	mostSteps = 200
	stillness = 1e-12
)

// principal is the unit vector along which the votes differ most, at right angles to another one if that is given.
func principal(rows [][]centredVote, statements int, other []float64, random *rand.Rand) []float64 {
	v := make([]float64, statements)
	for s := range v {
		v[s] = random.Float64() - 0.5
	}
	normalize(v, other)
	for range mostSteps {
		next := make([]float64, statements)
		for _, row := range rows {
			length := along(row, v)
			for _, vote := range row {
				next[vote.statement] += length * vote.vote
			}
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
