package graph_test

import (
	"testing"

	"minyi/graph/graphtest"
)

// answering reads the comments of a consultation that have no answer yet, with what an answer has to know of them.
func (p pages) answering(t *testing.T, m *meter) {
	page := p.Editor().At(m.City).Must(graphtest.Page("answering"), "id", p.overdue.consultation)
	shows(t, page, map[string]string{"consultation.comments.nodes.#": "24", "consultation.status": "CLOSED"})
}

func (p pages) desk(t *testing.T, m *meter) {
	page := p.Editor().At(m.City).Must(graphtest.Page("desk"))
	shows(t, page.Get("desk"), map[string]string{"nodes.#": "1", "nodes.0.kind": "REPORT_OVERDUE", "nodes.0.subject.id": p.overdue.consultation, "nodes.0.subject.commentTally.total": "24"})
}

func (p pages) moderation(t *testing.T, m *meter) {
	for i, s := range []shown{p.open, p.overdue, p.reported} {
		for _, who := range []string{"zhao", "qian"}[:1+i%2] {
			p.Resident(who).Must(reportComment, "input", map[string]any{"commentId": s.comments[0], "reason": "OFF_TOPIC"})
		}
	}
	page := p.Moderator().At(m.City).Must(graphtest.Page("moderation"))
	shows(t, page.Get("moderationQueue"), map[string]string{"nodes.#": "3", "totalCount": "3", "nodes.0.consultation.id": p.overdue.consultation, "nodes.0.moderationCase.reports.#.reason": `["OFF_TOPIC","OFF_TOPIC"]`})
}
