package lineage

import (
	"hash/fnv"
	"math"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// bigrams are the hashes of the pairs of neighbouring words of a text. They are sorted, and each is there as often as it occurs. A Han
// character is a word.
type bigrams []uint64

// bigramsOf pairs the words of a text. It treats full-width and half-width characters alike and ignores punctuation.
func bigramsOf(text string) bigrams {
	var pairs bigrams
	last := uint64(0)
	for _, word := range wordsOf(text) {
		hash := hashOf(word)
		pairs = append(pairs, last*31+hash)
		last = hash
	}
	slices.Sort(pairs)
	return pairs
}

// hashOf is the same in every process, so that the same texts always match in the same way.
func hashOf(word string) uint64 {
	sum := fnv.New64a()
	sum.Write([]byte(word))
	return sum.Sum64()
}

// wordsOf cuts a text into single Han characters and runs of other letters and digits.
func wordsOf(text string) []string {
	folded := strings.ToLower(width.Fold.String(text))
	words, start := make([]string, 0, len(folded)/3), -1
	for at, r := range folded {
		han := unicode.Is(unicode.Han, r)
		inside := !han && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r))
		if start >= 0 && !inside {
			words, start = append(words, folded[start:at]), -1
		}
		if han {
			words = append(words, string(r))
		} else if inside && start < 0 {
			start = at
		}
	}
	if start >= 0 {
		words = append(words, folded[start:])
	}
	return words
}

// weights say how much each bigram counts. A bigram that many clauses contain counts little, because it does not distinguish them.
type weights map[uint64]float64

// newWeights computes the weights from all clauses of both versions: the fewer clauses contain a bigram, the more it counts.
func newWeights(all ...[]bigrams) weights {
	holders, clauses := map[uint64]int{}, 0
	for _, side := range all {
		for _, pairs := range side {
			clauses++
			for i, b := range pairs {
				if i == 0 || pairs[i-1] != b {
					holders[b]++
				}
			}
		}
	}
	w := make(weights, len(holders))
	for b, held := range holders {
		w[b] = math.Log(1 + float64(clauses)/float64(held))
	}
	return w
}

// shared is the weight of the bigrams that two texts have in common. A long text costs little more than a short one that it is compared
// with.
func (w weights) shared(a, b bigrams) (weight float64) {
	if len(a) > len(b) {
		a, b = b, a
	}
	for _, pair := range a {
		at, found := slices.BinarySearch(b, pair)
		if b = b[at:]; found {
			weight, b = weight+w[pair], b[1:]
		}
	}
	return weight
}

// overlap is how much two texts have in common, and how much each of them has.
type overlap struct{ shared, before, after float64 }

// overlap compares a clause of one version with a clause of another or of the same one.
func (m *matcher) overlap(a *version, i int, b *version, j int) overlap {
	return overlap{m.weights.shared(a.bigrams(i), b.bigrams(j)), a.totals[i], b.totals[j]}
}

// similarity is the weighted Dice coefficient. It is 0 if the texts have nothing in common and 1 if they have the same words.
func (o overlap) similarity() float64 {
	if o.before+o.after == 0 {
		return 0
	}
	return 2 * o.shared / (o.before + o.after)
}

// The least share of a text's words that another text must hold to contain it, and the least weight of a text that can be contained: a
// set phrase is in many articles.
const (
	leastContained = 0.60
	leastWeight    = 25.0
)

// keepsBefore is the share of the older text's words that the newer one keeps; 0 if it does not contain it.
func (o overlap) keepsBefore() float64 { return contained(o.shared, o.before) }

// keepsAfter is the share of the newer text's words that come from the older one; 0 if it is not contained in it.
func (o overlap) keepsAfter() float64 { return contained(o.shared, o.after) }

func contained(shared, whole float64) float64 {
	if whole < leastWeight || shared < leastContained*whole {
		return 0
	}
	return shared / whole
}

// likeness is the similarity, or somewhat less than the share of the older text that a longer one keeps.
func (o overlap) likeness() float64 { return max(o.similarity(), 0.85*o.keepsBefore()) }
