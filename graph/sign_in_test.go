package graph_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"

	civicdb "minyi/db/civic"
	"minyi/domain/civic"
	"minyi/graph/graphtest"
)

const (
	grantRole = `mutation ($input: GrantRoleInput!) {
  grantRole(input: $input) { grantedRole { accountCode role department { code } grantedAt } userErrors { code field message } }
}`
	revokeRole = `mutation ($input: RevokeRoleInput!) {
  revokeRole(input: $input) { grantedRole { role } userErrors { code field message } }
}`
	grantedRoles = `{ grantedRoles { nodes { accountCode role department { code } } totalCount } }`
)

// accountCode is what a person tells an ADMIN.
func accountCode(c *graphtest.Client) string {
	return c.Must(`{ viewer { accountCode } }`).Get("viewer.accountCode").String()
}

// roleInput names a role of an account; department is empty for the whole platform.
func roleInput(account, role, department string) map[string]any {
	input := map[string]any{"accountCode": account, "role": role}
	if department != "" {
		input["departmentId"] = department
	}
	return input
}

// housingID adds a department and gives its id.
func housingID(admin *graphtest.Client) string {
	return admin.Must(createDepartment, "input", department("HOUSING", "k1")).Get("createDepartment.department.id").String()
}

func TestGrantedRoles(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	admin, li := city.Staff("admin", "", civic.Admin), city.Resident("li")
	housing := housingID(admin)
	held := func() []civic.RoleGrant {
		roles, err := civicdb.RolesOf(context.Background(), city.DB, li.Actor.Account)
		if err != nil {
			t.Fatal(err)
		}
		return roles
	}
	editor := roleInput(accountCode(li), "EDITOR", housing)
	first := admin.Must(grantRole, "input", editor)
	if again := admin.Must(grantRole, "input", editor); again.Raw != first.Raw {
		t.Errorf("the same role again gives %s and not %s", again.Raw, first.Raw)
	}
	admin.Must(grantRole, "input", roleInput(accountCode(li), "AUDITOR", ""))
	admin.Must(grantRole, "input", roleInput(accountCode(li), "AUDITOR", ""))
	if roles := held(); len(roles) != 2 || roles[0].Role != civic.Editor || *roles[0].Department != "HOUSING" || roles[1].Role != civic.Auditor || roles[1].Department != nil {
		t.Errorf("held are %+v", roles)
	}
	list := city.Staff("auditor", "", civic.Auditor).Must(grantedRoles).Get("grantedRoles")
	if want := `[{"accountCode":"` + accountCode(li) + `","role":"EDITOR","department":{"code":"HOUSING"}},{"accountCode":"` + accountCode(li) + `","role":"AUDITOR","department":null}]`; list.Get("nodes").Raw != want || list.Get("totalCount").Int() != 2 {
		t.Errorf("the list is %s, want %s", list.Raw, want)
	}
	admin.Must(revokeRole, "input", editor)
	if roles := held(); len(roles) != 1 || roles[0].Role != civic.Auditor {
		t.Errorf("held are still %+v", roles)
	}
	if got := graphtest.Problems(admin.Ask(revokeRole, "input", editor)); !slices.Equal(got, []string{"NOT_FOUND"}) {
		t.Errorf("taken twice: %v", got)
	}
}

func TestGrantRefusals(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	admin, li := city.Staff("admin", "", civic.Admin), city.Resident("li")
	housing, code := housingID(admin), accountCode(li)
	nobody, nowhere := civic.IDOf(civic.AccountKind, civic.NewKey()).String(), civic.IDOf(civic.DepartmentKind, civic.NewKey()).String()
	for name, c := range map[string]struct {
		who   *graphtest.Client
		input map[string]any
		want  []string
	}{
		"nobody":                        {city.Anyone(), roleInput(code, "ADMIN", ""), []string{"UNAUTHENTICATED"}},
		"a resident":                    {li, roleInput(code, "ADMIN", ""), []string{"FORBIDDEN"}},
		"an auditor":                    {city.Staff("zhao", "", civic.Auditor), roleInput(code, "ADMIN", ""), []string{"FORBIDDEN"}},
		"a publisher":                   {city.Staff("wang", "HOUSING", civic.Publisher), roleInput(code, "EDITOR", housing), []string{"FORBIDDEN"}},
		"an unknown account":            {admin, roleInput(nobody, "ADMIN", ""), []string{"NOT_FOUND accountCode"}},
		"an unknown department":         {admin, roleInput(code, "EDITOR", nowhere), []string{"NOT_FOUND departmentId"}},
		"both":                          {admin, roleInput(nobody, "EDITOR", nowhere), []string{"NOT_FOUND accountCode", "NOT_FOUND departmentId"}},
		"a department as account":       {admin, roleInput(housing, "ADMIN", ""), []string{"BAD_ID accountCode"}},
		"an account as department":      {admin, roleInput(code, "EDITOR", code), []string{"BAD_ID departmentId"}},
		"an admin of a department":      {admin, roleInput(code, "ADMIN", housing), []string{"ROLE_PLACE departmentId"}},
		"an editor of no department":    {admin, roleInput(code, "EDITOR", ""), []string{"ROLE_PLACE departmentId"}},
		"a wrong account and no place":  {admin, roleInput("x", "EDITOR", ""), []string{"BAD_ID accountCode", "ROLE_PLACE departmentId"}},
		"a role that there is not":      {admin, roleInput(code, "KING", ""), []string{"BAD_REQUEST"}},
		"the role of being signed in":   {admin, roleInput(code, "", ""), []string{"BAD_REQUEST"}},
		"what everybody holds anyway":   {admin, roleInput(code, "ANYONE", ""), []string{"BAD_REQUEST"}},
		"an unknown account's last one": {admin, roleInput("", "ADMIN", ""), []string{"BAD_ID accountCode"}},
	} {
		for _, mutation := range []string{grantRole, revokeRole} {
			want := c.want
			if mutation == revokeRole && want[0][:3] == "NOT" {
				want = []string{"NOT_FOUND"}
			}
			got := graphtest.Problems(c.who.Ask(mutation, "input", c.input))
			if want[0] == "BAD_REQUEST" {
				if len(got) != 1 {
					t.Errorf("%s: %v", name, got)
				}
				continue
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: got %v, want %v", name, got, want)
			}
		}
	}
	for name, c := range map[string]struct {
		who  *graphtest.Client
		want string
	}{"nobody": {city.Anyone(), "UNAUTHENTICATED"}, "a resident": {li, "FORBIDDEN"}, "a publisher": {city.Publisher(), "FORBIDDEN"}} {
		if got := graphtest.Problems(c.who.Ask(grantedRoles)); !slices.Equal(got, []string{c.want}) {
			t.Errorf("%s reads the roles: %v", name, got)
		}
	}
	if total := admin.Must(grantedRoles).Get("grantedRoles.totalCount").Int(); total != 0 {
		t.Errorf("%d roles were given", total)
	}
}

// Two who take each other's role at the same time do not leave the city without an ADMIN.
func TestLastAdmin(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	root := city.Staff("root", "", civic.Admin)
	wang, zhao := city.Staff("wang", "", civic.Admin), city.Staff("zhao", "", civic.Admin)
	for range 5 {
		for _, c := range []*graphtest.Client{wang, zhao} {
			root.Must(grantRole, "input", roleInput(accountCode(c), "ADMIN", ""))
		}
		var both sync.WaitGroup
		both.Go(func() { wang.Ask(revokeRole, "input", roleInput(accountCode(zhao), "ADMIN", "")) })
		both.Go(func() { zhao.Ask(revokeRole, "input", roleInput(accountCode(wang), "ADMIN", "")) })
		both.Wait()
		left := root.Must(grantedRoles).Get("grantedRoles")
		if left.Get("totalCount").Int() != 1 {
			t.Fatalf("left are %s", left.Raw)
		}
		last := roleInput(left.Get("nodes.0.accountCode").String(), "ADMIN", "")
		if got := graphtest.Problems(root.Ask(revokeRole, "input", last)); !slices.Equal(got, []string{"LAST_ADMIN"}) {
			t.Fatalf("the last one: %v", got)
		}
	}
	if got := graphtest.Problems(root.Ask(revokeRole, "input", roleInput(accountCode(root), "ADMIN", ""))); !slices.Equal(got, []string{"NOT_FOUND"}) {
		t.Errorf("a role that a token states: %v", got)
	}
}

// Who is anonymous takes part where no identity is asked for, and nowhere else; whose level is unknown nowhere at all.
func TestAnonymousTakePart(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	consultation, err := civic.ParseID(asked.Consultation)
	if err != nil {
		t.Fatal(err)
	}
	comment := func(level, assurance civic.IdentityLevel) []string {
		t.Helper()
		city.SQL.MustExec(`UPDATE consultations SET identity_level = $2 WHERE id = $1`, consultation.Key, level)
		browser := city.Resident("browser")
		browser.Actor.Assurance = assurance
		return graphtest.Problems(browser.Ask(`mutation ($input: SubmitCommentInput!) { submitComment(input: $input) { comment { id } userErrors { code field } } }`,
			"input", map[string]any{"consultationId": asked.Consultation, "stance": "SUPPORT", "body": fmt.Sprint("同意", level, assurance)}))
	}
	for _, c := range []struct {
		level, assurance civic.IdentityLevel
		want             []string
	}{
		{civic.Anonymous, civic.Anonymous, nil}, {civic.Anonymous, "", []string{"IDENTITY_REQUIRED"}},
		{civic.Pseudonymous, civic.Anonymous, []string{"IDENTITY_REQUIRED"}}, {civic.Verified, civic.Anonymous, []string{"IDENTITY_REQUIRED"}},
		{civic.Anonymous, civic.Verified, nil},
	} {
		if got := comment(c.level, c.assurance); !slices.Equal(got, c.want) {
			t.Errorf("%q where %s is asked: %v", c.assurance, c.level, got)
		}
	}
}
