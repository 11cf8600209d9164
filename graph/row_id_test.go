package graph_test

import (
	"maps"
	"testing"

	"github.com/tidwall/gjson"

	"minyi/graph/graphtest"
)

// Clients keep what they read by its type and its id. So each row of a list has an id of its own, which is the same in the next reading.
// node(id) does not find these rows, because the right to read them is that of their list.
func TestRowsOfListsHaveIDs(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked, desk := city.PutToPublic(), newReviewDeskIn(t, city)
	desk.passed(desk.step(city.Editor(), "EDIT", politics))
	desk.passed(desk.step(city.Reviewer(), "REVIEW", allGates))
	comment := commentOn(city.Resident("li"), map[string]any{"consultationId": asked.Consultation, "stance": "OPPOSE", "body": "不同意。"})
	admin, auditor := city.Staff("admin", "", "ADMIN"), city.Staff("auditor", "", "AUDITOR")
	for name, role := range map[string]string{"wang": "ADMIN", "zhao": "AUDITOR"} {
		city.Resident(name).Must(reportComment, "input", map[string]any{"commentId": comment, "reason": "INSULT"})
		admin.Must(grantRole, "input", roleInput(accountCode(city.Resident(name)), role, ""))
	}
	read := func() map[string]int {
		rows := map[string]int{}
		countRows(rows, auditor.Must(`query ($record: ID!, $draft: ID!, $comment: ID!) {
			auditLog { nodes { __typename id } } grantedRoles { nodes { __typename id } }
			jurisdictionProfiles { __typename id } workingCalendars { __typename id }
			record: node(id: $record) { ... on PolicyRecord { timeline { nodes { __typename id } } } }
			draft: node(id: $draft) { ... on Draft { reviews { __typename id } } }
			comment: node(id: $comment) { ... on Comment { moderationCase { reports { __typename id } } } } }`,
			"record", asked.Record, "draft", desk.draft, "comment", comment))
		return rows
	}
	rows, types := read(), map[string]int{}
	for row, times := range rows {
		typename, id := gjson.Get(row, "__typename").String(), gjson.Get(row, "id").String()
		types[typename]++
		if found := auditor.Must(`query ($id: ID!) { node(id: $id) { id } }`, "id", id).Get("node"); times != 1 || found.Exists() && found.Type != gjson.Null {
			t.Errorf("%s is in %d rows, and node finds %s", row, times, found.Raw)
		}
	}
	for _, typename := range []string{"AuditEntry", "CommentReport", "EditorialReview", "GrantedRole", "JurisdictionProfile", "TimelineEvent"} {
		if types[typename] < 2 {
			t.Errorf("%d rows are of the type %s", types[typename], typename)
		}
	}
	if again := read(); !maps.Equal(again, rows) {
		t.Errorf("the rows are %v, and then %v", rows, again)
	}
}

// countRows counts the objects of an answer that have an id.
func countRows(rows map[string]int, value gjson.Result) {
	if value.Get("id").Exists() {
		rows[value.Raw]++
	} else if value.IsObject() || value.IsArray() {
		value.ForEach(func(_, item gjson.Result) bool { countRows(rows, item); return true })
	}
}
