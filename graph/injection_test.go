package graph_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"minyi/domain/trust"
	"minyi/graph/graphtest"
)

// hostile would end a text of SQL, a pattern or a format, where one is put together from what clients write.
const hostile = `'); DROP TABLE comments; -- \' $1 %s %%(1) _ "` + "`"

// TestTextsOfClientsAreParameters puts a hostile text into every text of every mutation and every filter, and into searches. The database
// takes it as a value: nothing is found by it, nothing fails inside, and every table is there afterwards.
func TestTextsOfClientsAreParameters(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	tables := func() (all []string) {
		if err := m.city.SQL.Select(&all, `SELECT tablename || ' ' || tableowner FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`); err != nil || !slices.ContainsFunc(all, func(name string) bool { return name[:9] == "comments " }) {
			t.Fatalf("the tables are %v, %v", all, err)
		}
		return all
	}
	schema, before, tried := described(t, func(*ast.Definition) {}), tables(), 0
	auditor := m.whoMay(trust.ReadAudit)
	for name, query := range filterQueries {
		spoil(schema, ast.NamedType(name, nil), map[string]any{}, hostile, func(path string, spoiled any) {
			tried++
			got := auditor.Ask(query, "f", spoiled, "id", m.asked.Consultation)
			if slices.Contains(graphtest.Problems(got), "INTERNAL") || got.Get("data.*.totalCount").Int() > 0 || len(got.Get("data.consultation.comments.nodes").Array()) > 0 {
				t.Errorf("%s with a hostile text at %s: %s", name, path, got.Raw)
			}
		})
	}
	for _, text := range []string{strings.ReplaceAll(hostile, " ", ""), "%", "_", `\`, ".*", "[a-z]", "$1"} {
		if got := m.city.Anyone().Ask(`query ($text: String!) { search(text: $text) { totalCount nodes { snippet } } }`, "text", text); len(graphtest.Problems(got)) > 0 || got.Get("data.search.totalCount").Int() > 0 {
			t.Errorf("a search for %s: %s", text, got.Raw)
		}
	}
	for _, mutation := range schema.Mutation.Fields {
		who, of := m.whoMay(rightOf(mutation)), mutation.Arguments[0].Type
		for place, more := 0, true; more; place++ {
			more = false
			at, input := 0, matrixInputs[mutation.Name](m, who) // new for each place: what succeeds changes the city
			spoil(schema, of, input, hostile, func(path string, spoiled any) {
				if at++; at-1 != place {
					return
				}
				if more = true; mutation.Name == "openChannel" && strings.HasPrefix(path, "name.") {
					return // all later channels would need the same name
				}
				tried++
				if said := ask(who, mutation, spoiled); slices.Contains(said, "INTERNAL") {
					t.Errorf("%s with a hostile text at %s: %v", mutation.Name, path, said)
				}
			})
		}
	}
	if tried < 200 {
		t.Errorf("only %d texts were tried", tried)
	}
	if after := tables(); !slices.Equal(before, after) {
		t.Errorf("the tables were %v and are %v", before, after)
	}
}
