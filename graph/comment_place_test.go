package graph_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"minyi/domain/civic"
	"minyi/graph/graphtest"
)

// TestFiveHundredCommentsLand submits five hundred comments on a law of ours and reads where they stand in its revision. A person said where
// each clause went. A page of a hundred comments takes as many statements as one comment.
func TestFiveHundredCommentsLand(t *testing.T) {
	t.Parallel()
	text := func(name string) string {
		raw, err := os.ReadFile(filepath.Join("..", "domain", "lineage", "testdata", "landing", name))
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}
	city, statements := graphtest.NewCounted(t)
	editor, record := city.Editor(), city.Record()
	first := editor.Must(importDraft, "input", draftInput(record, text("before.txt"))).Get("importDraft.draft.id").String()
	id, _ := civic.ParseID(first)
	city.SQL.MustExec(`UPDATE drafts SET state = 'APPROVED' WHERE id = $1`, id.Key)
	consultation := city.Publisher().Must(`mutation ($input: LaunchConsultationInput!) { launchConsultation(input: $input) { consultation { id } userErrors { code field } } }`,
		"input", map[string]any{"policyRecordId": record, "draftId": first, "closesOn": graphtest.InDays(60)}).Get("launchConsultation.consultation.id").String()
	second := editor.Must(importDraft, "input", draftInput(record, text("after.txt"))).Get("importDraft.draft.id").String()
	want := map[string]string{}
	for _, line := range strings.Split(strings.TrimSpace(text("expected.txt")), "\n") {
		clause, place, _ := strings.Cut(line, " ")
		want[clause] = place
	}
	var clauses []string
	for _, c := range editor.Must(readCitations, "id", first, "locale", "zh").Get("node.clauses.nodes").Array() {
		if _, said := want[c.Get("citation").String()]; said {
			clauses = append(clauses, c.Get("id").String())
		}
	}
	li := city.Resident("li")
	for i := range 500 {
		commentOn(li, map[string]any{"consultationId": consultation, "clauseId": clauses[i%len(clauses)], "body": fmt.Sprint("意见", i)})
	}
	const read = `query ($id: ID!, $draft: ID!, $first: Int!, $after: String) { consultation(id: $id) { comments(first: $first, after: $after) { pageInfo { hasNextPage endCursor }
		nodes { clause { citation(locale: "zh") } placeIn(draft: $draft) { fate clauses { citation(locale: "zh") } } } } } }`
	one := statements.During(func() { editor.Must(read, "id", consultation, "draft", second, "first", 1) })
	landed := 0
	var after any
	for more := true; more; {
		var page = editor.Must(`{ __typename }`)
		many := statements.During(func() {
			page = editor.Must(read, "id", consultation, "draft", second, "first", 100, "after", after).Get("consultation.comments")
		})
		if many > one {
			t.Errorf("a hundred comments take %d statements, one takes %d", many, one)
		}
		for _, c := range page.Get("nodes").Array() {
			landed++
			got := c.Get("placeIn.fate").String()
			for _, at := range c.Get("placeIn.clauses.#.citation").Array() {
				got += " " + at.String()
			}
			if clause := c.Get("clause.citation").String(); got != want[clause] {
				t.Errorf("a comment on %s lands as %s, want %s", clause, got, want[clause])
			}
		}
		more, after = page.Get("pageInfo.hasNextPage").Bool(), page.Get("pageInfo.endCursor").String()
	}
	if landed != 500 {
		t.Errorf("%d comments landed", landed)
	}
}
