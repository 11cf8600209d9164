package consult

import (
	"slices"
	"strings"
	"time"

	"minyi/domain/civic"
)

// Refusals of adoption.
var (
	AlreadyAdopted   = civic.NewCode("ALREADY_ADOPTED", "该草案已通过。", "This draft is adopted already.")
	DraftNotApproved = civic.NewCode("DRAFT_NOT_APPROVED", "草案尚未完成三审和五关。", "The draft has not passed the three-level review and its five gates.")
	NotReported      = civic.NewCode("NOT_REPORTED", "征集结果反馈尚未发布。", "The feedback report of the consultation is not published yet.")
	EffectiveInPast  = civic.NewCode("EFFECTIVE_IN_THE_PAST", "施行日期不得早于通过之日 %v。", "A text comes into force no earlier than the day of its adoption, %v.")
	EffectiveTooFar  = civic.NewCode("EFFECTIVE_TOO_FAR", "施行日期最迟为 %v。", "A text comes into force no later than %v.")
	NotConsulted     = civic.NewCode("NOT_CONSULTED", "该事项尚未征求意见；不征求意见的，须公开说明理由。", "The public was not consulted on this record; say why in notConsultedReason.")
)

// longestWait is how many days after its adoption a text comes into force at most, ten years: later days are slips of the pen.
const longestWait = 3653

// AdoptDraftInput is the draft to adopt.
type AdoptDraftInput struct {
	DraftID            civic.ID `validate:"id=T"`
	EffectiveOn        civic.Date
	NotConsultedReason *string
}

// CheckAdopt holds an adoption against what can be said of it without looking anything up.
func CheckAdopt(in AdoptDraftInput) error {
	if err := civic.Check(in); err != nil || in.NotConsultedReason == nil {
		return err
	}
	return civic.CheckOptionalBody("notConsultedReason", *in.NotConsultedReason, 2000)
}

// Adoptable decides whether a draft may become the text in force, and says all that is missing: it has passed its review,
// every consultation held on its record since its last adoption and not withdrawn is reported (Decree 713 art. 29 and 32: what is decided upon
// shows what became of people's opinions), where the public was not consulted at all there is a public reason, and it comes
// into force today at the earliest.
func (d Draft) Adoptable(in AdoptDraftInput, held []Consultation, today civic.Date) error {
	var problems civic.Problems
	switch d.State {
	case StateAdopted:
		return civic.Refuse(AlreadyAdopted, "draftId")
	case StateApproved, StatePublished:
	default:
		problems.Add(DraftNotApproved, "draftId")
	}
	held = slices.DeleteFunc(slices.Clone(held), func(c Consultation) bool { return c.Status == StatusWithdrawn })
	for _, c := range held {
		problems.Join(c.concluded("draftId"))
	}
	if len(held) == 0 && !Given(in.NotConsultedReason) {
		problems.Add(NotConsulted, "notConsultedReason")
	}
	problems.Join(in.checkEffect(today))
	return problems.Err()
}

// checkEffect refuses a text that would come into force before the day of its adoption, or more than ten years after it.
func (in AdoptDraftInput) checkEffect(today civic.Date) error {
	if in.EffectiveOn < today {
		return civic.Refuse(EffectiveInPast, "effectiveOn", today)
	}
	if latest := today.Add(longestWait); in.EffectiveOn > latest {
		return civic.Refuse(EffectiveTooFar, "effectiveOn", latest)
	}
	return nil
}

// concluded refuses a consultation whose report is not published, as STILL_OPEN or NOT_REPORTED.
func (c Consultation) concluded(field string) error {
	switch c.Status {
	case StatusUpcoming, StatusOpen:
		return civic.Refuse(StillOpen, field, c.ClosesAt.UTC().Format(time.RFC3339))
	case StatusClosed:
		return civic.Refuse(NotReported, field)
	}
	return nil
}

// Consulted tells whether the public was asked in one of the consultations, the withdrawn ones not counted.
func Consulted(held []Consultation) bool {
	return slices.ContainsFunc(held, func(c Consultation) bool { return c.Status == StatusReported })
}

// given tells whether a reason that may be missing is there.
func Given(reason *string) bool { return reason != nil && strings.TrimSpace(*reason) != "" }
