package graph_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"minyi/domain/civic"
	"minyi/graph/graphtest"
)

// TestHiddenIsLikeAbsent names, in every field of every mutation that takes an id, things that the actor may not see, and then things
// that there are not. Both refusals are the same, word for word.
func TestHiddenIsLikeAbsent(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	schema := described(t, func(*ast.Definition) {})
	all := m.city.Staff("all", graphtest.Housing, civic.Editor, civic.Reviewer, civic.Publisher, civic.Moderator, civic.Analyst)
	hidden, tried := m.hidden(), 0
	for kind, id := range hidden {
		if read := all.Must(`query ($id: ID!) { node(id: $id) { id } }`, "id", id); read.Get("node.id").Exists() {
			t.Fatalf("%s %s is not hidden", kind, id)
		}
	}
	for _, mutation := range schema.Mutation.Fields {
		if mutation.Name == "createDepartment" || mutation.Name == "grantRole" || mutation.Name == "revokeRole" || mutation.Name == "loadWorkingCalendar" {
			continue // of the platform
		}
		valid, of := matrixInputs[mutation.Name](m, all), schema.Types[mutation.Arguments[0].Type.Name()]
		for kind, id := range hidden {
			absent := civic.IDWithin(id.Kind, id.Consultation, civic.NewKey())
			for place, with := range idPlaces(schema, of, valid) {
				tried++
				if one, other := ask(all, mutation, with(id.String())), ask(all, mutation, with(absent.String())); !slices.Equal(one, other) || len(one) == 0 {
					t.Errorf("%s with %s at %s: %v of what is hidden and %v of what there is not", mutation.Name, kind, place, one, other)
				}
			}
		}
	}
	if tried < 100 {
		t.Errorf("only %d were tried", tried)
	}
}

// hidden makes things of which staff of the housing department know nothing.
func (m *matrix) hidden() map[string]civic.ID {
	m.Helper()
	parks := m.city.Staff("parks", "PARKS", civic.Editor)
	department := m.city.Anyone().Must(`{ departments { nodes { id code } } }`).Get(`departments.nodes.#(code=="PARKS").id`).String()
	record := parks.Must(`mutation ($input: CreatePolicyRecordInput!) { createPolicyRecord(input: $input) { policyRecord { id } userErrors { code } } }`, "input", map[string]any{"departmentId": department, "title": zh("公园条例"), "kind": "MAJOR_DECISION"}).Get("createPolicyRecord.policyRecord.id").String()
	draft := parks.Must(importDraft, "input", draftInput(record, draftText)).Get("importDraft.draft.id").String()
	survey := parks.Must(`mutation ($input: CreateSurveyInput!) { createSurvey(input: $input) { survey { id } userErrors { code } } }`, "input",
		map[string]any{"departmentId": department, "title": zh("问卷"), "questions": graphtest.Questions()}).Get("createSurvey.survey.id").String()
	li := m.city.Resident("li")
	withdrawn := commentOn(li, m.newComment())
	li.Must(withdrawComment, "input", commentNamed(withdrawn))
	ids := map[string]civic.ID{}
	for name, text := range map[string]string{"a draft": draft, "a survey": survey, "a withdrawn comment": withdrawn,
		"a clause": parks.Must(readDraft, "id", draft).Get("node.clauses.nodes.2.id").String()} {
		id, err := civic.ParseID(text)
		if err != nil {
			m.Fatal(err)
		}
		ids[name] = id
	}
	return ids
}

// idPlaces gives, for each place of an input that takes an id, the input with another id there.
func idPlaces(schema *ast.Schema, of *ast.Definition, valid map[string]any) map[string]func(id string) map[string]any {
	places := map[string]func(string) map[string]any{}
	for _, field := range of.Fields {
		put := func(value any) map[string]any {
			input := maps.Clone(valid)
			input[field.Name] = value
			return input
		}
		inner := schema.Types[field.Type.Name()]
		switch {
		case inner.Name == "ID" && field.Type.Elem != nil:
			places[field.Name] = func(id string) map[string]any { return put([]any{id}) }
		case inner.Name == "ID":
			places[field.Name] = func(id string) map[string]any { return put(id) }
		case inner.Kind == ast.InputObject && field.Type.Elem != nil:
			for name, with := range idPlaces(schema, inner, exactObject(schema, inner, nil)) {
				places[field.Name+"."+name] = func(id string) map[string]any { return put([]any{with(id)}) }
			}
		}
	}
	return places
}
