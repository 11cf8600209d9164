package signin

import (
	"fmt"
	"slices"
	"strings"

	"minyi/domain/civic"
)

// actor returns the person that the claims of a token describe, without an account. It ignores unknown roles, because a provider
// also has roles for other programs.
func (c claimConfig) actor(claims map[string]any) civic.Actor {
	return civic.Actor{Name: first(texts(claims, c.Name)), Person: first(texts(claims, c.Person)), Assurance: c.assurance(claims), District: first(texts(claims, c.District)), Roles: c.roles(claims)}
}

// roles returns the roles that the claims state, without duplicates.
func (c claimConfig) roles(claims map[string]any) []civic.RoleGrant {
	var roles []civic.RoleGrant
	for _, value := range texts(claims, c.Roles.Claim) {
		for _, text := range inDepartments(c.Roles.meaning(value), texts(claims, c.Departments)) {
			var role []civic.RoleGrant
			if AddRole(&role, text) == nil && !slices.ContainsFunc(roles, func(other civic.RoleGrant) bool { return sameRole(role[0], other) }) {
				roles = append(roles, role...)
			}
		}
	}
	return roles
}

// inDepartments adds each of the person's departments to a role that needs a department. It returns other roles unchanged.
func inDepartments(role string, departments []string) []string {
	if !slices.Contains(civic.DepartmentRoles, civic.Role(role)) {
		return []string{role}
	}
	roles := make([]string, len(departments))
	for i, department := range departments {
		roles[i] = department + ":" + role
	}
	return roles
}

// sameRole tells whether two roles are equal.
func sameRole(a, b civic.RoleGrant) bool {
	if a.Department == nil || b.Department == nil {
		return a.Role == b.Role && a.Department == b.Department
	}
	return a.Role == b.Role && *a.Department == *b.Department
}

// assurance returns the highest level that the claims state. A person with an account at a provider is at least pseudonymous.
func (c claimConfig) assurance(claims map[string]any) civic.IdentityLevel {
	for _, value := range texts(claims, c.Assurance.Claim) {
		if c.Assurance.meaning(value) == string(civic.Verified) {
			return civic.Verified
		}
	}
	return civic.Pseudonymous
}

// texts returns the values of a claim, which may be one value or a list.
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

// claimAt finds a claim by its path. A claim whose whole name equals the path is preferred.
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

// first returns the first text, or an empty one.
func first(texts []string) string {
	if len(texts) == 0 {
		return ""
	}
	return texts[0]
}
