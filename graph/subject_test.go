package graph_test

import (
	"slices"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"minyi/domain/civic"
)

// subjectless are the actions whose entries in the audit log lead to nothing, with the reason.
var subjectless = map[string]string{
	"loadWorkingCalendar":       "a calendar is no node",
	"createJurisdictionProfile": "a profile is no node",
	"reviseJurisdictionProfile": "a profile is no node",
	"grantRole":                 "an account is no node",
	"revokeRole":                "an account is no node",
}

// TestEverySubjectIsFound lets staff do everything that they can do once, and follows each entry of the audit log and each event of
// a timeline to what it is about.
func TestEverySubjectIsFound(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	schema := described(t, func(*ast.Definition) {})
	logged := map[string]bool{}
	for _, mutation := range schema.Mutation.Fields {
		if do := rightOf(mutation); !slices.Contains(civic.Rights[do], civic.Resident) && !slices.Contains(civic.Rights[do], civic.Anyone) {
			m.doOnce(mutation)
			logged[mutation.Name] = true
		}
	}
	m.returnDraft()
	m.reopen()
	m.followAudit(logged)
	m.followTimelines(schema.Types["TimelineEventKind"])
}

// doOnce lets somebody who may run a mutation.
func (m *matrix) doOnce(mutation *ast.FieldDefinition) {
	m.Helper()
	if matrixInputs[mutation.Name] == nil {
		m.Errorf("%s is not in the matrix", mutation.Name)
		return
	}
	for _, a := range m.actors() {
		if may(a.who, rightOf(mutation)) {
			if said := ask(a.who, mutation, matrixInputs[mutation.Name](m, a.who)); len(said) > 0 {
				m.Errorf("%s as %s: %v", mutation.Name, a.name, said)
			}
			return
		}
	}
	m.Errorf("nobody may %s", mutation.Name)
}

// returnDraft sends a draft back from review.
func (m *matrix) returnDraft() {
	m.Helper()
	d := newReviewDeskIn(m.T, m.city)
	d.passed(d.step(d.city.Editor(), "EDIT", nil, "decision", "RETURN", "reason", "请补充法律依据。"))
}

// reopen opens a period again that has ended.
func (m *matrix) reopen() {
	m.Helper()
	asked := m.city.PutToPublic()
	m.city.MoveTime(asked.Consultation, afterClosing)
	m.city.Publisher().Must(extend, "input", map[string]any{"consultationId": asked.Consultation, "closesOn": inDays(3), "reason": "网站中断。"})
}

// followAudit follows the entries of the audit log.
func (m *matrix) followAudit(logged map[string]bool) {
	m.Helper()
	auditor := m.city.Staff("auditor", "", civic.Auditor)
	for after := any(nil); ; {
		page := auditor.Must(readAudit, "first", 100, "after", after).Get("auditLog")
		for _, entry := range page.Get("nodes").Array() {
			action := entry.Get("action").String()
			delete(logged, action)
			if _, excused := subjectless[action]; excused == entry.Get("subject.id").Exists() {
				m.Errorf("the entry of %s leads to %s, with a reason to lead to nothing: %v", action, entry.Get("subject").Raw, excused)
			}
		}
		if !page.Get("pageInfo.hasNextPage").Bool() {
			break
		}
		after = page.Get("pageInfo.endCursor").String()
	}
	for action := range logged {
		m.Errorf("the log has no entry of %s", action)
	}
}

// followTimelines follows the events of all records.
func (m *matrix) followTimelines(kinds *ast.Definition) {
	m.Helper()
	events := map[string]string{}
	records := m.city.Editor().Must(`{ policyRecords(first: 100) { nodes { timeline(first: 50) { nodes { kind subject { __typename } } } } } }`)
	for _, record := range records.Get("policyRecords.nodes").Array() {
		for _, event := range record.Get("timeline.nodes").Array() {
			kind, subject := event.Get("kind").String(), event.Get("subject.__typename").String()
			if subject == "" {
				m.Errorf("an event %s leads to nothing", kind)
			}
			events[kind] = subject
		}
	}
	for _, kind := range kinds.EnumValues {
		if events[kind.Name] == "" {
			m.Errorf("there is no event %s that leads to anything", kind.Name)
		}
	}
}
