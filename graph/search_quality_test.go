package graph_test

import (
	"encoding/json"
	"os"
	"testing"

	"minyi/graph/graphtest"
)

// judged are texts of a city, and queries with the kind and the name of the result that a reader wants first.
type judged struct {
	Policies []struct {
		Zh, En, Text string
		Comments     []string
	}
	Queries []struct{ Text, Want string }
}

// TestSearchFindsTheRightThingFirst asks 60 queries of people, in Chinese, English and both, and wants the right result first in 55 of them.
func TestSearchFindsTheRightThingFirst(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("testdata/search.json")
	var all judged
	if err == nil {
		err = json.Unmarshal(raw, &all)
	}
	if err != nil || len(all.Queries) != 60 {
		t.Fatalf("%d queries, %v", len(all.Queries), err)
	}
	city := graphtest.New(t)
	department := city.Editor().Must(`query ($id: ID!) { node(id: $id) { ... on PolicyRecord { department { id } } } }`, "id", city.Record()).Get("node.department.id").String()
	for _, policy := range all.Policies {
		s := newStoryIn(t, city)
		s.record = city.Editor().Must(`mutation ($input: CreatePolicyRecordInput!) { createPolicyRecord(input: $input) { policyRecord { id } userErrors { code } } }`, "input", map[string]any{"departmentId": department,
			"kind": "MAJOR_DECISION", "title": []any{map[string]any{"locale": "zh", "text": policy.Zh}, map[string]any{"locale": "en", "text": policy.En}}}).Get("createPolicyRecord.policyRecord.id").String()
		draft := s.imported(policy.Text)
		s.reviewed(draft)
		consultation := city.Publisher().Must(launch, "input", map[string]any{"policyRecordId": s.record, "draftId": draft.Get("id").String(), "closesOn": inDays(60)}).Get("launchConsultation.consultation.id").String()
		for _, body := range policy.Comments {
			commentOn(city.Resident("li"), map[string]any{"consultationId": consultation, "body": body})
		}
	}
	right := 0
	for _, query := range all.Queries {
		first := city.Anyone().Must(`query ($text: String!) { search(text: $text, first: 1) { nodes { kind snippet node { ... on PolicyRecord { title(locale: "zh") } ... on Clause { label heading text } ... on Comment { body } } } } }`, "text", query.Text).Get("search.nodes.0")
		if got := first.Get("kind").String() + " " + first.Get("node.title").String() + first.Get("node.label").String() + first.Get("node.body").String(); got == query.Want {
			right++
		} else {
			t.Logf("%q finds first %q, want %q", query.Text, got, query.Want)
		}
	}
	if right < 55 {
		t.Errorf("%d of 60 are right", right)
	}
}
