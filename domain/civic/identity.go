package civic

import "slices"

// IdentityLevel is how well somebody is known, or must be known to take part.
type IdentityLevel string

// The levels, the weakest first.
const (
	Anonymous    IdentityLevel = "ANONYMOUS"
	Pseudonymous IdentityLevel = "PSEUDONYMOUS"
	Verified     IdentityLevel = "VERIFIED"
)

// rank orders the levels; what is unknown counts as nothing.
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

// Reaches tells whether somebody known so well may take part where the other level is asked for. Nobody whose level is
// unknown may.
func (l IdentityLevel) Reaches(asked IdentityLevel) bool {
	return l.rank() > 0 && l.rank() >= asked.rank()
}

// Reached lists the levels at which somebody known so well may take part.
func (l IdentityLevel) Reached() []IdentityLevel {
	return slices.DeleteFunc([]IdentityLevel{Anonymous, Pseudonymous, Verified}, func(asked IdentityLevel) bool { return !l.Reaches(asked) })
}
