package graph_test

import "testing"

// answering reads the comments of a consultation that have no answer yet, with what an answer has to know of them.
func (p pages) answering(t *testing.T, m *meter) {
	page := p.Editor().At(m.City).Must(`query ($id: ID!) { consultation(id: $id) { id title status feedbackDueOn draft { id clauses(first: 100) { nodes { id kind label depth text } } }
		commentTally { total answered byStance { stance count } byClause(rollUp: true) { clause { id label } count } }
		comments(first: 50, filter: {answered: false}, orderBy: OLDEST) { totalCount nodes { id body stance createdAt endorsementCount authorshipDisputed clause { id label text parent { label } } } pageInfo { hasNextPage endCursor } }
		officialResponses(first: 20) { nodes { id outcome reason revisedAt clauses { effect clause { id label } nextClause { id label text } } comments(first: 5) { totalCount nodes { id body } } } } } }`, "id", p.overdue.consultation)
	shows(t, page, map[string]string{"consultation.comments.nodes.#": "24", "consultation.status": "CLOSED"})
}
