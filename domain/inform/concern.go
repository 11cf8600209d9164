package inform

import (
	"cmp"
	"context"
	"regexp"
	"time"

	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/domain/policy"
)

// The rights of public concerns. The enum Action in the schema describes them.
var (
	RecordConcern = civic.NewAction("RECORD_CONCERN", civic.Editor, civic.Inspector)
	AssignConcern = civic.NewAction("ASSIGN_CONCERN", civic.Inspector)
	ReadConcerns  = civic.NewAction("READ_CONCERNS", civic.Editor, civic.Reviewer, civic.Publisher, civic.Inspector, civic.Evaluator, civic.Auditor)
)

// Refusals of what is done with a concern.
var (
	PersonalData      = civic.NewCode("PERSONAL_DATA", "请勿写入身份证号、手机号等个人信息。", "Write no personal data here, such as the number of a telephone or an identity card.")
	WrongConcernState = civic.NewCode("WRONG_CONCERN_STATE", "该关切处于 {found} 状态，不能这样办理。", "The concern is in the state {found}, which does not allow this.")
	AlreadyMerged     = civic.NewCode("ALREADY_MERGED", "该关切已并入另一件。", "This concern was merged into another one.")
	NotAssigned       = civic.NewCode("NOT_ASSIGNED", "该关切不由本部门办理。", "This concern is not this department's.")
	FutureTime        = civic.NewCode("FUTURE_TIME", "时间不能晚于现在。", "This time lies in the future.")
)

// ConcernKind says which concern it is; the order of 2016 puts the first five first.
type ConcernKind string

// ConcernSeverity says how fast a concern must be answered.
type ConcernSeverity string

// The severities.
const (
	Ordinary       ConcernSeverity = "ORDINARY"
	GraveEmergency ConcernSeverity = "GRAVE_EMERGENCY"
)

// ConcernState is where a concern stands. It follows from what happened.
type ConcernState string

// The states.
const (
	ConcernSensed     ConcernState = "SENSED"
	ConcernAssigned   ConcernState = "ASSIGNED"
	ConcernAnswered   ConcernState = "ANSWERED"
	ConcernFollowedUp ConcernState = "FOLLOWED_UP"
	ConcernClosed     ConcernState = "CLOSED"
)

// The limits of the order of 2016 (no. 61 of the general office of the State Council). Holidays do not stop hours.
var concernRules = map[ConcernSeverity]civic.DeadlineRule{
	Ordinary:       {Code: "CONCERN_ANSWER", Hours: 48, SourceArticles: civic.Bilingual("国办发〔2016〕61号", "Order no. 61 of 2016")},
	GraveEmergency: {Code: "CONCERN_PRESS_CONFERENCE", Hours: 24, SourceArticles: civic.Bilingual("国办发〔2016〕61号", "Order no. 61 of 2016")},
}

// PublicConcern is something that many people ask or are upset about, as the government noticed it. It names no person.
type PublicConcern struct {
	Key            uuid.UUID       `db:"id"`
	DepartmentKey  *uuid.UUID      `db:"department_id"` // who must answer; nil before the assignment
	DepartmentCode *string         `db:"department_code"`
	Kind           ConcernKind     `db:"kind"`
	Severity       ConcernSeverity `db:"severity"`
	Summary        string          `db:"summary"`
	NoticedIn      ConcernSources  `db:"sources"`
	SensedAt       time.Time       `db:"sensed_at"`
	CreatedAt      time.Time       `db:"created_at"`
	MergedKey      *uuid.UUID      `db:"merged_into"`
	ClosedAt       *time.Time      `db:"closed_at"`
	CloseReason    *string         `db:"close_reason"`
	AnsweredAt     *time.Time      `db:"answered_at"` // of the first released answer
	Answers        int             `db:"answers"`     // released versions
	Now            time.Time       `db:"now"`
}

// ConcernSource is where a concern was noticed.
type ConcernSource struct {
	Name string  `json:"name"`
	URL  *string `json:"url,omitempty"`
}

// ConcernSources is stored as JSON.
type ConcernSources []ConcernSource

// Scan reads the sources from a JSON column.
func (s *ConcernSources) Scan(from any) error { return civic.ScanJSON(from, s) }

// ConcernIDKind is the kind of concerns.
var ConcernIDKind = civic.NewKind("p")

// ID names the concern.
func (c PublicConcern) ID() civic.ID { return civic.IDOf(ConcernIDKind, c.Key) }

// IsNode marks the type as a node of the API.
func (PublicConcern) IsNode() {}

// Sources lists where the concern was noticed.
func (c PublicConcern) Sources() []ConcernSource { return c.NoticedIn }

// Due is the deadline of the answer.
func (c PublicConcern) Due() civic.Deadline {
	return civic.DueWithin(concernRules[c.Severity], c.SensedAt, civic.TimeZone("Asia/Shanghai"))
}

// HoursLate is by how many hours, begun ones included, the answer is late or was; 0 for a concern that was closed without an answer.
func (c PublicConcern) HoursLate() int {
	if c.AnsweredAt == nil && c.ClosedAt != nil {
		return 0
	}
	late := cmp.Or(c.AnsweredAt, &c.Now).Sub(*c.Due().DueAt)
	return max(0, int((late+time.Hour-1)/time.Hour))
}

// State says where the concern stands.
func (c PublicConcern) State() ConcernState {
	switch {
	case c.ClosedAt != nil:
		return ConcernClosed
	case c.Answers > 1:
		return ConcernFollowedUp
	case c.Answers == 1:
		return ConcernAnswered
	case c.DepartmentKey != nil:
		return ConcernAssigned
	}
	return ConcernSensed
}

// Code is the code of the department that must answer; empty before the assignment.
func (c PublicConcern) Code() string {
	if c.DepartmentCode == nil {
		return ""
	}
	return *c.DepartmentCode
}

// RequireOpen refuses at the field a concern that is closed or merged into another one.
func (c PublicConcern) RequireOpen(field string) error {
	switch {
	case c.MergedKey != nil:
		return civic.Refuse(AlreadyMerged, field)
	case c.ClosedAt != nil:
		return civic.Refuse(WrongConcernState, field, civic.Found(c.State()))
	}
	return nil
}

// ConcernStanding counts the concerns of a department.
type ConcernStanding struct {
	DepartmentKey    uuid.UUID `db:"department_id"`
	Open             int       `db:"open"`
	Overdue          int       `db:"overdue"`
	Answered         int       `db:"answered"`
	AnsweredLate     int       `db:"answered_late"`
	ClosedUnanswered int       `db:"closed_unanswered"`
}

// PublicConcernResponse answers one or more concerns.
type PublicConcernResponse struct {
	policy.ContentVersion
	Words   ConcernResponseWords `db:"words"`
	Derived []byte               `db:"derived"`
}

// ConcernResponseWords are what an answer says.
type ConcernResponseWords struct {
	Titles   civic.Localized `json:"title"`
	Bodies   civic.Localized `json:"body"`
	Concerns []uuid.UUID     `json:"concerns"`
}

// Scan reads the words from a JSON column.
func (w *ConcernResponseWords) Scan(from any) error { return civic.ScanJSON(from, w) }

// Text is the answer.
func (w ConcernResponseWords) Text() policy.ContentText {
	return policy.ContentText{Titles: w.Titles, Bodies: w.Bodies}
}

// ConcernResponseKind is the kind of answers to public concern.
var ConcernResponseKind = civic.NewKind("q")

// ID names the answer.
func (r PublicConcernResponse) ID() civic.ID { return civic.IDOf(ConcernResponseKind, r.Key) }

// Title returns the title in the wanted language.
func (r PublicConcernResponse) Title(ctx context.Context, locale *civic.WantedLocale) string {
	return r.Words.Titles.Read(ctx, locale)
}

// Body returns the answer in the wanted language.
func (r PublicConcernResponse) Body(ctx context.Context, locale *civic.WantedLocale) string {
	return r.Words.Bodies.Read(ctx, locale)
}

// personal matches the numbers of Chinese mobile telephones and identity cards.
var personal = regexp.MustCompile(`(^|\D)(1[3-9]\d{9}|\d{17}[\dXx])($|\D)`)

// refusePersonal refuses at the field a text with personal data.
func refusePersonal(problems *civic.Problems, field, text string) {
	if personal.MatchString(text) {
		problems.Add(PersonalData, field)
	}
}
