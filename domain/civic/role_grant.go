package civic

import (
	"time"

	"github.com/google/uuid"
)

// Refusals of who gives and takes roles.
var (
	RolePlace = NewCode("ROLE_PLACE", "ADMIN 和 AUDITOR 属于整个平台，不指定部门；其他角色须指定部门。", "ADMIN and AUDITOR are held without a department, every other role in one.")
	LastAdmin = NewCode("LAST_ADMIN", "这是最后一个 ADMIN 角色；请先将其授予他人。", "This is the last ADMIN; make somebody else one first.")
)

// GrantedRole is a role that an ADMIN gave to an account, beside those that its tokens state.
type GrantedRole struct {
	Key           uuid.UUID  `db:"id"`
	AccountKey    uuid.UUID  `db:"account_id"`
	Role          Role       `db:"role"`
	DepartmentKey *uuid.UUID `db:"department_id"` // nil for the roles of the whole platform
	GrantedAt     time.Time  `db:"granted_at"`
}

// AccountKind is the kind of accounts. They are no nodes: only the account's person and those who give roles read its id.
var AccountKind = NewKind("A")

// AccountCode names the account, as its person reads it in Viewer.accountCode.
func (g GrantedRole) AccountCode() ID { return IDOf(AccountKind, g.AccountKey) }

// RoleOfAccount is a role of an account, to be given or taken. Nobody reads from the code whose account it is: its person
// says so.
type RoleOfAccount struct {
	AccountCode  ID   `validate:"id=A"`
	Role         Role `validate:"required"`
	DepartmentID *ID  `validate:"omitempty,id=D"`
}

// The inputs of giving and taking a role.
type (
	GrantRoleInput  = RoleOfAccount
	RevokeRoleInput = RoleOfAccount
)

// Check gives all problems of the input: those of its form, and ROLE_PLACE where the role is not held there.
func (r RoleOfAccount) Check() error {
	var problems Problems
	problems.Join(Check(r))
	if isPlatformRole(r.Role) != (r.DepartmentID == nil) {
		problems.Add(RolePlace, "departmentId")
	}
	return problems.Err()
}
