package civic

import (
	"database/sql/driver"
	"slices"

	"github.com/google/uuid"
)

// Role is what a staff member is in a department or on the platform. The zero Role is everyone who is signed in.
type Role string

// The roles. ADMIN and AUDITOR are held on the whole platform, the others in a department.
const (
	Editor    Role = "EDITOR"
	Reviewer  Role = "REVIEWER"
	Publisher Role = "PUBLISHER"
	Moderator Role = "MODERATOR"
	Analyst   Role = "ANALYST"
	Admin     Role = "ADMIN"
	Auditor   Role = "AUDITOR"
	Resident  Role = ""
	Anyone    Role = "ANYONE" // in the table of rights alone: those who are not signed in, too
)

// Action is what an actor can do.
type Action string

// The actions, in the order of the story.
const (
	ManageDepartments Action = "MANAGE_DEPARTMENTS"
	LoadCalendar      Action = "LOAD_CALENDAR"
	GrantRole         Action = "GRANT_ROLE"
	ReadRoles         Action = "READ_ROLES"
	CreateBrowserKey  Action = "CREATE_BROWSER_KEY"
	WritePolicyRecord Action = "WRITE_POLICY_RECORD"
	WriteDraft        Action = "WRITE_DRAFT"
	ReviewDraft       Action = "REVIEW_DRAFT"
	ReadInternal      Action = "READ_INTERNAL"
	WriteSurvey       Action = "WRITE_SURVEY"
	RunConsultation   Action = "RUN_CONSULTATION"
	CommentAction     Action = "COMMENT"
	EndorseAction     Action = "ENDORSE"
	RespondToSurvey   Action = "RESPOND_TO_SURVEY"
	ReadResponses     Action = "READ_RESPONSES"
	AnswerComments    Action = "ANSWER_COMMENTS"
	PublishReport     Action = "PUBLISH_REPORT"
	AdoptDraft        Action = "ADOPT_DRAFT"
	EraseOwnData      Action = "ERASE_OWN_DATA"
	ReadAudit         Action = "READ_AUDIT"
	ReportComment     Action = "REPORT_COMMENT"
	ReadModeration    Action = "READ_MODERATION"
	Moderate          Action = "MODERATE"
)

// Rights is the one table of who may do what: for each action the roles that hold it. The roles of departments hold it
// in their own department, ADMIN and AUDITOR in all; Resident stands for everyone who is signed in, Anyone for others too.
var Rights = map[Action][]Role{
	ManageDepartments: {Admin},
	LoadCalendar:      {Admin},
	GrantRole:         {Admin},
	ReadRoles:         {Admin, Auditor},
	CreateBrowserKey:  {Anyone},
	WritePolicyRecord: {Editor},
	WriteDraft:        {Editor},
	ReviewDraft:       {Editor, Reviewer, Publisher},
	ReadInternal:      {Editor, Reviewer, Publisher, Moderator, Analyst, Auditor},
	WriteSurvey:       {Editor},
	RunConsultation:   {Publisher},
	CommentAction:     {Resident},
	EndorseAction:     {Resident},
	RespondToSurvey:   {Resident},
	ReadResponses:     {Editor, Analyst, Auditor},
	AnswerComments:    {Editor},
	PublishReport:     {Publisher},
	AdoptDraft:        {Publisher},
	EraseOwnData:      {Resident},
	ReadAudit:         {Auditor},
	ReportComment:     {Resident},
	ReadModeration:    {Moderator, Auditor},
	Moderate:          {Moderator},
}

// platformRoles are held on the whole platform and not in a department.
var platformRoles = []Role{Admin, Auditor}

// browserActions are all that a browser key can do, whatever else residents may: one person can have many of them.
var browserActions = []Action{CommentAction, EndorseAction, RespondToSurvey, CreateBrowserKey}

// RoleGrant is a role that an actor holds: in the department with that code, or on the platform when it is nil.
type RoleGrant struct {
	Role       Role    `json:"role" db:"role"`
	Department *string `json:"department,omitempty" db:"department"`
}

// Actor is who asks. The zero Actor is somebody who is not signed in.
type Actor struct {
	Account   uuid.UUID     // the account's key; zero when nobody is signed in
	Name      string        // the name that the sign-in gave; shown to colleagues, never to the public
	Assurance IdentityLevel // how well the person is known; without one no period accepts anything
	District  string        // where the person lives, if the sign-in says so; shown to nobody else
	Roles     []RoleGrant
}

// SignedIn tells whether the actor has an account.
func (a Actor) SignedIn() bool { return a.Account != uuid.UUID{} }

// Holds tells whether the actor may do this in one department at least.
func (a Actor) Holds(do Action) bool {
	return a.holds(do, func(RoleGrant) bool { return true })
}

// Can tells whether the actor may do this in the department with that code.
func (a Actor) Can(do Action, department string) bool {
	return a.holds(do, func(g RoleGrant) bool { return g.Department == nil || *g.Department == department })
}

// Require refuses as UNAUTHENTICATED or FORBIDDEN what the actor may not do in the department.
func (a Actor) Require(do Action, department string) error {
	switch {
	case !a.SignedIn():
		return Refuse(Unauthenticated, "")
	case !a.Can(do, department):
		return Refuse(Forbidden, "")
	}
	return nil
}

// holds looks through the roles that reach the place in question.
func (a Actor) holds(do Action, reaches func(RoleGrant) bool) bool {
	allowed := Rights[do]
	if a.Assurance == Anonymous && !slices.Contains(browserActions, do) {
		return false
	}
	if slices.Contains(allowed, Anyone) || (a.SignedIn() && slices.Contains(allowed, Resident)) {
		return true
	}
	return slices.ContainsFunc(a.Roles, func(g RoleGrant) bool {
		return slices.Contains(allowed, g.Role) && g.wellFormed() && reaches(g)
	})
}

// wellFormed tells whether the role is held where roles of its kind are held.
func (g RoleGrant) wellFormed() bool {
	return isPlatformRole(g.Role) == (g.Department == nil)
}

// isPlatformRole tells whether the role is held on the whole platform.
func isPlatformRole(r Role) bool { return slices.Contains(platformRoles, r) }

// Reach names the departments in which the actor may do this; all is true when it is every department.
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

// Actions lists what the actor may do in one department at least.
func (a Actor) Actions() []Action {
	held := []Action{}
	for do := range Rights {
		if a.Holds(do) {
			held = append(held, do)
		}
	}
	slices.Sort(held)
	return held
}

// RoleGrants are stored as JSON.
type RoleGrants []RoleGrant

// Scan reads the roles from a JSON column.
func (g *RoleGrants) Scan(from any) error { return ScanJSON(from, g) }

// Value writes the roles to a JSON column.
func (g RoleGrants) Value() (driver.Value, error) { return ValueJSON(g) }

// RolesFor are the roles by which the actor may do this in the department with that code.
func (a Actor) RolesFor(do Action, department string) RoleGrants {
	used := RoleGrants{}
	for _, g := range a.Roles {
		if slices.Contains(Rights[do], g.Role) && g.wellFormed() && (g.Department == nil || *g.Department == department) {
			used = append(used, g)
		}
	}
	return used
}
