package civic

import "testing"

func TestRights(t *testing.T) {
	t.Parallel()
	in := func(role Role, department string) Actor {
		return Actor{Account: NewKey(), Roles: []RoleGrant{{Role: role, Department: &department}}}
	}
	everywhere := func(role Role) Actor { return Actor{Account: NewKey(), Roles: []RoleGrant{{Role: role}}} }
	for name, c := range map[string]struct {
		who  Actor
		do   Action
		want bool
	}{
		"an editor writes drafts of the own department":     {in(Editor, "HOUSING"), WriteDraft, true},
		"an editor writes no drafts of another":             {in(Editor, "PARKS"), WriteDraft, false},
		"a reviewer writes no drafts":                       {in(Reviewer, "HOUSING"), WriteDraft, false},
		"an auditor reads internal matters":                 {everywhere(Auditor), ReadInternal, true},
		"an auditor changes nothing":                        {everywhere(Auditor), WriteDraft, false},
		"an admin writes no drafts":                         {everywhere(Admin), WriteDraft, false},
		"an auditor reads moderation":                       {everywhere(Auditor), ReadModeration, true},
		"an auditor moderates nothing":                      {everywhere(Auditor), Moderate, false},
		"an editor moderates nothing":                       {in(Editor, "HOUSING"), Moderate, false},
		"a moderator moderates in the own department":       {in(Moderator, "HOUSING"), Moderate, true},
		"a moderator moderates not in another":              {in(Moderator, "PARKS"), Moderate, false},
		"an admin adds departments":                         {everywhere(Admin), ManageDepartments, true},
		"an admin of a department is none":                  {in(Admin, "HOUSING"), ManageDepartments, false},
		"an editor of the whole platform is none":           {everywhere(Editor), WriteDraft, false},
		"everyone who is signed in comments":                {Actor{Account: NewKey()}, CommentAction, true},
		"nobody comments without signing in":                {Actor{}, CommentAction, false},
		"roles without an account still do not make a name": {Actor{Roles: []RoleGrant{{Role: Admin}}}, CommentAction, false},
		"a browser comments":                                {Actor{Account: NewKey(), Assurance: Anonymous}, CommentAction, true},
		"a browser reports nothing":                         {Actor{Account: NewKey(), Assurance: Anonymous}, ReportComment, false},
		"a browser holds no role":                           {Actor{Account: NewKey(), Assurance: Anonymous, Roles: []RoleGrant{{Role: Admin}}}, GrantRole, false},
		"everybody asks for a browser key":                  {Actor{}, CreateBrowserKey, true},
	} {
		if got := c.who.Can(c.do, "HOUSING"); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
