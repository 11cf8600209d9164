package domain_test

import (
	"testing"

	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/policy"
)

func TestRights(t *testing.T) {
	t.Parallel()
	in := func(role civic.Role, department string) civic.Actor {
		return civic.Actor{Account: civic.NewKey(), Roles: []civic.RoleGrant{{Role: role, Department: &department}}}
	}
	everywhere := func(role civic.Role) civic.Actor {
		return civic.Actor{Account: civic.NewKey(), Roles: []civic.RoleGrant{{Role: role}}}
	}
	for name, c := range map[string]struct {
		who  civic.Actor
		do   civic.Action
		want bool
	}{
		"an editor writes drafts of the own department":     {in(civic.Editor, "HOUSING"), policy.WriteDraft, true},
		"an editor writes no drafts of another":             {in(civic.Editor, "PARKS"), policy.WriteDraft, false},
		"a reviewer writes no drafts":                       {in(civic.Reviewer, "HOUSING"), policy.WriteDraft, false},
		"an auditor reads internal matters":                 {everywhere(civic.Auditor), policy.ReadInternal, true},
		"an auditor changes nothing":                        {everywhere(civic.Auditor), policy.WriteDraft, false},
		"an admin writes no drafts":                         {everywhere(civic.Admin), policy.WriteDraft, false},
		"an auditor reads moderation":                       {everywhere(civic.Auditor), consult.ReadModeration, true},
		"an auditor moderates nothing":                      {everywhere(civic.Auditor), consult.Moderate, false},
		"an editor moderates nothing":                       {in(civic.Editor, "HOUSING"), consult.Moderate, false},
		"a moderator moderates in the own department":       {in(civic.Moderator, "HOUSING"), consult.Moderate, true},
		"a moderator moderates not in another":              {in(civic.Moderator, "PARKS"), consult.Moderate, false},
		"an admin adds departments":                         {everywhere(civic.Admin), civic.ManageDepartments, true},
		"an admin of a department is none":                  {in(civic.Admin, "HOUSING"), civic.ManageDepartments, false},
		"an editor of the whole platform is none":           {everywhere(civic.Editor), policy.WriteDraft, false},
		"everyone who is signed in comments":                {civic.Actor{Account: civic.NewKey()}, consult.CommentAction, true},
		"nobody comments without signing in":                {civic.Actor{}, consult.CommentAction, false},
		"roles without an account still do not make a name": {civic.Actor{Roles: []civic.RoleGrant{{Role: civic.Admin}}}, consult.CommentAction, false},
		"a browser comments":                                {civic.Actor{Account: civic.NewKey(), Assurance: civic.Anonymous}, consult.CommentAction, true},
		"a browser reports nothing":                         {civic.Actor{Account: civic.NewKey(), Assurance: civic.Anonymous}, consult.ReportComment, false},
		"a browser holds no role":                           {civic.Actor{Account: civic.NewKey(), Assurance: civic.Anonymous, Roles: []civic.RoleGrant{{Role: civic.Admin}}}, civic.GrantRole, false},
		"everybody asks for a browser key":                  {civic.Actor{}, civic.CreateBrowserKey, true},
	} {
		if got := c.who.Can(c.do, "HOUSING"); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
