package main

import (
	"fmt"
	"testing"
)

// A granted role counts from the next request on, also with an older token. A revoked role no longer counts.
func TestGrantsHoldAtOnce(t *testing.T) {
	t.Parallel()
	p := startExample(t)
	root, li := p.token("-subject", "root", "-role", "ADMIN"), p.token("-subject", "li")
	account := p.mustView(li).Get("accountCode").String()
	change := func(by, verb, role string) string {
		got := p.ask(by, fmt.Sprintf(`mutation { %s(input: {accountCode: %q, role: %s}) { grantedRole { role } userErrors { code } } }`, verb, account, role))
		return got.Get("errors.0.extensions.code").String() + got.Get("data."+verb+".userErrors.0.code").String()
	}
	roles := func() string { return p.mustView(li).Get("roles").Raw }

	if problem := change(li, "grantRole", "ADMIN"); problem != "FORBIDDEN" || roles() != "[]" {
		t.Errorf("a resident grants: %q %s", problem, roles())
	}
	for range 2 {
		if problem := change(root, "grantRole", "AUDITOR"); problem != "" || roles() != `[{"role":"AUDITOR","department":null}]` {
			t.Errorf("granted: %q %s", problem, roles())
		}
		if problem := change(root, "revokeRole", "AUDITOR"); problem != "" || roles() != "[]" {
			t.Errorf("revoked: %q %s", problem, roles())
		}
	}
	if problem := change(root, "grantRole", "ADMIN"); problem != "" {
		t.Error(problem)
	}
	if problem := change(li, "revokeRole", "ADMIN"); problem != "LAST_ADMIN" {
		t.Errorf("the last ADMIN goes: %q", problem)
	}
	if problem := change(li, "grantRole", "AUDITOR"); problem != "" {
		t.Errorf("who was made ADMIN cannot grant: %q", problem)
	}
}
