package civic

import (
	"fmt"
	"maps"
	"slices"
)

// Kind is the type of a thing that has an id. It is one letter, and each id of the kind begins with it. Each kind is declared
// beside its Go type.
type Kind string

// allKinds holds all declared kinds. The value says whether things of the kind belong to a consultation. Then their ids
// contain the consultation's key, so that a lookup needs only one shard.
var allKinds = map[Kind]bool{}

// NewKind declares a kind of things that belong to no consultation.
func NewKind(letter Kind) Kind { return declareKind(letter, false) }

// NewKindWithin declares a kind of things that belong to a consultation.
func NewKindWithin(letter Kind) Kind { return declareKind(letter, true) }

// declareKind panics when the program starts if two kinds have the same letter.
func declareKind(letter Kind, within bool) Kind {
	if _, taken := allKinds[letter]; taken || len(letter) != 1 {
		panic(fmt.Sprintf("%q cannot begin the ids of another kind", letter))
	}
	allKinds[letter] = within
	return letter
}

// Within reports whether things of the kind belong to a consultation.
func (k Kind) Within() bool { return allKinds[k] }

// Kinds lists all kinds in the order of their letters.
func Kinds() []Kind { return slices.Sorted(maps.Keys(allKinds)) }

// ConsultationKind is the kind of consultations.
var ConsultationKind = NewKind("C")

// FeedbackReportKind is the kind of feedback reports.
var FeedbackReportKind = NewKindWithin("F")
