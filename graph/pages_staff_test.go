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

func (p pages) desk(t *testing.T, m *meter) {
	page := p.Editor().At(m.City).Must(`{ desk(first: 50) { totalCount pageInfo { hasNextPage endCursor } nodes { kind since dueAt subject { id
		... on Draft { title version state policyRecord { id title } } ... on Survey { title department { id } }
		... on Consultation { title status feedbackDueOn commentTally { total answered } commentPeriod { closesAt } } } } } }`)
	shows(t, page.Get("desk"), map[string]string{"nodes.#": "1", "nodes.0.kind": "REPORT_OVERDUE", "nodes.0.subject.id": p.overdue.consultation, "nodes.0.subject.commentTally.total": "24"})
}

func (p pages) moderation(t *testing.T, m *meter) {
	for i, s := range []shown{p.open, p.overdue, p.reported} {
		for _, who := range []string{"zhao", "qian"}[:1+i%2] {
			p.Resident(who).Must(reportComment, "input", map[string]any{"commentId": s.comments[0], "reason": "OFF_TOPIC"})
		}
	}
	page := p.Moderator().At(m.City).Must(`{ moderationQueue(first: 50, orderBy: MOST_REPORTED) { totalCount pageInfo { hasNextPage endCursor } nodes { id body stance createdAt authorshipDisputed clause { id label }
		consultation { id title status } moderation { state reason note } moderationCase { openReports disputedAt disputeStatement reports { reason note createdAt } } } } }`)
	shows(t, page.Get("moderationQueue"), map[string]string{"nodes.#": "3", "totalCount": "3", "nodes.0.consultation.id": p.overdue.consultation, "nodes.0.moderationCase.reports.#.reason": `["OFF_TOPIC","OFF_TOPIC"]`})
}
