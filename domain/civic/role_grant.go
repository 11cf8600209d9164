package civic

import (
	"time"

	"github.com/google/uuid"
)

// The rights of this subject. The enum Action in the schema describes them.
var (
	GrantRole = NewAction("GRANT_ROLE", Admin)
	ReadRoles = NewAction("READ_ROLES", Admin, Auditor)
)

// Refusals of granting and revoking roles.
var (
	RolePlace = NewCode("ROLE_PLACE", "ADMIN、AUDITOR、INSPECTOR 和 EVALUATOR 属于整个平台，不指定部门；其他角色须指定部门。", "ADMIN, AUDITOR, INSPECTOR and EVALUATOR are held without a department, every other role in one.")
	LastAdmin = NewCode("LAST_ADMIN", "这是最后一个 ADMIN 角色；请先将其授予他人。", "This is the last ADMIN; make somebody else one first.")
)

// GrantedRole is a role that an ADMIN granted to an account. The account's tokens may state further roles.
type GrantedRole struct {
	Key           uuid.UUID  `db:"id"`
	AccountKey    uuid.UUID  `db:"account_id"`
	Role          Role       `db:"role"`
	DepartmentKey *uuid.UUID `db:"department_id"` // nil for a role on the whole platform
	GrantedAt     time.Time  `db:"granted_at"`
}

// GrantedRoleKind is the kind of granted roles.
var GrantedRoleKind = NewKind("G")

// ID returns the granted role's id.
func (g GrantedRole) ID() ID { return IDOf(GrantedRoleKind, g.Key) }

// AccountKind is the kind of accounts. An account is not a node. Only its own person and those who grant roles can read its
// id.
var AccountKind = NewKind("A")

// AccountCode returns the account's id. The account's person reads it in Viewer.accountCode.
func (g GrantedRole) AccountCode() ID { return IDOf(AccountKind, g.AccountKey) }

// RoleOfAccount is a role to grant to an account or to revoke. The account code does not reveal the person. The person tells
// the ADMIN their code.
type RoleOfAccount struct {
	AccountCode  ID   `validate:"id=A"`
	Role         Role `validate:"required"`
	DepartmentID *ID  `validate:"omitempty,id=D"`
}

// The inputs of granting and revoking a role.
type (
	GrantRoleInput  = RoleOfAccount
	RevokeRoleInput = RoleOfAccount
)

// Check returns all problems of the input. It refuses as ROLE_PLACE a platform role with a department and any other role
// without one.
func (r RoleOfAccount) Check() error {
	var problems Problems
	problems.Join(Check(r))
	if isPlatformRole(r.Role) != (r.DepartmentID == nil) {
		problems.Add(RolePlace, "departmentId")
	}
	return problems.Err()
}
