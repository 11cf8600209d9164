package consult

import (
	"context"
	"fmt"
	"github.com/google/uuid"
	"io"
	"time"
)

type Date string

func (d Date) MarshalGQL(w io.Writer)    { fmt.Fprintf(w, "%q", string(d)) }
func (d *Date) UnmarshalGQL(v any) error { return nil }

type DayUnit string
type ShorteningRule string
type SourceMark string
type PolicyKind string
type JurisdictionProfile struct {
	Code                string
	Titles              Localized
	Country             string
	MinimumDays         *int
	Unit                DayUnit
	WarnBelow           *int
	Shortening          ShorteningRule
	FeedbackDueDays     *int
	FeedbackDueUnit     DayUnit
	CloseTime, Timezone string
	Calendar            *string
	HearingNoticeDays   *int
	SourceArticles      Localized
	SourceMark          SourceMark
	EffectiveFrom       Date
}

func (p JurisdictionProfile) Title(ctx context.Context, locale *Locale) string         { return "" }
func (p JurisdictionProfile) SourceArticle(ctx context.Context, locale *Locale) string { return "" }

type WorkingCalendar struct {
	Code                 string
	Version              int
	Source               string
	CoversFrom, CoversTo Date
	Days                 []CalendarDay
}
type CalendarDay struct {
	Day     Date
	Working bool
}
type CalendarDayInput = CalendarDay
type LoadWorkingCalendarInput struct {
	Code, Source         string
	CoversFrom, CoversTo Date
	Days                 []CalendarDay
	IdempotencyKey       *string
}
type CommentPeriod struct {
	OpensAt, ClosesAt time.Time
	ClosesOn          Date
	ShorteningReason  *string
	Extensions        []PeriodExtension
}
type PeriodExtension struct {
	From, To Date
	Reason   string
	At       time.Time
}
type PeriodWarning struct{ Kind PeriodWarningKind }

func (w PeriodWarning) Message(ctx context.Context) string { return "" }

type PeriodWarningKind string
type ConsultationStatus string

const (
	StatusWithdrawn ConsultationStatus = "WITHDRAWN"
	StatusUpcoming  ConsultationStatus = "UPCOMING"
	StatusClosed    ConsultationStatus = "CLOSED"
	StatusReported  ConsultationStatus = "REPORTED"
	StatusOpen      ConsultationStatus = "OPEN"
)

type DraftState string
type ReviewStage string
type ReviewGate string
type ReviewDecision string
type GateVerdict struct {
	Gate   ReviewGate
	Passed bool
	Note   string
}
type GateVerdictInput = GateVerdict
type EditorialReview struct {
	Key               uuid.UUID
	Stage             ReviewStage
	Decision          ReviewDecision
	Verdicts          []GateVerdict
	Reason, ActorName string
	At                time.Time
	ContentHash       string
	Valid             bool
	Hash              string
}
type RecordReviewInput struct {
	DraftID     ID
	Stage       ReviewStage
	Decision    ReviewDecision
	Verdicts    []GateVerdict
	Reason      string
	ContentHash string
}

var Closed = code("CLOSED", "a %v", "b %v")
var ReasonRequired = code("REASON_REQUIRED", "a", "b")
