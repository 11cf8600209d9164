package legaltext

import "minyi/domain/civic"

// ClauseIDKind is the kind of clauses.
var ClauseIDKind = civic.NewKind("L")

// ID names the clause.
func (c Clause) ID() civic.ID { return civic.IDOf(ClauseIDKind, c.Key) }

// IsNode marks what the API finds by id.
func (Clause) IsNode() {}
