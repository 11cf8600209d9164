package legaltext

import (
	"slices"
	"strings"
	"unicode"

	"github.com/google/uuid"
)

// Grams are the keys of a full-text index: one number for each pair of neighbouring characters of a text. They are sorted and
// distinct, and do not depend on upper and lower case. The numbers of two scopes differ, so one index can serve many collections of
// texts and a search reads the entries of one collection only. A text that contains a phrase of two or more characters has all
// grams of the phrase. The reverse is not certain, so the caller compares the texts themselves. A single character has no grams.
func Grams(scope uuid.UUID, text string) []int32 {
	seed, grams := fnv32(fnvOffset, scope[:]...), make([]int32, 0, len(text)/2)
	var previous rune = -1
	for _, r := range text {
		r = foldCase(r)
		if previous >= 0 {
			grams = append(grams, int32(fnvRune(fnvRune(seed, previous), r)))
		}
		previous = r
	}
	slices.Sort(grams)
	return slices.Compact(grams)
}

// FNV-1a of 32 bits. It is written out because a gram has only a few bytes, and hash/fnv takes longer to start than to hash them.
const (
	fnvOffset uint32 = 2166136261
	fnvPrime  uint32 = 16777619
)

func fnv32(h uint32, bytes ...byte) uint32 {
	for _, b := range bytes {
		h = (h ^ uint32(b)) * fnvPrime
	}
	return h
}

// fnvRune adds a character to a hash as four bytes, the most significant first.
func fnvRune(h uint32, r rune) uint32 {
	return fnv32(h, byte(r>>24), byte(r>>16), byte(r>>8), byte(r))
}

// foldCase maps all cases of a letter to the same rune, the smallest of them. The Unicode range of Han characters has no cases, so
// it is skipped.
func foldCase(r rune) rune {
	if r >= firstCaseless && r <= lastCaseless {
		return r
	}
	least := r
	for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
		least = min(least, other)
	}
	return least
}

// A range of characters without cases. It contains the common Han characters.
const firstCaseless, lastCaseless = 0x2E80, 0xA63F

// Cased tells whether a text has letters with upper and lower case. Chinese has none.
func Cased(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.SimpleFold(r) != r })
}
