package consult

import (
	"slices"
	"strings"
	"time"
)

// Refusals of adoption.
var (
	AlreadyAdopted   = code("ALREADY_ADOPTED", "该草案已通过。", "This draft is adopted already.")
	DraftNotApproved = code("DRAFT_NOT_APPROVED", "草案尚未完成三审和五关。", "The draft has not passed the three-level review and its five gates.")
	NotReported      = code("NOT_REPORTED", "征集结果反馈尚未发布。", "The feedback report of the consultation is not published yet.")
	NotConsulted     = code("NOT_CONSULTED", "该事项尚未征求意见；不征求意见的，须公开说明理由。", "The public was not consulted on this record; say why in notConsultedReason.")
)

// AdoptDraftInput is the draft to adopt.
type AdoptDraftInput struct {
	DraftID            ID `validate:"id=T"`
	EffectiveOn        Date
	NotConsultedReason *string
}

// CheckAdopt holds an adoption against what can be said of it without looking anything up.
func CheckAdopt(in AdoptDraftInput) error {
	if err := Check(in); err != nil || in.NotConsultedReason == nil {
		return err
	}
	return CheckOptionalBody("notConsultedReason", *in.NotConsultedReason, 2000)
}

// Adoptable decides whether a draft may become the text in force, and says all that is missing: it has passed its review,
// every consultation held on its record since its last adoption and not withdrawn is reported (Decree 713 art. 29 and 32: what is decided upon
// shows what became of people's opinions), and where the public was not consulted at all there is a public reason.
func (d Draft) Adoptable(held []Consultation, notConsultedReason *string) error {
	var problems Problems
	switch d.State {
	case StateAdopted:
		return Refuse(AlreadyAdopted, "draftId")
	case StateApproved, StatePublished:
	default:
		problems.Add(DraftNotApproved, "draftId")
	}
	held = slices.DeleteFunc(slices.Clone(held), func(c Consultation) bool { return c.Status == StatusWithdrawn })
	for _, c := range held {
		problems.Join(c.concluded("draftId"))
	}
	if len(held) == 0 && !given(notConsultedReason) {
		problems.Add(NotConsulted, "notConsultedReason")
	}
	return problems.Err()
}

// concluded refuses a consultation whose report is not published, as STILL_OPEN or NOT_REPORTED.
func (c Consultation) concluded(field string) error {
	switch c.Status {
	case StatusUpcoming, StatusOpen:
		return Refuse(StillOpen, field, c.ClosesAt.UTC().Format(time.RFC3339))
	case StatusClosed:
		return Refuse(NotReported, field)
	}
	return nil
}

// Consulted tells whether the public was asked in one of the consultations, the withdrawn ones not counted.
func Consulted(held []Consultation) bool {
	return slices.ContainsFunc(held, func(c Consultation) bool { return c.Status == StatusReported })
}

// given tells whether a reason that may be missing is there.
func given(reason *string) bool { return reason != nil && strings.TrimSpace(*reason) != "" }
