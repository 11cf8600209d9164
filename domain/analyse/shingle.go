package analyse

import (
	"slices"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Shingles are the keys of all short runs of letters of a text, sorted and distinct. Texts that share many of them are copies of each
// other (Broder 1997, On the resemblance and containment of documents). A run is as long as it must be to say something: four Han
// characters or eight letters.
type Shingles []uint32

// weightOfRun is the weight of a run. A Han character weighs 2, a letter or digit of another script 1.
const weightOfRun = 8

// ShinglesOf returns the shingles of a text, except those in without, such as those of the draft that many quote. Case, widths, punctuation
// and spaces make no difference.
func ShinglesOf(text string, without Shingles) Shingles {
	shingles := shinglesOf(letters(text))
	if len(without) == 0 {
		return shingles
	}
	return slices.DeleteFunc(shingles, func(s uint32) bool {
		_, quoted := slices.BinarySearch(without, s)
		return quoted
	})
}

func shinglesOf(letters []rune) Shingles {
	shingles := make(Shingles, 0, len(letters))
	end, weight := 0, 0
	for from := range letters {
		for ; weight < weightOfRun && end < len(letters); end++ {
			weight += weightOf(letters[end])
		}
		if weight < weightOfRun {
			break
		}
		shingles = append(shingles, hashRun(letters[from:end]))
		weight -= weightOf(letters[from])
	}
	slices.Sort(shingles)
	return slices.Compact(shingles)
}

// Union returns the shingles of several texts together.
func Union(all ...Shingles) Shingles {
	joined := slices.Concat(all...)
	slices.Sort(joined)
	return slices.Compact(joined)
}

// Shared counts the shingles that two texts have in common.
func (s Shingles) Shared(other Shingles) (n int) {
	for i, j := 0, 0; i < len(s) && j < len(other); {
		switch {
		case s[i] < other[j]:
			i++
		case s[i] > other[j]:
			j++
		default:
			n, i, j = n+1, i+1, j+1
		}
	}
	return n
}

// Jaccard is the part of all shingles of two texts that both have, from 0 to 1.
func (s Shingles) Jaccard(other Shingles) float64 {
	shared := s.Shared(other)
	return float64(shared) / float64(max(1, len(s)+len(other)-shared))
}

// letters folds a text and keeps its letters and digits. Han characters and ASCII, of which most texts consist, are told first.
func letters(text string) []rune {
	all := make([]rune, 0, len(text)/2)
	for _, r := range text {
		switch {
		case r >= 0x4E00 && r <= 0x9FFF, r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			all = append(all, r)
		case r >= 'A' && r <= 'Z':
			all = append(all, r+'a'-'A')
		case r > 0x7F && !unicode.IsPunct(r):
			for _, part := range norm.NFKD.String(string(r)) {
				if unicode.IsLetter(part) || unicode.IsDigit(part) {
					all = append(all, unicode.ToLower(part))
				}
			}
		}
	}
	return all
}

// weightOf is how much a character says: those of scripts without letters say about as much as two letters.
func weightOf(r rune) int {
	if r >= 0x2E80 {
		return 2
	}
	return 1
}

// hashRun is FNV-1a of 32 bits over the code points, mixed once more so that its order says nothing about the letters.
func hashRun(run []rune) uint32 {
	h := uint32(2166136261)
	for _, r := range run {
		h = (h ^ uint32(r)) * 16777619
		h ^= h >> 15
	}
	return uint32(mix(uint64(h)) >> 32)
}

// mix spreads the bits of a number (the finalizer of SplitMix64).
func mix(x uint64) uint64 {
	x += 0x9E3779B97F4A7C15
	x = (x ^ x>>30) * 0xBF58476D1CE4E5B9
	x = (x ^ x>>27) * 0x94D049BB133111EB
	return x ^ x>>31
}
