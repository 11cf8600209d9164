package analyse

import (
	"cmp"
	"slices"

	"github.com/google/uuid"
)

// Known is a comment by which others are found: the first of its words, or a shorter one of its campaign.
type Known struct {
	Comment  uuid.UUID
	Campaign uuid.UUID // uuid.Nil if no other comment is like it
	Sketch
}

// Index finds known comments by the bands that they share with another.
type Index map[int32][]*Known

// mostHolders is how many known comments a band leads to. Words that more comments have tell nothing about copies, and the work for a comment stays the same.
const mostHolders = 16

// Add adds a known comment, by the bands that are not full, and returns these.
func (x Index) Add(k *Known) (free []int32) {
	for _, band := range k.Bands {
		if len(x[band]) < mostHolders {
			x[band] = append(x[band], k)
			free = append(free, band)
		}
	}
	return free
}

// Restore adds a known comment by a band that it had when it was added before.
func (x Index) Restore(k *Known, band int32) { x[band] = append(x[band], k) }

// mostCompared is how many known comments a comment is compared with.
const mostCompared = 12

// Candidates returns the known comments that share the most bands with a sketch, at most mostCompared.
func (x Index) Candidates(s Sketch) []*Known {
	hits := map[*Known]int{}
	for _, band := range s.Bands {
		for _, k := range x[band] {
			hits[k]++
		}
	}
	found := make([]*Known, 0, len(hits))
	for k := range hits {
		found = append(found, k)
	}
	slices.SortFunc(found, func(a, b *Known) int {
		return cmp.Or(cmp.Compare(hits[b], hits[a]), slices.Compare(a.Comment[:], b.Comment[:]))
	})
	return found[:min(len(found), mostCompared)]
}

// Place is where a comment belongs.
type Place struct {
	Like  *Known   // the known comment that it is the most like; nil if there is none
	Joins []*Known // others that it shows to be copies of the same text
	Known bool     // others are to be found by it too
}

// PlaceOf finds the place of a comment among known ones. A comment that is little longer than two others and like both shows that all three
// are copies of one text. A long comment that holds the texts of two campaigns shows nothing.
func PlaceOf(s Sketch, among []*Known) Place {
	place, best := Place{Known: true}, 0.0
	var alike []*Known
	for _, k := range among {
		likeness := s.Likeness(k.Sketch)
		if likeness > best {
			place.Like, best = k, likeness
		}
		if likeness >= surelyLike && len(s.Shingles)*4 <= len(k.Shingles)*5 {
			alike = append(alike, k)
		}
	}
	if place.Like == nil {
		return place
	}
	for _, k := range alike {
		if k != place.Like && (k.Campaign == uuid.Nil || k.Campaign != place.Like.Campaign) && slices.Contains(alike, place.Like) {
			place.Joins = append(place.Joins, k)
		}
	}
	place.Known = len(s.Shingles)*5 < len(place.Like.Shingles)*4
	return place
}

// surelyLike is the part of a text that two campaigns must have before they are joined.
const surelyLike = 0.7
