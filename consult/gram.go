package consult

import (
	"encoding/binary"
	"hash/fnv"
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
	grams := []int32{}
	var before rune = -1
	for _, r := range text {
		r = folded(r)
		if before >= 0 {
			grams = append(grams, gram(consultation, before, r))
		}
		before = r
	}
	slices.Sort(grams)
	return slices.Compact(grams)
}

// gram is the number of two characters.
func gram(consultation uuid.UUID, first, second rune) int32 {
	h := fnv.New32a()
	raw := binary.BigEndian.AppendUint32(append([]byte(nil), consultation[:]...), uint32(first))
	_, _ = h.Write(binary.BigEndian.AppendUint32(raw, uint32(second)))
	return int32(h.Sum32())
}

// folded is the same for every case of a letter: the least of them.
func folded(r rune) rune {
	least := r
	for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
		least = min(least, other)
	}
	return least
}

// Cased tells whether a text has letters that come in cases, as Chinese has none.
func Cased(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.SimpleFold(r) != r })
}
