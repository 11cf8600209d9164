package legaltext

import "minyi/domain/civic"

// ClauseIDKind is the kind of the clauses' ids.
var ClauseIDKind = civic.NewKind("L")

// ID is the clause's global id.
func (c Clause) ID() civic.ID { return civic.IDOf(ClauseIDKind, c.Key) }

// IsNode marks a type that the API finds by its id.
func (Clause) IsNode() {}
