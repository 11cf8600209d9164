package legaltext

import "minyi/domain/civic"

// ClauseIDKind is the kind of the clauses' ids.
var ClauseIDKind = civic.NewKind("L")

// ID is the clause's global id.
func (c Clause) ID() civic.ID { return civic.IDOf(ClauseIDKind, c.Key) }

// Weight returns the size of the clause's words in bytes.
func (c Clause) Weight() int { return len(c.Heading) + len(c.Text) }

// IsNode marks a type that the API finds by its id.
func (Clause) IsNode() {}
