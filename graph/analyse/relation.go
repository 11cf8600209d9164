package analysegraph

import (
	"github.com/google/uuid"

	"minyi/domain/civic"
)

// optionalWithin returns the id for a key within a consultation that may be missing. The zero ID names nothing.
func optionalWithin(kind civic.Kind, consultation uuid.UUID, key *uuid.UUID) civic.ID {
	if key == nil {
		return civic.ID{}
	}
	return civic.IDWithin(kind, consultation, *key)
}
