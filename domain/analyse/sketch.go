package analyse

import (
	"encoding/binary"
	"math"
	"slices"

	"github.com/google/uuid"
)

// The measures of a sketch. Each passage has a MinHash signature, of which two values make a band (locality-sensitive hashing): two
// passages that share a part j of their shingles have a given band in common with the probability j². A text of few passages has more bands.
const (
	rowsOfBand   = 2
	fewestBands  = 2
	mostBands    = 8
	wantedBands  = 12
	mostPassages = 12 // of a long text; those with the smallest values are taken, which are the same ones in its copies
)

// Sketch is what a text is compared by: its shingles, and the keys by which its likes are found.
type Sketch struct {
	Shingles Shingles
	Bands    []int32 // sorted and distinct; they differ from consultation to consultation
}

// SketchOf makes the sketch of a comment, without the words of the draft that it quotes.
func SketchOf(consultation uuid.UUID, text string, draft Shingles) Sketch {
	s := Sketch{Shingles: ShinglesOf(text, draft)}
	if len(s.Shingles) < fewestShared {
		return s
	}
	var signatures [][]uint32
	for _, passage := range Passages(text) {
		if shingles := ShinglesOf(passage, draft); len(shingles) > 0 {
			signatures = append(signatures, signatureOf(shingles))
		}
	}
	if len(signatures) > mostPassages {
		slices.SortFunc(signatures, slices.Compare)
		signatures = signatures[:mostPassages]
	}
	bands := min(max(wantedBands/max(1, len(signatures)), fewestBands), mostBands)
	seed := mix(binary.BigEndian.Uint64(consultation[8:]) ^ binary.BigEndian.Uint64(consultation[:8]))
	for _, signature := range signatures {
		for band := range bands {
			rows := signature[band*rowsOfBand:]
			s.Bands = append(s.Bands, int32(mix(seed+uint64(band)^mix(uint64(rows[0])<<32|uint64(rows[1])))))
		}
	}
	slices.Sort(s.Bands)
	s.Bands = slices.Compact(s.Bands)
	return s
}

// signatureOf returns for each of some permutations the smallest shingle.
func signatureOf(shingles Shingles) []uint32 {
	signature := make([]uint32, mostBands*rowsOfBand)
	for i := range signature {
		least, seed := uint32(math.MaxUint32), permutations[i]
		for _, s := range shingles {
			least = min(least, uint32((uint64(s)*seed)>>17^uint64(s)*seed>>41))
		}
		signature[i] = least
	}
	return signature
}

// permutations are the odd factors of multiply-shift hashing, one for each value of a signature.
var permutations = func() (factors [mostBands * rowsOfBand]uint64) {
	for i := range factors {
		factors[i] = mix(uint64(i)) | 1
	}
	return factors
}()

// When texts are copies. What two people write on the same matter by themselves shares less than a tenth.
const (
	fewestShared   = 16 // shingles, about twenty Han characters: many people write shorter texts that are the same by themselves
	manyShared     = 64
	partOfShorter  = 0.4 // of the shorter text
	partOfLongText = 0.2 // of the shorter text, if they share manyShared
)

// Likeness is the part of the shorter text that two texts share; 0 if they are no copies.
func (s Sketch) Likeness(other Sketch) float64 {
	shared := s.Shingles.Shared(other.Shingles)
	part := float64(shared) / float64(max(1, min(len(s.Shingles), len(other.Shingles))))
	if shared >= fewestShared && part >= partOfShorter || shared >= manyShared && part >= partOfLongText {
		return part
	}
	return 0
}
