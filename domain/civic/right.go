package civic

import (
	"database/sql/driver"
	"maps"
	"reflect"
	"slices"

	"github.com/google/uuid"
)

// Role is a role of a staff member in a department or on the platform. The zero Role stands for everyone who is signed in.
type Role string

// The roles of staff and of everyone.
const (
	Editor    Role = "EDITOR"
	Reviewer  Role = "REVIEWER"
	Publisher Role = "PUBLISHER"
	Moderator Role = "MODERATOR"
	Analyst   Role = "ANALYST"
	Admin     Role = "ADMIN"
	Auditor   Role = "AUDITOR"
	Inspector Role = "INSPECTOR" // the office that supervises open government in the city
	Evaluator Role = "EVALUATOR" // a third party that assesses open government; reads only
	Resident  Role = ""
	Anyone    Role = "ANYONE" // everyone, also without signing in; used only in the table of rights
)

// Action is something that an actor can do.
type Action string

// Rights is the single table of rights: for each action the roles that may do it. A role in a department gives the right in
// that department. A role of the platform gives it in all departments. Resident stands for everyone who is signed in. Anyone also
// stands for everyone who is not. Each subject adds its actions by NewAction.
var Rights = map[Action][]Role{}

// NewAction declares an action and the roles that may do it, in the file of its subject.
func NewAction(name string, roles ...Role) Action {
	Rights[Action(name)] = roles
	return Action(name)
}

// PlatformRoles are the roles on the whole platform, and DepartmentRoles those in a department.
var (
	PlatformRoles   = []Role{Admin, Auditor, Inspector, Evaluator}
	DepartmentRoles = []Role{Editor, Reviewer, Publisher, Moderator, Analyst}
)

// browserActions are all that a browser key may do. It may do less than a resident, because one person can have many
// browser keys.
var browserActions = map[Action]bool{}

// ForBrowsers lets browser keys do an action too.
func ForBrowsers(action Action) Action {
	browserActions[action] = true
	return action
}

// RoleGrant is a role that an actor has. Department is the code of a department; nil means the whole platform.
type RoleGrant struct {
	Role       Role    `json:"role" db:"role"`
	Department *string `json:"department,omitempty" db:"department"`
}

// Actor is the caller of an operation. The zero Actor is a caller who is not signed in.
type Actor struct {
	Account   uuid.UUID     // the account's key; zero if nobody is signed in
	Name      string        // the name from the sign-in; shown to colleagues, never to the public
	Assurance IdentityLevel // how surely the person is identified; without a level the actor cannot take part
	Person    string        // a keyed hash of the person, who may have several accounts; empty if the sign-in does not tell
	District  string        // the person's place of residence, if the sign-in states it; shown to nobody else
	Roles     []RoleGrant
}

// SignedIn reports whether the actor has an account.
func (a Actor) SignedIn() bool { return a.Account != uuid.UUID{} }

// Holds reports whether the actor may do this in at least one department.
func (a Actor) Holds(do Action) bool {
	return a.holds(do, func(RoleGrant) bool { return true })
}

// Can reports whether the actor may do this in the department with this code.
func (a Actor) Can(do Action, department string) bool {
	return a.holds(do, func(g RoleGrant) bool { return g.Department == nil || *g.Department == department })
}

// Require refuses the action if the actor may not do it in the department: as UNAUTHENTICATED if nobody is signed in, and
// otherwise as FORBIDDEN.
func (a Actor) Require(do Action, department string) error {
	switch {
	case !a.SignedIn():
		return Refuse(Unauthenticated, "")
	case !a.Can(do, department):
		return Refuse(Forbidden, "")
	}
	return nil
}

// RequireSame refuses as RIGHTS_CHANGED an actor who is not the same, with the same rights, as they are now.
func (a Actor) RequireSame(now Actor) error {
	if !reflect.DeepEqual(a, now) {
		return Refuse(RightsChanged, "")
	}
	return nil
}

// holds reports whether the actor may do this. Of the actor's roles only those count that reaches accepts.
func (a Actor) holds(do Action, reaches func(RoleGrant) bool) bool {
	allowed := Rights[do]
	if a.Assurance == Anonymous && !browserActions[do] {
		return false
	}
	if slices.Contains(allowed, Anyone) || (a.SignedIn() && slices.Contains(allowed, Resident)) {
		return true
	}
	return slices.ContainsFunc(a.Roles, func(g RoleGrant) bool {
		return slices.Contains(allowed, g.Role) && g.wellFormed() && reaches(g)
	})
}

// wellFormed reports whether a platform role has no department and any other role has one.
func (g RoleGrant) wellFormed() bool {
	return isPlatformRole(g.Role) == (g.Department == nil)
}

// isPlatformRole reports whether the role is a role on the whole platform.
func isPlatformRole(r Role) bool { return slices.Contains(PlatformRoles, r) }

// Reach returns the codes of the departments in which the actor may do this. If all is true, the actor may do it in every
// department.
func (a Actor) Reach(do Action) (departments []string, all bool) {
	departments = []string{}
	for _, g := range a.Roles {
		if !slices.Contains(Rights[do], g.Role) || !g.wellFormed() {
			continue
		}
		if g.Department == nil {
			return departments, true
		}
		departments = append(departments, *g.Department)
	}
	return departments, false
}

// Right is something that an actor may do. Department is the code of a department; nil means every department.
type Right struct {
	Action     Action
	Department *string
}

// Rights lists what the actor may do, and in which departments, in the order of the actions' names.
func (a Actor) Rights() []Right {
	held := []Right{}
	for _, do := range slices.Sorted(maps.Keys(Rights)) {
		held = append(held, a.rightsTo(do)...)
	}
	return held
}

// rightsTo lists where the actor may do this. A role in no department that exists, such as Resident, reaches all of them.
func (a Actor) rightsTo(do Action) (held []Right) {
	switch {
	case a.Can(do, ""):
		return []Right{{do, nil}}
	case !a.Holds(do):
		return nil
	}
	departments, _ := a.Reach(do)
	slices.Sort(departments)
	for _, department := range slices.Compact(departments) {
		held = append(held, Right{do, &department})
	}
	return held
}

// RoleGrants is stored as JSON.
type RoleGrants []RoleGrant

// Scan reads the roles from a JSON column.
func (g *RoleGrants) Scan(from any) error { return ScanJSON(from, g) }

// Value writes the roles to a JSON column.
func (g RoleGrants) Value() (driver.Value, error) { return ValueJSON(g) }

// RolesFor lists the actor's roles that allow the action in the department with this code.
func (a Actor) RolesFor(do Action, department string) RoleGrants {
	used := RoleGrants{}
	for _, g := range a.Roles {
		if slices.Contains(Rights[do], g.Role) && g.wellFormed() && (g.Department == nil || *g.Department == department) {
			used = append(used, g)
		}
	}
	return used
}
