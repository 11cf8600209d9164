package legaltext

import (
	"hash/fnv"
	"math"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// bigrams are the pairs of neighbouring words of a text, sorted, each as often as it occurs. A Han character is a word.
type bigrams []uint64

// bigramsOf pairs the words of a text; full-width and half-width signs are the same, and punctuation counts for nothing.
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

// hashOf is the same in every process, so that a matching is too.
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

// weights say how much a bigram tells: one that every clause holds tells little of which clause it is.
type weights map[uint64]float64

// weigh works out the weights over many clauses.
func weigh(all ...[]bigrams) weights {
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

// of is the weight of a bigram, the same for all where nothing was weighed.
func (w weights) of(b uint64) float64 {
	if w == nil {
		return 1
	}
	return w[b]
}

// likeness is Dice's coefficient of two texts by weight, from 0 for nothing in common to 1 for the same words.
func (w weights) likeness(a, b bigrams) float64 {
	shared, total, i, j := 0.0, 0.0, 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			shared, total = shared+2*w.of(a[i]), total+2*w.of(a[i])
			i, j = i+1, j+1
		case a[i] < b[j]:
			total, i = total+w.of(a[i]), i+1
		default:
			total, j = total+w.of(b[j]), j+1
		}
	}
	for _, rest := range append(slices.Clone(a[i:]), b[j:]...) {
		total += w.of(rest)
	}
	if total == 0 {
		return 0
	}
	return shared / total
}
