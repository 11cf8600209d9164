package main

import (
	"fmt"
	"slices"
	"strings"

	"minyi/domain/civic"
)

// actor is what a token's claims say of its bearer; the account is found by others. What says nothing to us is passed
// over: a provider has roles for other programs too.
func (c claimConfig) actor(claims map[string]any) civic.Actor {
	return civic.Actor{Name: first(texts(claims, c.Name)), Assurance: c.assurance(claims), District: first(texts(claims, c.District)), Roles: c.roles(claims)}
}

// roles are the roles that the claims state, each once.
func (c claimConfig) roles(claims map[string]any) []civic.RoleGrant {
	var held []civic.RoleGrant
	for _, value := range texts(claims, c.Roles.Claim) {
		for _, text := range inDepartments(c.Roles.of(value), texts(claims, c.Departments)) {
			var stated []civic.RoleGrant
			if addRole(&stated, text) == nil && !slices.ContainsFunc(held, func(other civic.RoleGrant) bool { return sameRole(stated[0], other) }) {
				held = append(held, stated...)
			}
		}
	}
	return held
}

// inDepartments spreads a role that names no department over those of the person; others stand as they are.
func inDepartments(role string, departments []string) []string {
	if !slices.Contains(departmentRoles, civic.Role(role)) {
		return []string{role}
	}
	spread := make([]string, len(departments))
	for i, department := range departments {
		spread[i] = department + ":" + role
	}
	return spread
}

// sameRole tells whether two roles are one.
func sameRole(a, b civic.RoleGrant) bool {
	if a.Department == nil || b.Department == nil {
		return a.Role == b.Role && a.Department == b.Department
	}
	return a.Role == b.Role && *a.Department == *b.Department
}

// assurance is the best level that the claims state. Who has an account at a provider is known by a pseudonym at least.
func (c claimConfig) assurance(claims map[string]any) civic.IdentityLevel {
	for _, value := range texts(claims, c.Assurance.Claim) {
		if c.Assurance.of(value) == string(civic.Verified) {
			return civic.Verified
		}
	}
	return civic.Pseudonymous
}

// texts are the values of a claim, one or a list of them.
func texts(claims map[string]any, path string) []string {
	switch value := claimAt(claims, path).(type) {
	case string:
		return []string{value}
	case bool, float64:
		return []string{fmt.Sprint(value)}
	case []any:
		var all []string
		for _, one := range value {
			if text, is := one.(string); is {
				all = append(all, text)
			}
		}
		return all
	}
	return nil
}

// claimAt walks to a claim by its path; a claim of that whole name goes before.
func claimAt(claims map[string]any, path string) any {
	if value, has := claims[path]; has {
		return value
	}
	head, rest, more := strings.Cut(path, ".")
	inner, is := claims[head].(map[string]any)
	if !more || !is {
		return nil
	}
	return claimAt(inner, rest)
}

// first is the first of some texts; empty where there is none.
func first(texts []string) string {
	if len(texts) == 0 {
		return ""
	}
	return texts[0]
}
