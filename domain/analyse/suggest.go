package analyse

import (
	"cmp"
	"maps"
	"math"
	"slices"
)

// Profile weighs the pairs of characters that tell a theme's comments from others: how many of its comments have a pair, times how rare
// the pair is among all comments (TF-IDF).
type Profile map[int32]float64

// profileLength is how many pairs a profile keeps.
const profileLength = 64

// ProfileOf makes a profile from the grams of a theme's comments and of comments in general.
func ProfileOf(coded, all [][]int32) Profile {
	inCoded, inAll := frequencies(coded), frequencies(all)
	weights := Profile{}
	for gram, n := range inCoded {
		if n > 1 || len(coded) < 5 {
			weights[gram] = n / float64(len(coded)) * math.Log(float64(len(all)+1)/(inAll[gram]+1))
		}
	}
	heaviest := slices.SortedFunc(maps.Keys(weights), func(a, b int32) int { return cmp.Or(cmp.Compare(weights[b], weights[a]), cmp.Compare(a, b)) })
	for _, gram := range heaviest[min(profileLength, len(heaviest)):] {
		delete(weights, gram)
	}
	return weights
}

// frequencies counts in how many texts each gram is.
func frequencies(texts [][]int32) map[int32]float64 {
	n := map[int32]float64{}
	for _, grams := range texts {
		for _, gram := range grams {
			n[gram]++
		}
	}
	return n
}

// Heaviest lists the grams with the largest weights, at most n.
func (p Profile) Heaviest(n int) []int32 {
	grams := slices.SortedFunc(maps.Keys(p), func(a, b int32) int { return cmp.Or(cmp.Compare(p[b], p[a]), cmp.Compare(a, b)) })
	return grams[:min(n, len(grams))]
}

// Likeness is the part of the profile's weight that a text has, from 0 to 1.
func (p Profile) Likeness(grams []int32) float64 {
	var has, whole float64
	for _, weight := range p {
		whole += weight * weight
	}
	for _, gram := range grams {
		has += p[gram] * p[gram]
	}
	if whole == 0 {
		return 0
	}
	return math.Sqrt(has / whole)
}
