package consult

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"minyi/domain/civic"
)

// DeskItemKind says what waits for the staff of a department.
type DeskItemKind string

// The kinds.
const (
	DraftToWrite         DeskItemKind = "DRAFT_TO_WRITE"
	DraftToEdit          DeskItemKind = "DRAFT_TO_EDIT"
	DraftToReview        DeskItemKind = "DRAFT_TO_REVIEW"
	DraftToPublish       DeskItemKind = "DRAFT_TO_PUBLISH"
	DraftToLaunch        DeskItemKind = "DRAFT_TO_LAUNCH"
	SurveyToLaunch       DeskItemKind = "SURVEY_TO_LAUNCH"
	ConsultationClosing  DeskItemKind = "CONSULTATION_CLOSING"
	ConsultationToAnswer DeskItemKind = "CONSULTATION_TO_ANSWER"
	ReportOverdue        DeskItemKind = "REPORT_OVERDUE"
)

// deskRoles is the single table of the desk: the roles in a department for which each kind waits.
var deskRoles = map[DeskItemKind][]civic.Role{
	DraftToWrite:         {civic.Editor},
	DraftToEdit:          {civic.Editor},
	DraftToReview:        {civic.Reviewer},
	DraftToPublish:       {civic.Publisher},
	DraftToLaunch:        {civic.Publisher},
	SurveyToLaunch:       {civic.Editor, civic.Publisher},
	ConsultationClosing:  {civic.Editor, civic.Reviewer, civic.Publisher, civic.Moderator, civic.Analyst},
	ConsultationToAnswer: {civic.Editor, civic.Publisher},
	ReportOverdue:        {civic.Editor, civic.Publisher},
}

// DeskItem is one thing that waits for the staff of a department.
type DeskItem struct {
	Kind        DeskItemKind `db:"kind"`
	SubjectKind civic.Kind   `db:"subject_kind"`
	SubjectKey  uuid.UUID    `db:"subject_id"`
	Since       time.Time    `db:"since"`
	DueAt       *time.Time   `db:"due_at"`
}

// SubjectID names the draft, the consultation or the survey.
func (i DeskItem) SubjectID() civic.ID { return civic.IDOf(i.SubjectKind, i.SubjectKey) }

// Urgency is the instant by which items stand in order: when the item is due, or else since when it waits.
func (i DeskItem) Urgency() time.Time {
	if i.DueAt != nil {
		return *i.DueAt
	}
	return i.Since
}

// DeskOf lists what waits for an actor: pairs of a kind and the code of a department, each pair once. Without wanted kinds it lists all.
func DeskOf(by civic.Actor, wanted []DeskItemKind) (kinds, departments []string) {
	for kind, roles := range deskRoles {
		if len(wanted) > 0 && !slices.Contains(wanted, kind) {
			continue
		}
		seen := map[string]bool{}
		for _, grant := range by.Roles {
			if grant.Department != nil && !seen[*grant.Department] && slices.Contains(roles, grant.Role) {
				seen[*grant.Department] = true
				kinds, departments = append(kinds, string(kind)), append(departments, *grant.Department)
			}
		}
	}
	return kinds, departments
}
