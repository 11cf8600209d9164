package policy

import (
	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/domain/legaltext"
)

// LargestClausePage is the maximum number of clauses of a page. A draft with 600 articles has about 1,800 clauses. The longest
// code in force has fewer than 2,300.
const LargestClausePage = 2000

// ClauseFilter says which clauses of a draft to list. A clause must meet all conditions.
type ClauseFilter struct {
	Kinds  []legaltext.ClauseKind // nil for every kind
	Number *int
	Under  *civic.ID // the clause above them, at any distance
}

// UnderKey returns the key of the clause in Under, or nil for the whole draft. It refuses as BAD_ID an id that is not a
// clause's.
func (f ClauseFilter) UnderKey() (*uuid.UUID, error) {
	if f.Under == nil {
		return nil, nil
	}
	key, err := f.Under.Of(legaltext.ClauseIDKind, "under")
	return &key, err
}
