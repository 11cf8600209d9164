package survey

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"math"
	"strconv"

	"github.com/google/uuid"
)

// Published counts that combine two answers carry noise by the cell-key method of statistics offices (Fraser and Wooton 2005; Thompson,
// Broadfoot and Elazar 2013). Each response has a random record key. The sum of the record keys of the people in a count decides the noise of
// this count. So the same people get the same noise in every table, in either order, and nobody can average the noise away.
const (
	// noiseBound is the most that a published count differs from the true one.
	noiseBound = 12
	// noiseSpread is the variance of the normal curve that the noise follows.
	noiseSpread = 5.0
	// minCellCount is the least positive count that is published. Smaller counts are published as none or as more.
	minCellCount = 5
	// minGroup is the least number of people that figures are published about.
	minGroup = 10
)

// Noise gives the published counts of one survey. It needs the installation's secret.
type Noise struct {
	secret []byte
	survey uuid.UUID
}

// NoiseOf is the noise of a survey.
func NoiseOf(secret []byte, survey uuid.UUID) Noise { return Noise{secret, survey} }

// RecordKey is the record key of the person with this hash. It is a positive number of 31 bits and the same for each response of the person.
func RecordKey(person []byte) int32 {
	hash := sha256.Sum256(append([]byte("record key "), person...))
	return int32(binary.BigEndian.Uint32(hash[:]) >> 1)
}

// Count is the published count of people whose record keys have this sum. None stays none. A positive count is published as none or as at
// least minCellCount. Its expectation is the true count.
func (n Noise) Count(count int, keys int64) int {
	if count <= 0 {
		return 0
	}
	uniform := float64(n.number(strconv.Itoa(count), strconv.FormatInt(keys, 10))>>11) / (1 << 53)
	table := noiseTables[min(count, len(noiseTables))-1]
	for _, step := range table {
		if uniform < step.below {
			return count + step.noise
		}
	}
	return count + table[len(table)-1].noise
}

// number is a pseudorandom number for some parts.
func (n Noise) number(parts ...string) uint64 {
	mac := hmac.New(sha256.New, n.secret)
	mac.Write([]byte("noise"))
	mac.Write(n.survey[:])
	for _, part := range parts {
		mac.Write([]byte(part))
		mac.Write([]byte{0})
	}
	return binary.BigEndian.Uint64(mac.Sum(nil))
}

// noiseStep is one noise and the probability that the noise is at most this.
type noiseStep struct {
	noise int
	below float64
}

// noiseTables has a table for each count from 1. The last one serves all greater counts, because from there no noise leads to a small count.
var noiseTables = func() [][]noiseStep {
	tables := make([][]noiseStep, noiseBound+minCellCount)
	for i := range tables {
		tables[i] = noiseTable(i + 1)
	}
	return tables
}()

// noiseTable makes the distribution of the noise of a count. Among all distributions of mean nought on the allowed noises it is the one
// nearest to the normal curve: each noise e has the weight exp(-e²/2V + λe), and λ is chosen so that the mean is nought.
func noiseTable(count int) []noiseStep {
	var allowed []int
	for e := -noiseBound; e <= noiseBound; e++ {
		if count+e == 0 || count+e >= minCellCount {
			allowed = append(allowed, e)
		}
	}
	low, high := -10.0, 10.0
	for range 200 {
		tilt := (low + high) / 2
		if _, mean := noiseWeights(allowed, tilt); mean < 0 {
			low = tilt
		} else {
			high = tilt
		}
	}
	weights, _ := noiseWeights(allowed, (low+high)/2)
	table, below := make([]noiseStep, len(allowed)), 0.0
	for i, e := range allowed {
		below += weights[i]
		table[i] = noiseStep{e, below}
	}
	return table
}

// noiseWeights are the probabilities of the noises for a tilt, and their mean.
func noiseWeights(allowed []int, tilt float64) (weights []float64, mean float64) {
	sum := 0.0
	for _, e := range allowed {
		w := math.Exp(-float64(e*e)/(2*noiseSpread) + tilt*float64(e))
		weights, sum = append(weights, w), sum+w
	}
	for i, e := range allowed {
		weights[i] /= sum
		mean += weights[i] * float64(e)
	}
	return weights, mean
}
