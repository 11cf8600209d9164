package consult

import (
	"slices"
	"strings"
	"time"

	"minyi/domain/civic"
	"minyi/domain/policy"
)

// AdoptDraft is a right; the enum Action in the schema describes it.
var AdoptDraft = civic.NewAction("ADOPT_DRAFT", civic.Publisher)

// Refusals of adoption.
var (
	AlreadyAdopted   = civic.NewCode("ALREADY_ADOPTED", "该草案已通过。", "This draft is adopted already.")
	DraftNotApproved = civic.NewCode("DRAFT_NOT_APPROVED", "草案尚未完成三审和五关。", "The draft has not passed the three-level review and its five gates.")
	NotReported      = civic.NewCode("NOT_REPORTED", "征集结果反馈尚未发布。", "The feedback report of the consultation is not published yet.")
	EffectiveInPast  = civic.NewCode("EFFECTIVE_IN_THE_PAST", "施行日期不得早于通过之日{day}。", "A text comes into force no earlier than the day of its adoption, {day}.")
	EffectiveTooFar  = civic.NewCode("EFFECTIVE_TOO_FAR", "施行日期最迟为{day}。", "A text comes into force no later than {day}.")
	NotConsulted     = civic.NewCode("NOT_CONSULTED", "该事项尚未征求意见；不征求意见的，须公开说明理由。", "The public was not consulted on this record; say why in notConsultedReason.")
)

// maxDaysToEffect is the maximum number of days between adoption and coming into force: ten years. A later day is a typing error.
const maxDaysToEffect = 3653

// AdoptDraftInput names the draft to adopt.
type AdoptDraftInput struct {
	DraftID            civic.ID `validate:"id=T"`
	EffectiveOn        civic.Date
	NotConsultedReason *string
}

// CheckAdopt checks an adoption by the rules that need no other data.
func CheckAdopt(in AdoptDraftInput) error {
	if err := civic.Check(in); err != nil || in.NotConsultedReason == nil {
		return err
	}
	return civic.CheckOptionalBody("notConsultedReason", *in.NotConsultedReason, 2000)
}

// Adoptable decides whether a draft may become the text in force. It refuses everything that is missing:
//
//   - The draft has passed its review.
//   - Every consultation on its record since the last adoption is reported, except the withdrawn ones. Decree 713 art. 29 and
//     32 require that a decision shows what became of people's opinions.
//   - If there was no consultation, there is a public reason.
//   - The draft comes into force today or later.
//
// The consultations in held are those on the record since the last adoption.
func Adoptable(d policy.Draft, in AdoptDraftInput, held []Consultation, today civic.Date, zone *time.Location) error {
	var problems civic.Problems
	switch d.State {
	case policy.StateAdopted:
		return civic.Refuse(AlreadyAdopted, "draftId")
	case policy.StateApproved, policy.StatePublished:
	default:
		problems.Add(DraftNotApproved, "draftId")
	}
	held = slices.DeleteFunc(slices.Clone(held), func(c Consultation) bool { return c.Status == StatusWithdrawn })
	for _, c := range held {
		problems.Join(c.requireReport("draftId"))
	}
	if len(held) == 0 && !Given(in.NotConsultedReason) {
		problems.Add(NotConsulted, "notConsultedReason")
	}
	problems.Join(in.checkEffectiveDay(today, zone))
	return problems.Err()
}

// checkEffectiveDay refuses a day before the day of the adoption, or more than ten years after it.
func (in AdoptDraftInput) checkEffectiveDay(today civic.Date, zone *time.Location) error {
	if in.EffectiveOn < today {
		return civic.Refuse(EffectiveInPast, "effectiveOn", civic.Day(civic.OnDay(today, zone)))
	}
	if latest := today.Add(maxDaysToEffect); in.EffectiveOn > latest {
		return civic.Refuse(EffectiveTooFar, "effectiveOn", civic.Day(civic.OnDay(latest, zone)))
	}
	return nil
}

// requireReport refuses a consultation without a published report, as STILL_OPEN or NOT_REPORTED.
func (c Consultation) requireReport(field string) error {
	switch c.Status {
	case StatusUpcoming, StatusOpen:
		return civic.Refuse(StillOpen, field, civic.At(c.closes()))
	case StatusClosed:
		return civic.Refuse(NotReported, field)
	}
	return nil
}

// Consulted reports whether at least one of the consultations is reported.
func Consulted(held []Consultation) bool {
	return slices.ContainsFunc(held, func(c Consultation) bool { return c.Status == StatusReported })
}

// Given reports whether a reason exists and is not blank.
func Given(reason *string) bool { return reason != nil && strings.TrimSpace(*reason) != "" }
