package lineage

import "slices"

// CopiedShare returns which share of a text was copied from another one: of all runs of so many words of the text, those that the other text
// has too. A Han character is a word. The share lies between 0 and 1; a text that is shorter than one run has copied nothing.
func CopiedShare(text, from string, run int) float64 {
	own, other := shinglesOf(text, run), shinglesOf(from, run)
	slices.Sort(other)
	copied := 0
	for _, shingle := range own {
		if _, found := slices.BinarySearch(other, shingle); found {
			copied++
		}
	}
	if len(own) == 0 {
		return 0
	}
	return float64(copied) / float64(len(own))
}

// shinglesOf are the hashes of all runs of so many words of a text, in their order.
func shinglesOf(text string, run int) (shingles []uint64) {
	words := wordsOf(text)
	for i := range len(words) - run + 1 {
		hash := uint64(0)
		for _, word := range words[i : i+run] {
			hash = hash*31 + hashOf(word)
		}
		shingles = append(shingles, hash)
	}
	return shingles
}
