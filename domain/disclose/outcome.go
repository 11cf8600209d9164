package disclose

import "minyi/domain/civic"

// Outcome is how a request ended, by the rows of table 3 of the annual report (form of 2021). Each request has one.
type Outcome string

// The outcomes.
const (
	Granted                    Outcome = "GRANTED"
	PartlyGranted              Outcome = "PARTLY_GRANTED"
	RefusedStateSecret         Outcome = "REFUSED_STATE_SECRET"
	RefusedForbiddenByLaw      Outcome = "REFUSED_FORBIDDEN_BY_LAW"
	RefusedSecurityOrStability Outcome = "REFUSED_SECURITY_OR_STABILITY"
	RefusedThirdPartyRights    Outcome = "REFUSED_THIRD_PARTY_RIGHTS"
	RefusedInternalAffairs     Outcome = "REFUSED_INTERNAL_AFFAIRS"
	RefusedProcessInformation  Outcome = "REFUSED_PROCESS_INFORMATION"
	RefusedEnforcementFile     Outcome = "REFUSED_ENFORCEMENT_FILE"
	RefusedAdministrativeQuery Outcome = "REFUSED_ADMINISTRATIVE_QUERY"
	NotHeld                    Outcome = "NOT_HELD"
	WouldHaveToBeMade          Outcome = "WOULD_HAVE_TO_BE_MADE"
	StillUnclear               Outcome = "STILL_UNCLEAR"
	PetitionOrComplaint        Outcome = "PETITION_OR_COMPLAINT"
	Repeated                   Outcome = "REPEATED"
	PublicationAsked           Outcome = "PUBLICATION"
	ExcessiveWithoutReason     Outcome = "EXCESSIVE_WITHOUT_REASON"
	ConfirmOrReissue           Outcome = "CONFIRM_OR_REISSUE"
	CorrectionOverdue          Outcome = "CORRECTION_OVERDUE"
	FeeOverdue                 Outcome = "FEE_OVERDUE"
	OtherHandling              Outcome = "OTHER_HANDLING" // withdrawn requests too
)

// outcomeGroup is a part of table 3.
type outcomeGroup int

const (
	noOutcome outcomeGroup = iota
	toldAll
	toldPart
	refusedAll
	cannotProvide
	notHandled
	otherwise
)

// outcomeGroups says in which part of table 3 an outcome stands.
var outcomeGroups = map[Outcome]outcomeGroup{
	Granted: toldAll, PartlyGranted: toldPart,
	RefusedStateSecret: refusedAll, RefusedForbiddenByLaw: refusedAll, RefusedSecurityOrStability: refusedAll, RefusedThirdPartyRights: refusedAll,
	RefusedInternalAffairs: refusedAll, RefusedProcessInformation: refusedAll, RefusedEnforcementFile: refusedAll, RefusedAdministrativeQuery: refusedAll,
	NotHeld: cannotProvide, WouldHaveToBeMade: cannotProvide, StillUnclear: cannotProvide,
	PetitionOrComplaint: notHandled, Repeated: notHandled, PublicationAsked: notHandled, ExcessiveWithoutReason: notHandled, ConfirmOrReissue: notHandled,
	CorrectionOverdue: otherwise, FeeOverdue: otherwise, OtherHandling: otherwise,
}

// RemedyKind is a way to challenge a reply.
type RemedyKind string

// The remedies.
const (
	Reconsideration RemedyKind = "RECONSIDERATION"
	Litigation      RemedyKind = "LITIGATION"
)

// Remedy says how an applicant can challenge a reply.
type Remedy struct {
	Kind    RemedyKind
	Days    *int // within so many days of the reply; nil if the limit is in months
	Months  *int
	Ordered bool // whether this remedy must come before the other one
}

// reconsiderationFirst is the day from which a refusal must be reconsidered before a court hears it (reconsideration law, art. 23).
const reconsiderationFirst civic.Date = "2024-01-01"

// Remedies returns what a reply with this outcome must tell, by the law of its day. What was not given must be reconsidered first; what
// cannot be provided or is not handled may go to a court at once (interpretation 8 of 2025, art. 1). Who was given all is told nothing.
func (o Outcome) Remedies(on civic.Date) []Remedy {
	group := outcomeGroups[o]
	if group == noOutcome || group == toldAll || group == otherwise {
		return []Remedy{}
	}
	first := on >= reconsiderationFirst && (group == refusedAll || group == toldPart)
	return []Remedy{{Kind: Reconsideration, Days: new(60), Ordered: first}, {Kind: Litigation, Months: new(6)}}
}
