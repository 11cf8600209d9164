package legaltext

import (
	"slices"
	"strings"
	"unicode"

	"github.com/google/uuid"
)

// Grams are what comments are found by: a number for every two neighbouring characters, however they are cased, in order and
// each once. The numbers differ from consultation to consultation, so that an index leads to the comments of one alone. A text
// holds a phrase of two characters or more only if its grams hold the phrase's; the reverse has to be looked at. A single
// character has none.
func Grams(consultation uuid.UUID, text string) []int32 {
	seed, grams := fnv32(fnvOffset, consultation[:]...), make([]int32, 0, len(text)/2)
	var before rune = -1
	for _, r := range text {
		r = folded(r)
		if before >= 0 {
			grams = append(grams, int32(fnvRune(fnvRune(seed, before), r)))
		}
		before = r
	}
	slices.Sort(grams)
	return slices.Compact(grams)
}

// FNV-1a of 32 bits, written out because hash/fnv takes longer to begin than a gram has bytes.
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

// fnvRune goes on with a character as four bytes, the largest first.
func fnvRune(h uint32, r rune) uint32 {
	return fnv32(h, byte(r>>24), byte(r>>16), byte(r>>8), byte(r))
}

// folded is the same for every case of a letter: the least of them. Han and what stands around it in Unicode has no cases.
func folded(r rune) rune {
	if r >= firstHan && r <= lastHan {
		return r
	}
	least := r
	for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
		least = min(least, other)
	}
	return least
}

// The characters among which none has cases.
const firstHan, lastHan = 0x2E80, 0xA63F

// Cased tells whether a text has letters that come in cases, as Chinese has none.
func Cased(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.SimpleFold(r) != r })
}
