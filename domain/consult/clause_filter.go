package consult

import (
	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/domain/legaltext"
)

// LargestClausePage is how many clauses a page holds at most. The longest code in force has fewer than 2,300; a draft of 600 articles
// has some 1,800.
const LargestClausePage = 2000

// ClauseFilter says which clauses of a draft to list; all that is said must hold.
type ClauseFilter struct {
	Kinds  []legaltext.ClauseKind // nil for every kind
	Number *int
	Under  *civic.ID // the clause under which they lie, at every depth
}

// UnderKey is the key of the clause under which clauses are listed, nil for the whole draft; BAD_ID where the id names no clause.
func (f ClauseFilter) UnderKey() (*uuid.UUID, error) {
	if f.Under == nil {
		return nil, nil
	}
	key, err := f.Under.Of(legaltext.ClauseIDKind, "under")
	return &key, err
}
