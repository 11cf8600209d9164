package civic

import "slices"

// IdentityLevel says how surely a person is identified, or must be identified to take part.
type IdentityLevel string

// The levels, weakest first.
const (
	Anonymous    IdentityLevel = "ANONYMOUS"
	Pseudonymous IdentityLevel = "PSEUDONYMOUS"
	Verified     IdentityLevel = "VERIFIED"
)

// rank orders the levels. An unknown level has rank 0.
func (l IdentityLevel) rank() int {
	switch l {
	case Verified:
		return 3
	case Pseudonymous:
		return 2
	case Anonymous:
		return 1
	}
	return 0
}

// Reaches reports whether a person with this level may take part where the required level is asked for. A person with an
// unknown level may take part nowhere.
func (l IdentityLevel) Reaches(required IdentityLevel) bool {
	return l.rank() > 0 && l.rank() >= required.rank()
}

// Reached lists the required levels that a person with this level satisfies.
func (l IdentityLevel) Reached() []IdentityLevel {
	return slices.DeleteFunc([]IdentityLevel{Anonymous, Pseudonymous, Verified}, func(required IdentityLevel) bool { return !l.Reaches(required) })
}
