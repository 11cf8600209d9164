package graph_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"minyi/domain/civic"
	"minyi/domain/trust"
	"minyi/graph/graphtest"
)

// unreadable are texts that no input may hold. JSON has no bytes that are no text: they come as U+FFFD, which can be seen.
var unreadable = []string{"好\x00", "\u202e好"}

// TestNothingUnreadableIsTaken puts a NUL and a turned direction of reading into every text of every input that would otherwise
// succeed: each is refused as something to mend, and none reaches the database to fail there.
func TestNothingUnreadableIsTaken(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	schema := described(t, func(*ast.Definition) {})
	tried := 0
	for _, mutation := range schema.Mutation.Fields {
		prepare, who := matrixInputs[mutation.Name], m.whoMay(rightOf(mutation))
		if prepare == nil {
			t.Errorf("%s is not in the matrix", mutation.Name)
			continue
		}
		input := prepare(m, who)
		for _, text := range unreadable {
			spoil(schema, mutation.Arguments[0].Type, input, text, func(path string, spoiled any) {
				tried++
				said := ask(who, mutation, spoiled)
				if len(said) == 0 || slices.Contains(said, "INTERNAL") {
					t.Errorf("%s with %q at %s: %v", mutation.Name, text, path, said)
				}
			})
		}
	}
	t.Logf("%d texts tried", tried)
}

// whoMay is somebody of the department who may do this.
func (m *matrix) whoMay(do civic.Action) *graphtest.Client {
	m.Helper()
	for _, a := range m.actors() {
		if may(a.who, do) {
			return a.who
		}
	}
	m.Fatalf("nobody may %s", do)
	return nil
}

// spoil gives the value of a type over and over, each time with the text in the place of another one of its texts, those that are
// left out included.
func spoil(schema *ast.Schema, of *ast.Type, value any, text string, try func(path string, spoiled any)) {
	definition := schema.Types[of.Name()]
	switch {
	case of.Elem != nil:
		items, _ := value.([]any)
		if value != nil && items == nil {
			items = listOf(value)
		}
		if len(items) == 0 {
			items = []any{nil}
		}
		spoil(schema, of.Elem, items[0], text, func(path string, spoiled any) {
			try("0."+path, append([]any{spoiled}, items[1:]...))
		})
	case definition.Kind == ast.InputObject:
		fields, _ := value.(map[string]any)
		if fields == nil {
			fields = map[string]any{}
			for _, f := range definition.Fields {
				if f.Type.NonNull {
					fields[f.Name] = plain(schema, f.Type)
				}
			}
		}
		for _, f := range definition.Fields {
			spoil(schema, f.Type, fields[f.Name], text, func(path string, spoiled any) {
				try(f.Name+"."+path, with(fields, f.Name, spoiled))
			})
		}
	case definition.Name == "String" || definition.Name == "ID":
		try("", text)
	}
}

// listOf is a list of any kind as one of anything.
func listOf(value any) (items []any) {
	raw, _ := json.Marshal(value)
	_ = json.Unmarshal(raw, &items)
	return items
}

// plain is some value of a type.
func plain(schema *ast.Schema, of *ast.Type) any {
	definition := schema.Types[of.Name()]
	switch {
	case of.Elem != nil:
		return []any{}
	case definition.Kind == ast.Enum:
		return definition.EnumValues[0].Name
	case definition.Kind == ast.InputObject:
		return map[string]any{}
	}
	return map[string]any{"Boolean": true, "Int": 1, "Float": 1, "Date": "2026-01-01", "DateTime": "2026-01-01T00:00:00Z"}[definition.Name]
}

// filterQueries ask for a list by each filter of the contract.
var filterQueries = map[string]string{
	"InterpretationFilter": `query ($f: InterpretationFilter, $id: ID!) { interpretations(filter: $f) { totalCount } node(id: $id) { id } }`,
	"PolicyRecordFilter":   `query ($f: PolicyRecordFilter, $id: ID!) { policyRecords(filter: $f) { totalCount } node(id: $id) { id } }`,
	"ConsultationFilter":   `query ($f: ConsultationFilter, $id: ID!) { consultations(filter: $f) { totalCount } node(id: $id) { id } }`,
	"CommentFilter":        `query ($f: CommentFilter, $id: ID!) { consultation(id: $id) { comments(filter: $f) { nodes { id } } } }`,
	"ModerationFilter":     `query ($f: ModerationFilter, $id: ID!) { consultation(id: $id) { moderationQueue(filter: $f) { totalCount } } }`,
	"ReleaseFilter":        `query ($f: ReleaseFilter, $id: ID!) { channelReleases(filter: $f) { totalCount } node(id: $id) { id } }`,
	"AuditFilter":          `query ($f: AuditFilter, $id: ID!) { auditLog(filter: $f) { totalCount } node(id: $id) { id } }`,
}

// TestNothingUnreadableIsLookedFor does the same for the texts of filters.
func TestNothingUnreadableIsLookedFor(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	auditor := m.whoMay(trust.ReadAudit)
	schema := described(t, func(*ast.Definition) {})
	for name, definition := range schema.Types {
		if !strings.HasSuffix(name, "Filter") || definition.Kind != ast.InputObject {
			continue
		}
		if filterQueries[name] == "" {
			t.Errorf("%s is not tried", name)
			continue
		}
		for _, text := range unreadable {
			spoil(schema, ast.NamedType(name, nil), map[string]any{}, text, func(path string, spoiled any) {
				said := graphtest.Problems(auditor.Ask(filterQueries[name], "f", spoiled, "id", m.asked.Consultation))
				if len(said) == 0 || slices.Contains(said, "INTERNAL") {
					t.Errorf("%s with %q at %s: %v", name, text, path, said)
				}
			})
		}
	}
}
