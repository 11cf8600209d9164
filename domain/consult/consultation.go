package consult

import (
	"context"
	"time"

	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/domain/policy"
)

// RunConsultation is a right; the enum Action in the schema describes it.
var RunConsultation = civic.NewAction("RUN_CONSULTATION", civic.Publisher)

// Refusals of actions on a consultation and in it.
var (
	NotYetOpen           = civic.NewCode("NOT_YET_OPEN", "征集期尚未开始，开始时间：{at}。", "The comment period opens at {at}.")
	Withdrawn            = civic.NewCode("WITHDRAWN", "该征集已撤回。", "The consultation was withdrawn.")
	StillOpen            = civic.NewCode("STILL_OPEN", "征集期尚未结束，结束时间：{at}。", "The comment period lasts until {at}.")
	Reported             = civic.NewCode("REPORTED", "结果反馈已发布，不能再更改。", "The feedback report is published; nothing changes any more.")
	IdentityRequired     = civic.NewCode("IDENTITY_REQUIRED", "参与本次征集须达到 {expected} 身份级别。", "Taking part here needs the identity level {expected}.")
	NothingToAsk         = civic.NewCode("NOTHING_TO_ASK", "须附草案或问卷。", "A consultation needs a draft or a survey.")
	SurveyInUse          = civic.NewCode("SURVEY_IN_USE", "该问卷已用于另一次征集。", "Another consultation carries this survey.")
	ConsultationUnderWay = civic.NewCode("CONSULTATION_UNDER_WAY", "该事项的草案已有尚未反馈的征集。", "A version of this draft is in a consultation that is not reported yet.")
	OtherConsultation    = civic.NewCode("OTHER_CONSULTATION", "所指内容属于另一次征集。", "This belongs to another consultation.")
	OtherRecord          = civic.NewCode("OTHER_RECORD", "所指内容属于另一政策档案。", "This belongs to another policy record.")
	UnknownProfile       = civic.NewCode("UNKNOWN_PROFILE", "没有代码为 {found} 的规则。", "There are no rules with the code {found}.")
)

// Consultation asks the public about a draft, with surveys, or both.
type Consultation struct {
	Key             uuid.UUID           `db:"id"`
	PolicyRecordKey uuid.UUID           `db:"policy_record_id"`
	DepartmentKey   uuid.UUID           `db:"department_id"`
	DepartmentCode  string              `db:"department_code"`
	DraftKey        *uuid.UUID          `db:"draft_id"`
	Titles          civic.Localized     `db:"title"`
	Notices         civic.Localized     `db:"notice"`
	ProfileCode     string              `db:"profile_code"`
	Timezone        string              `db:"timezone"`
	IdentityLevel   civic.IdentityLevel `db:"identity_level"`
	Moderation      ModerationMode      `db:"moderation"`
	CommentPeriod
	Status           ConsultationStatus `db:"status"` // by the database's clock when the row is read
	FeedbackDueOn    *civic.Date        `db:"feedback_due_on"`
	WithdrawnAt      *time.Time         `db:"withdrawn_at"`
	WithdrawalReason *string            `db:"withdrawal_reason"`
	ReportedAt       *time.Time         `db:"reported_at"`
	CreatedAt        time.Time          `db:"created_at"`
}

// ID names the consultation.
func (c Consultation) ID() civic.ID { return civic.IDOf(civic.ConsultationKind, c.Key) }

// IsNode marks the type as a node of the API.
func (Consultation) IsNode() {}

// Title returns the consultation's title in the wanted language.
func (c Consultation) Title(ctx context.Context, locale *civic.WantedLocale) string {
	return c.Titles.Read(ctx, locale)
}

// Notice returns what the department wants to know and how to respond, in the wanted language.
func (c Consultation) Notice(ctx context.Context, locale *civic.WantedLocale) string {
	return c.Notices.Read(ctx, locale)
}

// Accept decides whether the actor may take part now: comment, endorse or fill in a survey. It uses the status that was read,
// which comes from the database's clock. The period includes OpensAt and excludes ClosesAt. The refusals are WITHDRAWN,
// NOT_YET_OPEN, CLOSED and IDENTITY_REQUIRED.
func (c Consultation) Accept(by civic.Actor) error {
	switch c.Status {
	case StatusWithdrawn:
		return civic.Refuse(Withdrawn, "")
	case StatusUpcoming:
		return civic.Refuse(NotYetOpen, "", civic.At(civic.From(c.OpensAt, c.zone())))
	case StatusClosed, StatusReported:
		return civic.Refuse(Closed, "", civic.At(c.closes()))
	}
	if !by.Assurance.Reaches(c.IdentityLevel) {
		return civic.Refuse(IdentityRequired, "", civic.Expected(c.IdentityLevel))
	}
	return nil
}

// zone returns the time zone of the consultation's profile.
func (c Consultation) zone() *time.Location { return civic.TimeZone(c.Timezone) }

// closes returns the end of the comment period as messages tell it.
func (c Consultation) closes() civic.Moment { return civic.Until(c.ClosesAt, c.zone()) }

// AcceptAnswers decides whether the department may respond to comments now. It may do so after the period has closed and before
// the feedback report is published. The refusals are WITHDRAWN, STILL_OPEN and REPORTED.
func (c Consultation) AcceptAnswers() error {
	switch c.Status {
	case StatusWithdrawn:
		return civic.Refuse(Withdrawn, "")
	case StatusUpcoming, StatusOpen:
		return civic.Refuse(StillOpen, "", civic.At(c.closes()))
	case StatusReported:
		return civic.Refuse(Reported, "")
	}
	return nil
}

// ViewerCanComment reports whether the reader may comment now.
func (c Consultation) ViewerCanComment(ctx context.Context) bool {
	return c.RefuseComment(civic.ActorOf(ctx)) == nil
}

// RefuseComment says why the actor may not comment now. Who is not signed in is told which identity level is needed.
func (c Consultation) RefuseComment(by civic.Actor) error {
	err := c.Accept(by)
	if err == nil && !by.Holds(CommentAction) {
		return civic.Refuse(IdentityRequired, "", civic.Expected(c.IdentityLevel))
	}
	return err
}

// MostSurveys is how many surveys a consultation may carry. The tag of LaunchConsultationInput says it too.
const MostSurveys = 10

// LaunchConsultationInput is a new consultation.
type LaunchConsultationInput struct {
	PolicyRecordID   civic.ID                   `validate:"id=P"`
	DraftID          *civic.ID                  `validate:"omitempty,id=T"`
	SurveyIDs        []civic.ID                 `validate:"max=10,unique,dive,id=S"`
	Title            []civic.LocalizedTextInput `validate:"max=10,unique=Locale,texts=200"`
	Notice           []civic.LocalizedTextInput `validate:"max=10,unique=Locale,texts=20000"`
	Profile          *string                    `validate:"omitempty,min=1,max=64,printascii"`
	OpensAt          *time.Time
	ClosesOn         civic.Date
	ClosesAtTime     *string `validate:"omitempty,timeofday"`
	ShorteningReason *string // CheckLaunch checks it
	IdentityLevel    civic.IdentityLevel
	Moderation       ModerationMode
	IdempotencyKey   *string `validate:"omitempty,idempotency"`
}

// AddSurveyInput names a survey for a consultation that is under way.
type AddSurveyInput struct {
	ConsultationID civic.ID `validate:"id=C"`
	SurveyID       civic.ID `validate:"id=S"`
}

// WithdrawConsultationInput names the consultation to withdraw.
type WithdrawConsultationInput struct {
	ConsultationID civic.ID `validate:"id=C"`
	Reason         string
}

// ConsultationFilter says which consultations to list.
type ConsultationFilter struct {
	Status       []ConsultationStatus
	DepartmentID *civic.ID `validate:"omitempty,id=D"`
	Kind         *policy.PolicyKind
	Title        *string `validate:"omitempty,words=100"`
}

// ConsultationOrder is the order of a list of consultations.
type ConsultationOrder string

// The orders.
const (
	NewestConsultations ConsultationOrder = "NEWEST"
	ClosingSoonest      ConsultationOrder = "CLOSING_SOONEST"
)

// AcceptQuestions decides whether a survey's questions may change now. They may change until the period ends. The refusals are
// WITHDRAWN, CLOSED and REPORTED.
func (c Consultation) AcceptQuestions() error {
	switch c.Status {
	case StatusWithdrawn:
		return civic.Refuse(Withdrawn, "")
	case StatusClosed:
		return civic.Refuse(Closed, "", civic.At(c.closes()))
	case StatusReported:
		return civic.Refuse(Reported, "")
	}
	return nil
}
