package graph_test

import (
	"slices"
	"testing"

	"minyi/domain/civic"
	"minyi/graph/graphtest"
)

const createDepartment = `mutation ($input: CreateDepartmentInput!) {
  createDepartment(input: $input) { department { id code name(locale: "en") } userErrors { code field message } }
}`

func department(code, key string) map[string]any {
	input := map[string]any{"code": code, "name": []any{map[string]any{"locale": "zh", "text": "住建局"}, map[string]any{"locale": "en", "text": "Housing"}}}
	if key != "" {
		input["idempotencyKey"] = key
	}
	return input
}

func TestDepartments(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	admin := city.Staff("admin", "", civic.Admin)

	first := admin.Must(createDepartment, "input", department("HOUSING", "k1"))
	again := admin.Must(createDepartment, "input", department("HOUSING", "k1"))
	if first.Raw != again.Raw {
		t.Errorf("the same request gave %s and then %s", first.Raw, again.Raw)
	}
	node := city.Anyone().Must(`query ($id: ID!) { node(id: $id) { id ... on Department { name } } }`, "id", first.Get("createDepartment.department.id").String())
	if node.Get("node.name").String() != "Housing" {
		t.Errorf("the department is not found by its id: %s", node.Raw)
	}
}

func TestDepartmentRefusals(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	admin := city.Staff("admin", "", civic.Admin)
	admin.Must(createDepartment, "input", department("HOUSING", "k1"))
	for name, c := range map[string]struct {
		who   *graphtest.Client
		input map[string]any
		want  []string
	}{
		"nobody":                  {city.Anyone(), department("A_B", ""), []string{"UNAUTHENTICATED"}},
		"a resident":              {city.Resident("li"), department("A_B", ""), []string{"FORBIDDEN"}},
		"an editor":               {city.Staff("wang", "HOUSING", civic.Editor), department("A_B", ""), []string{"FORBIDDEN"}},
		"a code that is taken":    {admin, department("HOUSING", ""), []string{"CODE_TAKEN code"}},
		"a key with another body": {admin, department("OTHER", "k1"), []string{"IDEMPOTENCY_CONFLICT idempotencyKey"}},
		"two things wrong":        {admin, map[string]any{"code": "x y", "name": []any{}}, []string{"INVALID code", "TOO_FEW name"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := graphtest.Problems(c.who.Ask(createDepartment, "input", c.input)); !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
	if total := city.Anyone().Must(`{ departments { totalCount } }`).Get("departments.totalCount").Int(); total != 1 {
		t.Errorf("%d departments, want 1", total)
	}
}
