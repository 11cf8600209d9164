package consult

// ClauseIDKind is the kind of clauses.
var ClauseIDKind = newKind("L")

// ID names the clause.
func (c Clause) ID() ID { return IDOf(ClauseIDKind, c.Key) }

// IsNode marks what the API finds by id.
func (Clause) IsNode() {}
