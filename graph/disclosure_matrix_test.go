package graph_test

import (
	"minyi/domain/civic"
	"minyi/graph/graphtest"
)

// paperRequest is a request of 2025 that was entered.
func (m *matrix) paperRequest() string {
	m.Helper()
	return m.city.Editor().Must(enterRequest, "input", requestTo(m.housing, "channel", "SUBMITTED_IN_PERSON", "on", graphtest.InDays(0))).Get("enterDisclosureRequest.disclosureRequest.id").String()
}

// ownDisclosureRequest is a request that the actor made; somebody else's where nobody is signed in.
func (m *matrix) ownDisclosureRequest(who *graphtest.Client) string {
	m.Helper()
	if !who.Actor.SignedIn() {
		who = m.city.Resident("applicant")
	}
	return verified(who).Must(submitRequest, "input", requestTo(m.housing)).Get("submitDisclosureRequest.disclosureRequest.id").String()
}

// drafted is a request with a draft of its reply.
func (m *matrix) drafted() string {
	m.Helper()
	id := m.paperRequest()
	m.city.Staff("drafter", graphtest.Housing, civic.Editor).Must(draftReply, "input", with(named(id), "outcome", "GRANTED", "text", "予以公开。"))
	return id
}

var (
	_ = inMatrix("submitDisclosureRequest", func(m *matrix, _ *graphtest.Client) map[string]any { return requestTo(m.housing) })
	_ = inMatrix("enterDisclosureRequest", func(m *matrix, _ *graphtest.Client) map[string]any {
		return requestTo(m.housing, "channel", "SUBMITTED_BY_FAX", "on", graphtest.InDays(0))
	})
	_ = inMatrix("correctDisclosureRequest", func(m *matrix, who *graphtest.Client) map[string]any {
		id := m.ownDisclosureRequest(who)
		m.city.Editor().Must(recordEvent, "input", with(named(id), "kind", "CONFIRMED"))
		m.city.Editor().Must(recordEvent, "input", with(named(id), "kind", "CORRECTION_NOTICE", "answerBy", inDays(10)))
		return with(named(id), "text", "团结路一号。")
	})
	_ = inMatrix("withdrawDisclosureRequest", func(m *matrix, who *graphtest.Client) map[string]any { return named(m.ownDisclosureRequest(who)) })
	_ = inMatrix("recordDisclosureEvent", func(m *matrix, _ *graphtest.Client) map[string]any {
		return with(named(m.paperRequest()), "kind", "FEE_NOTICE_RECEIVED", "amountYuan", 100)
	})
	_ = inMatrix("extendDisclosureDeadline", func(m *matrix, _ *graphtest.Client) map[string]any {
		return with(named(m.paperRequest()), "days", 5, "reason", "须查阅档案。")
	})
	_ = inMatrix("draftDisclosureReply", func(m *matrix, _ *graphtest.Client) map[string]any {
		return with(named(m.paperRequest()), "outcome", "GRANTED", "text", "予以公开。")
	})
	_ = inMatrix("checkDisclosureReply", func(m *matrix, _ *graphtest.Client) map[string]any { return named(m.drafted()) })
	_ = inMatrix("signDisclosureReply", func(m *matrix, _ *graphtest.Client) map[string]any {
		id := m.drafted()
		m.city.Staff("lawyer", graphtest.Housing, civic.Reviewer).Must(checkReply, "input", named(id))
		return named(id)
	})
	_ = inMatrix("readDisclosureApplicant", func(m *matrix, _ *graphtest.Client) map[string]any {
		return with(named(m.paperRequest()), "purpose", "HANDLE")
	})
)

func init() {
	matrixAnswers["submitDisclosureRequest"] = []string{"IDENTITY_REQUIRED"} // nobody in the matrix is verified
	matrixFields["Query.disclosureReminders"] = struct {
		query   string
		subject func(m *matrix) string
	}{`query ($id: ID!) { disclosureReminders(departmentId: $id) { totalCount } }`, func(m *matrix) string { return m.housing }}
}
