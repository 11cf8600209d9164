package disclose

import (
	"minyi/domain/civic"
	"minyi/domain/policy"
)

// Refusals of what would happen to a request.
var (
	CorrectionTooLate  = civic.NewCode("CORRECTION_TOO_LATE", "补正告知期限已于{day}届满。", "The last day to ask for a correction was {day}.")
	AlreadyCorrected   = civic.NewCode("ALREADY_CORRECTED", "补正只能告知一次。", "A correction can be asked for only once.")
	DeadlinePassed     = civic.NewCode("DEADLINE_PASSED", "期限已于{day}届满。", "The last day for this was {day}.")
	AlreadyAsked       = civic.NewCode("ALREADY_ASKED", "已征求过该方意见。", "This party was asked already.")
	NotAsked           = civic.NewCode("NOT_ASKED", "未曾征求该方意见，或已有答复。", "This party was not asked, or has answered.")
	ExtensionTooLate   = civic.NewCode("EXTENSION_TOO_LATE", "答复期限已于{day}届满，不能再延长。", "The reply was due on {day}; it is too late to extend.")
	ExtensionTooLong   = civic.NewCode("EXTENSION_TOO_LONG", "延长合计最多 {max} 个工作日。", "Extensions are at most {max} working days in all.")
	FeeAlreadyAsked    = civic.NewCode("FEE_ALREADY_ASKED", "已发出收费通知。", "A fee was asked for already.")
	FeeNoticeTooLate   = civic.NewCode("FEE_NOTICE_TOO_LATE", "答复期限已于{day}届满，不能再收费。", "The reply was due on {day}; it is too late for a fee.")
	WrongRequestState  = civic.NewCode("WRONG_REQUEST_STATE", "该申请处于 {found} 状态，不能这样办理。", "The request is in the state {found}, which does not allow this.")
	OutOfOrder         = civic.NewCode("OUT_OF_ORDER", "日期不能早于上一事项的{day}。", "The day lies before {day}, the day of what happened last.")
	OutcomeImpossible  = civic.NewCode("OUTCOME_IMPOSSIBLE", "该申请不能以此结果办结。", "The request cannot end with this outcome.")
	ReplyNotChecked    = civic.NewCode("REPLY_NOT_CHECKED", "答复须先起草，再经合法性审查。", "The reply must be drafted first, then checked by a lawyer.")
	LegalBasisRequired = civic.NewCode("LEGAL_BASIS_REQUIRED", "未全部公开的，须写明法律依据。", "A reply that does not give all must name its legal basis.")
	PartsRequired      = civic.NewCode("PARTS_REQUIRED", "部分公开的，须写明不公开的部分。", "A reply that gives a part must say which parts are withheld.")
)

// Refusal decides whether an event may be added to the events of a request. The error is of one problem; its field is empty.
func (c Clock) Refusal(events Events, next Event) error {
	if len(events) == 0 {
		if submits, _ := next.Kind.submitted(); !submits {
			return civic.Refuse(WrongRequestState, "", civic.Found(""))
		}
		return nil
	}
	if last := events[len(events)-1].On; next.On < last {
		return civic.Refuse(OutOfOrder, "", day(last))
	}
	s := c.on(events, next.On)
	if err := s.refuseOnce(next); err != nil {
		return err
	}
	if !s.allows(next.Kind) {
		return civic.Refuse(WrongRequestState, "", civic.Found(s.State))
	}
	return s.refuseDay(c.Rules, next)
}

// day is a day as the fact of a problem.
func day(d civic.Date) civic.Fact { return civic.Day(civic.OnDay(d, zone)) }

// zone is the time zone of the agencies.
var zone = civic.TimeZone("Asia/Shanghai")

// refuseOnce refuses what can happen only once, and what the applicant did too late.
func (s Status) refuseOnce(next Event) error {
	asked := s.opinionOf(next.Party)
	switch {
	case next.Kind == CorrectionNotice && s.CorrectionSent:
		return civic.Refuse(AlreadyCorrected, "")
	case next.Kind == FeeNoticeReceived && s.PayBy != nil:
		return civic.Refuse(FeeAlreadyAsked, "")
	case next.Kind == Corrected && s.Outcome == CorrectionOverdue:
		return civic.Refuse(DeadlinePassed, "", day(s.CorrectBy))
	case next.Kind == FeePaid && s.Outcome == FeeOverdue:
		return civic.Refuse(DeadlinePassed, "", day(s.PayBy.DueOn))
	case (next.Kind == ThirdPartyAsked || next.Kind == AgencyAsked) && asked != nil:
		return civic.Refuse(AlreadyAsked, "")
	case next.Kind == OpinionReceived && (asked == nil || asked.GivenOn != ""):
		return civic.Refuse(NotAsked, "")
	}
	return nil
}

// opinionOf finds the opinion that a party was asked for.
func (s Status) opinionOf(party string) *Opinion {
	for i := range s.Opinions {
		if s.Opinions[i].Party == party {
			return &s.Opinions[i]
		}
	}
	return nil
}

// allows reports whether something of this kind can happen in the state.
func (s Status) allows(kind EventKind) bool {
	switch kind {
	case Confirmed:
		return s.State == StateSubmitted
	case Corrected:
		return s.State == StateAwaitingCorrection
	case FeePaid:
		return s.State == StateAwaitingPayment
	case RequestWithdrawn:
		return s.State != StateDecided && !s.State.closed()
	case OpinionReceived, CorrectionNotice, ThirdPartyAsked, AgencyAsked, Extended, FeeNoticeReceived, ReplyDrafted, ReplyChecked, Decided:
		return s.State.running()
	}
	return kind.replied() && s.State == StateDecided
}

// refuseDay refuses what comes too late, and what does not fit the law. The state allows it.
func (s Status) refuseDay(rules Rules, next Event) error {
	switch {
	case next.Kind == CorrectionNotice && next.On > s.CorrectionDue.DueOn:
		return civic.Refuse(CorrectionTooLate, "", day(s.CorrectionDue.DueOn))
	case next.Kind == CorrectionNotice && next.AnswerBy <= next.On, next.Kind == Extended && next.Days < 1:
		return civic.Refuse(civic.Invalid, "")
	case next.Kind == Extended && next.On > s.Due.DueOn:
		return civic.Refuse(ExtensionTooLate, "", day(s.Due.DueOn))
	case next.Kind == Extended && s.ExtendedBy+next.Days > rules.MaxExtension:
		return civic.Refuse(ExtensionTooLong, "", civic.Max(rules.MaxExtension))
	case next.Kind == FeeNoticeReceived && next.On > s.Due.DueOn:
		return civic.Refuse(FeeNoticeTooLate, "", day(s.Due.DueOn))
	case next.Kind == ReplyDrafted && !s.canEndAs(next.Outcome):
		return civic.Refuse(OutcomeImpossible, "")
	}
	return s.refusePerson(next)
}

// refusePerson lets three different people draft, check and sign a reply, in this order.
func (s Status) refusePerson(next Event) error {
	switch {
	case next.Kind != ReplyChecked && next.Kind != Decided:
		return nil
	case s.Drafted == nil, next.Kind == Decided && s.Checked == nil:
		return civic.Refuse(ReplyNotChecked, "")
	case next.By == s.Drafted.By, next.Kind == Decided && next.By == s.Checked.By:
		return civic.Refuse(policy.SamePerson, "")
	}
	return nil
}

// canEndAs reports whether the agency can decide so. Overdue corrections and fees follow from their days, and a request can only stay
// unclear after a correction.
func (s Status) canEndAs(o Outcome) bool {
	switch o {
	case CorrectionOverdue, FeeOverdue:
		return false
	case StillUnclear:
		return s.CorrectionSent
	}
	return outcomeGroups[o] != noOutcome
}
