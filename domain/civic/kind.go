package civic

import (
	"fmt"
	"maps"
	"slices"
)

// Kind is the kind of a thing that has an id: the letter that begins the ids of its things. Each kind is declared beside its type.
type Kind string

// allKinds are all kinds that are declared. The value tells whether the things of the kind lie with a consultation: their ids
// carry its key, so that a lookup reaches one shard.
var allKinds = map[Kind]bool{}

// NewKind declares a kind of things that lie with no consultation.
func NewKind(letter Kind) Kind { return declareKind(letter, false) }

// NewKindWithin declares a kind of things that lie with a consultation.
func NewKindWithin(letter Kind) Kind { return declareKind(letter, true) }

// declareKind stops the program at its start where two kinds have the same letter.
func declareKind(letter Kind, within bool) Kind {
	if _, taken := allKinds[letter]; taken || len(letter) != 1 {
		panic(fmt.Sprintf("%q cannot begin the ids of another kind", letter))
	}
	allKinds[letter] = within
	return letter
}

// Within tells whether the things of the kind lie with a consultation.
func (k Kind) Within() bool { return allKinds[k] }

// Kinds are all kinds, in the order of their letters.
func Kinds() []Kind { return slices.Sorted(maps.Keys(allKinds)) }

// ConsultationKind is the kind of consultations.
var ConsultationKind = NewKind("C")
