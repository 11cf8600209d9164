package graph_test

import (
	"testing"

	"minyi/graph/graphtest"
)

// TestAnswersCostAsManyStatementsAsOneRow reads many rows with the answers that hang under them, for as many statements as one row costs.
func TestAnswersCostAsManyStatementsAsOneRow(t *testing.T) {
	t.Parallel()
	city, statements := graphtest.NewCounted(t)
	asked := city.PutToPublic()
	said := comments(city, asked, 6)
	city.MoveTime(asked.Consultation, afterClosing)
	_, next := nextVersion(city, asked)
	for i, id := range said {
		city.Editor().Must(respond, "input", map[string]any{"commentIds": []string{id}, "outcome": "ADOPTED", "clauses": []any{
			map[string]any{"clauseId": asked.Clauses[i%3], "effect": "AMENDED", "nextClauseId": next[i%3]}}})
	}
	city.Publisher().Must(publish, "input", map[string]any{"consultationId": asked.Consultation})
	for range 2 {
		other := city.PutToPublic()
		comments(city, other, 2)
		city.MoveTime(other.Consultation, afterClosing)
		city.Publisher().Must(publish, "input", map[string]any{"consultationId": other.Consultation, "unansweredReason": "重复。"})
	}
	for name, query := range map[string]string{
		"answers":  `query ($first: Int, $id: ID!) { consultation(id: $id) { officialResponses(first: $first) { nodes { outcome consultation { title } clauses { effect clause { label } nextClause { label } } } } } }`,
		"comments": `query ($first: Int, $id: ID!) { consultation(id: $id) { comments(first: $first) { nodes { officialResponse { outcome clauses { clause { label } } } } } } }`,
		"clauses":  `query ($first: Int, $id: ID!) { consultation(id: $id) { draft { clauses(first: $first) { nodes { provenance { effect clause { label } officialResponse { consultation { feedbackReport { contentHash } } } } } } } } }`,
		"records":  `query ($first: Int, $id: ID!) { node(id: $id) { id } policyRecords(first: $first) { nodes { feedbackReports { contentHash said { byClause { clause { label } } } } } } }`,
	} {
		t.Run(name, func(t *testing.T) {
			costs := func(rows int) int64 {
				return statements.During(func() { city.Editor().Must(query, "first", rows, "id", asked.Consultation) })
			}
			one, many := costs(1), costs(3)
			if one == 0 || many > one {
				t.Errorf("three rows cost %d statements, and one row %d", many, one)
			}
		})
	}
}
