package graph_test

import (
	"slices"
	"strings"
	"testing"

	"minyi/domain/civic"
	"minyi/graph/graphtest"
)

// TestOnePersonWithTwoAccountsReviewsOnce lets a person edit with one account and review with another. Where the sign-in tells the
// person, the second step is refused. Where it does not, the audit log says so.
func TestOnePersonWithTwoAccountsReviewsOnce(t *testing.T) {
	t.Parallel()
	desk := newReviewDesk(t)
	editor, reviewer := desk.city.Editor(), desk.city.Reviewer()
	editor.Actor.Person, reviewer.Actor.Person = "one", "one"
	desk.passed(desk.step(editor, "EDIT", politics))
	if got := graphtest.Problems(desk.step(reviewer, "REVIEW", allGates)); !slices.Equal(got, []string{"SAME_PERSON stage"}) {
		t.Errorf("the second account: %v", got)
	}
	reviewer.Actor.Person = "another"
	desk.passed(desk.step(reviewer, "REVIEW", allGates))
	desk.passed(desk.step(desk.city.Publisher(), "PUBLISH", allGates)) // whose sign-in tells no person
	entries := desk.city.Staff("auditor", "", civic.Auditor).Must(`{ auditLog(filter: {action: "recordReview"}) { nodes { summary } } }`).Get("auditLog.nodes.#.summary").Array()
	for i, unknown := range []bool{true, false, false} { // the newest first
		if strings.Contains(entries[i].String(), `"personsUnknown":true`) != unknown {
			t.Errorf("entry %d is %s", i, entries[i])
		}
	}
	if faults := auditFaults(t, desk.city); len(faults) > 0 {
		t.Error(faults)
	}
}
