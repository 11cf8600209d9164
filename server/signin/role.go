package signin

import (
	"fmt"
	"slices"
	"strings"

	"minyi/domain/civic"
)

// AddRole reads DEPARTMENT_CODE:ROLE, or the name of a role of the whole platform, and appends it.
func AddRole(roles *[]civic.RoleGrant, text string) error {
	department, name, inDepartment := strings.Cut(text, ":")
	grant := civic.RoleGrant{Role: civic.Role(text)}
	if inDepartment {
		grant = civic.RoleGrant{Role: civic.Role(name), Department: &department}
	}
	if err := checkRole(grant); err != nil {
		return err
	}
	*roles = append(*roles, grant)
	return nil
}

// checkRole refuses an unknown role, a platform role with a department, and a department role without one.
func checkRole(g civic.RoleGrant) error {
	if g.Department == nil {
		if slices.Contains(civic.PlatformRoles, g.Role) {
			return nil
		}
		return fmt.Errorf("%q is neither of %v nor DEPARTMENT_CODE:ROLE", g.Role, civic.PlatformRoles)
	}
	if !slices.Contains(civic.DepartmentRoles, g.Role) {
		return fmt.Errorf("%q is none of the roles in a department, %v", g.Role, civic.DepartmentRoles)
	}
	if civic.Check(struct {
		Code string `validate:"min=2,max=32,departmentcode"`
	}{*g.Department}) != nil {
		return fmt.Errorf("%q is not a department's code: 2 to 32 capital letters, digits and underscores, a letter first", *g.Department)
	}
	return nil
}
