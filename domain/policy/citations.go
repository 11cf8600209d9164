package policy

import (
	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/domain/legaltext"
)

// Citations are the citations of a draft's clauses in the built-in languages, by the clauses' keys.
type Citations map[uuid.UUID]civic.Localized

// CitationsOf cites the clauses of a whole draft. A clause without a number has no citation.
func CitationsOf(clauses []legaltext.Clause) Citations {
	cited := make(Citations, len(clauses))
	zh, en := legaltext.Citations(clauses, civic.Chinese), legaltext.Citations(clauses, civic.English)
	for i, c := range clauses {
		if zh[i]+en[i] != "" {
			cited[c.Key] = civic.Bilingual(zh[i], en[i])
		}
	}
	return cited
}
