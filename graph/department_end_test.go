package graph_test

import (
	"slices"
	"testing"

	"minyi/domain/civic"
	"minyi/graph/graphtest"
)

const (
	updateDepartment = `mutation ($input: UpdateDepartmentInput!) { updateDepartment(input: $input) { department { name(locale: "zh") corrections ` + corrections + ` } userErrors { code field message } } }`
	closeDepartment  = `mutation ($input: CloseDepartmentInput!) { closeDepartment(input: $input) { department { closedAt closingReason } userErrors { code field message } } }`
	mergeDepartments = `mutation ($input: MergeDepartmentsInput!) { mergeDepartments(input: $input) { department { closedAt closingReason successor { code } } userErrors { code field message } } }`
)

// A reform renames a department, and its old names stay readable.
func TestDepartmentIsRenamed(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	admin := city.Staff("admin", "", civic.Admin)
	id := housingID(admin)
	got := admin.Must(updateDepartment, "input", map[string]any{"departmentId": id, "name": in("zh", "住建委"), "reason": "机构改革。"}).Get("updateDepartment.department")
	if got.Get("name").String() != "住建委" || got.Get("corrections.nodes").Raw != `[{"field":"NAME","before":"住建局","after":"住建委","reason":"机构改革。"}]` {
		t.Errorf("renamed, it is %s", got)
	}
}

// Two departments become one: the successor has the records and answers for the open consultation, and the roles in the old one end.
func TestDepartmentsAreMerged(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	admin, li := city.Staff("admin", "", civic.Admin), city.Resident("li")
	parks := admin.Must(createDepartment, "input", department("PARKS", "")).Get("createDepartment.department.id").String()
	housing := city.Anyone().Must(`query ($id: ID!) { consultation(id: $id) { department { id } } }`, "id", asked.Consultation).Get("consultation.department.id").String()
	admin.Must(grantRole, "input", roleInput(accountCode(li), "EDITOR", housing))
	input := map[string]any{"departmentId": housing, "successorId": parks, "reason": "机构改革。"}
	if got := graphtest.Problems(admin.Ask(closeDepartment, "input", with(input, "successorId", nil))); !slices.Equal(got, []string{"UNFINISHED_CONSULTATIONS departmentId"}) {
		t.Errorf("closed with an open consultation: %v", got)
	}
	for _, c := range []struct {
		change []any
		want   []string
	}{
		{[]any{"successorId", housing}, []string{"INVALID successorId"}},
		{[]any{"successorId", civic.IDOf(civic.DepartmentKind, civic.NewKey()).String()}, []string{"NOT_FOUND successorId"}},
		{[]any{"reason", " "}, []string{"EMPTY reason"}},
	} {
		if got := graphtest.Problems(admin.Ask(mergeDepartments, "input", with(input, c.change...))); !slices.Equal(got, c.want) {
			t.Errorf("%v: %v, want %v", c.change, got, c.want)
		}
	}
	got := admin.Must(mergeDepartments, "input", input).Get("mergeDepartments.department")
	if got.Get("successor.code").String() != "PARKS" || got.Get("closingReason").String() != "机构改革。" || !got.Get("closedAt").Exists() {
		t.Errorf("merged, it is %s", got)
	}
	if owners := city.Anyone().Must(`query ($id: ID!) { consultation(id: $id) { department { code } policyRecord { department { code } } } }`, "id", asked.Consultation); owners.Raw != `{"consultation":{"department":{"code":"PARKS"},"policyRecord":{"department":{"code":"PARKS"}}}}` {
		t.Errorf("the consultation belongs to %s", owners)
	}
	if held := admin.Must(grantedRoles).Get("grantedRoles.totalCount").Int(); held != 0 {
		t.Errorf("%d roles are left", held)
	}
	later := map[string]any{"consultationId": asked.Consultation, "closesOn": inDays(90), "reason": "应居民要求。"}
	if got := graphtest.Problems(city.Publisher().Ask(extend, "input", later)); !slices.Equal(got, []string{"FORBIDDEN"}) {
		t.Errorf("the old publisher: %v", got)
	}
	city.Staff("wang", "PARKS", civic.Publisher).Must(extend, "input", later)
	for name, problems := range map[string][]string{
		"a record":      graphtest.Problems(city.Editor().Ask(`mutation ($input: CreatePolicyRecordInput!) { createPolicyRecord(input: $input) { userErrors { code field message } } }`, "input", map[string]any{"departmentId": housing, "title": in("zh", "办法"), "kind": "OTHER"})),
		"a merger":      graphtest.Problems(admin.Ask(mergeDepartments, "input", input)),
		"to the closed": graphtest.Problems(admin.Ask(mergeDepartments, "input", with(input, "departmentId", parks, "successorId", housing))),
	} {
		if len(problems) != 1 || problems[0][:17] != "DEPARTMENT_CLOSED" {
			t.Errorf("%s afterwards: %v", name, problems)
		}
	}
	if got := graphtest.Problems(admin.Ask(grantRole, "input", roleInput(accountCode(li), "EDITOR", housing))); !slices.Equal(got, []string{"NOT_FOUND departmentId"}) {
		t.Errorf("a role in the closed department: %v", got)
	}
}

// A department without work is closed, and may go over to a successor later.
func TestDepartmentIsClosed(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	admin := city.Staff("admin", "", civic.Admin)
	id := housingID(admin)
	input := map[string]any{"departmentId": id, "reason": "任务完成。"}
	if got := admin.Must(closeDepartment, "input", input).Get("closeDepartment.department.closingReason").String(); got != "任务完成。" {
		t.Errorf("closed because of %q", got)
	}
	if got := graphtest.Problems(admin.Ask(closeDepartment, "input", input)); !slices.Equal(got, []string{"DEPARTMENT_CLOSED departmentId"}) {
		t.Errorf("closed twice: %v", got)
	}
	successor := admin.Must(createDepartment, "input", department("PARKS", "")).Get("createDepartment.department.id").String()
	admin.Must(mergeDepartments, "input", with(input, "successorId", successor))
}
