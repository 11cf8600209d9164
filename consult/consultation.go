package consult

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// Refusals of what is done to consultations and in them.
var (
	NotYetOpen           = code("NOT_YET_OPEN", "征集期尚未开始，开始时间：%v。", "The comment period opens at %v.")
	Withdrawn            = code("WITHDRAWN", "该征集已撤回。", "The consultation was withdrawn.")
	StillOpen            = code("STILL_OPEN", "征集期尚未结束，结束时间：%v。", "The comment period lasts until %v.")
	Reported             = code("REPORTED", "结果反馈已发布，不能再更改。", "The feedback report is published; nothing changes any more.")
	IdentityRequired     = code("IDENTITY_REQUIRED", "参与本次征集须达到 %v 身份级别。", "Taking part here needs the identity level %v.")
	NothingToAsk         = code("NOTHING_TO_ASK", "须附草案或问卷。", "A consultation needs a draft or a survey.")
	SurveyInUse          = code("SURVEY_IN_USE", "该问卷已用于另一次征集。", "Another consultation carries this survey.")
	ConsultationUnderWay = code("CONSULTATION_UNDER_WAY", "该事项的草案已有尚未反馈的征集。", "A version of this draft is in a consultation that is not reported yet.")
	OtherConsultation    = code("OTHER_CONSULTATION", "所指内容属于另一次征集。", "This belongs to another consultation.")
	OtherRecord          = code("OTHER_RECORD", "所指内容属于另一政策档案。", "This belongs to another policy record.")
	UnknownProfile       = code("UNKNOWN_PROFILE", "没有代码为 %v 的规则。", "There are no rules with the code %v.")
)

// Consultation is one act of asking the public: a comment period on a draft, surveys, or both.
type Consultation struct {
	Key             uuid.UUID      `db:"id"`
	PolicyRecordKey uuid.UUID      `db:"policy_record_id"`
	DepartmentKey   uuid.UUID      `db:"department_id"`
	DepartmentCode  string         `db:"department_code"`
	DraftKey        *uuid.UUID     `db:"draft_id"`
	Titles          Localized      `db:"title"`
	Notices         Localized      `db:"notice"`
	ProfileCode     string         `db:"profile_code"`
	Timezone        string         `db:"timezone"`
	IdentityLevel   IdentityLevel  `db:"identity_level"`
	Moderation      ModerationMode `db:"moderation"`
	CommentPeriod
	Status           ConsultationStatus `db:"status"` // by the database's clock at the moment of reading
	FeedbackDueOn    *Date              `db:"feedback_due_on"`
	WithdrawnAt      *time.Time         `db:"withdrawn_at"`
	WithdrawalReason *string            `db:"withdrawal_reason"`
	ReportedAt       *time.Time         `db:"reported_at"`
	CreatedAt        time.Time          `db:"created_at"`
}

// ID names the consultation.
func (c Consultation) ID() ID { return IDOf(ConsultationKind, c.Key) }

// IsNode marks what the API finds by id.
func (Consultation) IsNode() {}

// Title reads the consultation's title.
func (c Consultation) Title(ctx context.Context, locale *Locale) string {
	return c.Titles.Read(ctx, locale)
}

// Notice reads what the department wants to know and how to answer.
func (c Consultation) Notice(ctx context.Context, locale *Locale) string {
	return c.Notices.Read(ctx, locale)
}

// Accept decides whether the actor may take part now: comment, endorse, fill in a survey. The status is of the moment of
// reading, by the database's clock; the period includes its first instant and excludes its last.
func (c Consultation) Accept(by Actor) error {
	switch c.Status {
	case StatusWithdrawn:
		return Refuse(Withdrawn, "")
	case StatusUpcoming:
		return Refuse(NotYetOpen, "", c.OpensAt.UTC().Format(time.RFC3339))
	case StatusClosed, StatusReported:
		return Refuse(Closed, "", c.ClosesAt.UTC().Format(time.RFC3339))
	}
	if !by.Assurance.Reaches(c.IdentityLevel) {
		return Refuse(IdentityRequired, "", c.IdentityLevel)
	}
	return nil
}

// AcceptAnswers decides whether the department may answer comments now: once the period has closed and until the feedback
// report is published.
func (c Consultation) AcceptAnswers() error {
	switch c.Status {
	case StatusWithdrawn:
		return Refuse(Withdrawn, "")
	case StatusUpcoming, StatusOpen:
		return Refuse(StillOpen, "", c.ClosesAt.UTC().Format(time.RFC3339))
	case StatusReported:
		return Refuse(Reported, "")
	}
	return nil
}

// ViewerCanComment tells whether the reader could comment at the moment of reading.
func (c Consultation) ViewerCanComment(ctx context.Context) bool {
	by := ActorOf(ctx)
	return by.Holds(CommentAction) && c.Accept(by) == nil
}

// LaunchConsultationInput is a new consultation.
type LaunchConsultationInput struct {
	PolicyRecordID   ID                   `validate:"id=P"`
	DraftID          *ID                  `validate:"omitempty,id=T"`
	SurveyIDs        []ID                 `validate:"max=10,unique,dive,id=S"`
	Title            []LocalizedTextInput `validate:"max=10,unique=Locale,texts=200"`
	Notice           []LocalizedTextInput `validate:"max=10,unique=Locale,texts=20000"`
	Profile          *string              `validate:"omitempty,min=1,max=64,printascii"`
	OpensAt          *time.Time
	ClosesOn         Date
	ShorteningReason *string // CheckLaunch holds its rules
	IdentityLevel    IdentityLevel
	Moderation       ModerationMode
	IdempotencyKey   *string `validate:"omitempty,idempotency"`
}

// ExtendCommentPeriodInput is a later closing day.
type ExtendCommentPeriodInput struct {
	ConsultationID ID `validate:"id=C"`
	ClosesOn       Date
	Reason         string
}

// WithdrawConsultationInput is a consultation to take back.
type WithdrawConsultationInput struct {
	ConsultationID ID `validate:"id=C"`
	Reason         string
}

// ConsultationFilter says which consultations to list.
type ConsultationFilter struct {
	Status       []ConsultationStatus
	DepartmentID *ID `validate:"omitempty,id=D"`
	Kind         *PolicyKind
	Title        *string `validate:"omitempty,words=100"`
}

// ConsultationOrder is the order of a list of consultations.
type ConsultationOrder string

// The orders.
const (
	NewestConsultations ConsultationOrder = "NEWEST"
	ClosingSoonest      ConsultationOrder = "CLOSING_SOONEST"
)

// AcceptQuestions decides whether a survey's questions may change now: until the period ends.
func (c Consultation) AcceptQuestions() error {
	switch c.Status {
	case StatusWithdrawn:
		return Refuse(Withdrawn, "")
	case StatusClosed:
		return Refuse(Closed, "", c.ClosesAt.UTC().Format(time.RFC3339))
	case StatusReported:
		return Refuse(Reported, "")
	}
	return nil
}
