package disclose

import (
	"slices"
	"testing"

	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/domain/policy"
)

// TestRefusals tells what cannot be added to the events of a request.
func TestRefusals(t *testing.T) {
	t.Parallel()
	received := Events{{Kind: SubmittedInPerson, On: "2025-03-03"}}
	noticed := append(slices.Clone(received), Event{Kind: CorrectionNotice, On: "2025-03-12", AnswerBy: "2025-03-26"})
	asked := append(slices.Clone(received), Event{Kind: ThirdPartyAsked, On: "2025-03-05", Party: "A"})
	priced := append(slices.Clone(received), Event{Kind: FeeNoticeReceived, On: "2025-03-05", AmountYuan: 100})
	extended := append(slices.Clone(received), Event{Kind: Extended, On: "2025-03-10", Days: 15})
	drafted := append(slices.Clone(received), signed("2025-03-10", NotHeld)[:1]...)
	checked := append(slices.Clone(received), signed("2025-03-10", NotHeld)[:2]...)
	redrafted := append(slices.Clone(checked), Event{Kind: ReplyDrafted, On: "2025-03-10", Outcome: Granted, By: uuid.UUID{1}})
	decided := append(slices.Clone(received), signed("2025-03-10", Granted)...)
	replied := append(slices.Clone(decided), Event{Kind: ReplyPosted, On: "2025-03-11"})
	withdrawn := append(slices.Clone(received), Event{Kind: RequestWithdrawn, On: "2025-03-05"})
	for name, c := range map[string]struct {
		before Events
		next   Event
		want   civic.Code
	}{
		"it begins with a submission":           {nil, Event{Kind: Confirmed, On: "2025-03-03"}, WrongRequestState},
		"nothing before the receipt":            {Events{{Kind: SubmittedOnline, On: "2025-03-03"}}, Event{Kind: Extended, On: "2025-03-04", Days: 5}, WrongRequestState},
		"a second submission":                   {received, Event{Kind: SubmittedByFax, On: "2025-03-04"}, WrongRequestState},
		"a receipt twice":                       {received, Event{Kind: Confirmed, On: "2025-03-04"}, WrongRequestState},
		"an earlier day":                        {received, Event{Kind: Extended, On: "2025-03-02", Days: 5}, OutOfOrder},
		"a notice on the seventh day":           {received, Event{Kind: CorrectionNotice, On: "2025-03-12", AnswerBy: "2025-03-26"}, ""},
		"a notice on the eighth day":            {received, Event{Kind: CorrectionNotice, On: "2025-03-13", AnswerBy: "2025-03-26"}, CorrectionTooLate},
		"a notice without time to answer":       {received, Event{Kind: CorrectionNotice, On: "2025-03-12", AnswerBy: "2025-03-12"}, civic.Invalid},
		"a second notice":                       {noticed, Event{Kind: CorrectionNotice, On: "2025-03-13", AnswerBy: "2025-03-26"}, AlreadyCorrected},
		"a correction on the last day":          {noticed, Event{Kind: Corrected, On: "2025-03-26"}, ""},
		"a correction after the last day":       {noticed, Event{Kind: Corrected, On: "2025-03-27"}, DeadlinePassed},
		"a correction that nobody asked for":    {received, Event{Kind: Corrected, On: "2025-03-05"}, WrongRequestState},
		"a draft while the applicant acts":      {noticed, Event{Kind: ReplyDrafted, On: "2025-03-14", Outcome: Granted}, WrongRequestState},
		"a withdrawal while the applicant acts": {noticed, Event{Kind: RequestWithdrawn, On: "2025-03-14"}, ""},
		"the same party again":                  {asked, Event{Kind: AgencyAsked, On: "2025-03-06", Party: "A"}, AlreadyAsked},
		"another party":                         {asked, Event{Kind: AgencyAsked, On: "2025-03-06", Party: "B"}, ""},
		"an opinion of nobody":                  {asked, Event{Kind: OpinionReceived, On: "2025-03-06", Party: "B"}, NotAsked},
		"an opinion twice":                      {append(slices.Clone(asked), Event{Kind: OpinionReceived, On: "2025-03-06", Party: "A"}), Event{Kind: OpinionReceived, On: "2025-03-07", Party: "A"}, NotAsked},
		"an opinion long after its time":        {asked, Event{Kind: OpinionReceived, On: "2025-04-06", Party: "A"}, ""},
		"an extension on the due day":           {received, Event{Kind: Extended, On: "2025-03-31", Days: 20}, ""},
		"an extension after the due day":        {received, Event{Kind: Extended, On: "2025-04-01", Days: 20}, ExtensionTooLate},
		"an extension of 21 days":               {received, Event{Kind: Extended, On: "2025-03-10", Days: 21}, ExtensionTooLong},
		"an extension of nothing":               {received, Event{Kind: Extended, On: "2025-03-10"}, civic.Invalid},
		"a second extension within 20 days":     {extended, Event{Kind: Extended, On: "2025-04-21", Days: 5}, ""},
		"a second extension beyond 20 days":     {extended, Event{Kind: Extended, On: "2025-03-11", Days: 6}, ExtensionTooLong},
		"a second fee":                          {priced, Event{Kind: FeeNoticeReceived, On: "2025-03-06"}, FeeAlreadyAsked},
		"a fee after the due day":               {received, Event{Kind: FeeNoticeReceived, On: "2025-04-01"}, FeeNoticeTooLate},
		"a payment on the last day":             {priced, Event{Kind: FeePaid, On: "2025-04-02"}, ""},
		"a payment after the last day":          {priced, Event{Kind: FeePaid, On: "2025-04-03"}, DeadlinePassed},
		"an outcome that is none":               {received, Event{Kind: ReplyDrafted, On: "2025-03-10", Outcome: "PERHAPS"}, OutcomeImpossible},
		"an outcome that a day makes":           {received, Event{Kind: ReplyDrafted, On: "2025-03-10", Outcome: FeeOverdue}, OutcomeImpossible},
		"unclear without a correction":          {received, Event{Kind: ReplyDrafted, On: "2025-03-10", Outcome: StillUnclear}, OutcomeImpossible},
		"unclear after a correction":            {append(slices.Clone(noticed), Event{Kind: Corrected, On: "2025-03-20"}), Event{Kind: ReplyDrafted, On: "2025-03-21", Outcome: StillUnclear}, ""},
		"a check of nothing":                    {received, Event{Kind: ReplyChecked, On: "2025-03-10", By: uuid.UUID{2}}, ReplyNotChecked},
		"a check by the author":                 {drafted, Event{Kind: ReplyChecked, On: "2025-03-10", By: uuid.UUID{1}}, policy.SamePerson},
		"a signature without a check":           {drafted, Event{Kind: Decided, On: "2025-03-10", By: uuid.UUID{3}}, ReplyNotChecked},
		"a signature on an unchecked new draft": {redrafted, Event{Kind: Decided, On: "2025-03-10", By: uuid.UUID{3}}, ReplyNotChecked},
		"a signature by the author":             {checked, Event{Kind: Decided, On: "2025-03-10", By: uuid.UUID{1}}, policy.SamePerson},
		"a signature by the lawyer":             {checked, Event{Kind: Decided, On: "2025-03-10", By: uuid.UUID{2}}, policy.SamePerson},
		"a signature after the due day":         {checked, Event{Kind: Decided, On: "2025-06-10", By: uuid.UUID{3}}, ""},
		"a second decision":                     {decided, Event{Kind: Decided, On: "2025-03-11", Outcome: NotHeld}, WrongRequestState},
		"a withdrawal after the decision":       {decided, Event{Kind: RequestWithdrawn, On: "2025-03-11"}, WrongRequestState},
		"a reply without a decision":            {received, Event{Kind: ReplySent, On: "2025-03-11"}, WrongRequestState},
		"a reply by hand":                       {decided, Event{Kind: ReplyHandedOver, On: "2025-03-11"}, ""},
		"a second reply":                        {replied, Event{Kind: ReplySent, On: "2025-03-12"}, WrongRequestState},
		"an extension after the reply":          {replied, Event{Kind: Extended, On: "2025-03-12", Days: 5}, WrongRequestState},
		"a correction after the withdrawal":     {withdrawn, Event{Kind: CorrectionNotice, On: "2025-03-06", AnswerBy: "2025-03-20"}, WrongRequestState},
	} {
		var got civic.Code
		if err := china.Refusal(c.before, c.next); err != nil {
			got = civic.CodesOf(err)[0]
		}
		if got != c.want {
			t.Errorf("%s: refused as %q, want %q", name, got, c.want)
		}
	}
}

// TestStates reads the state and the outcome on different days.
func TestStates(t *testing.T) {
	t.Parallel()
	events := Events{{Kind: SubmittedByFax, On: "2025-03-03"}, {Kind: Confirmed, On: "2025-03-04"}, {Kind: FeeNoticeReceived, On: "2025-03-05", AmountYuan: 100}}
	for _, c := range []struct {
		events  Events
		day     civic.Date
		state   State
		outcome Outcome
		decided civic.Date
	}{
		{events, "2025-03-03", StateSubmitted, "", ""},
		{events, "2025-03-04", StateReceived, "", ""},
		{events, "2025-04-02", StateAwaitingPayment, "", ""},
		{events, "2025-04-03", StateAbandoned, FeeOverdue, "2025-04-03"},
		{events, "2026-04-03", StateAbandoned, FeeOverdue, "2025-04-03"},
		{append(slices.Clone(events), Event{Kind: RequestWithdrawn, On: "2025-03-06"}), "2025-03-07", StateWithdrawn, OtherHandling, "2025-03-06"},
		{append(slices.Clone(events[:2]), Event{Kind: Decided, On: "2025-03-06", Outcome: NotHeld}), "2025-03-07", StateDecided, NotHeld, "2025-03-06"},
		{Events{{Kind: SubmittedOnline, On: "2025-03-03"}, {Kind: RequestWithdrawn, On: "2025-03-03"}}, "2025-03-03", StateWithdrawn, OtherHandling, "2025-03-03"},
	} {
		s := china.At(c.events, c.day)
		if s.State != c.state || s.Outcome != c.outcome || s.DecidedOn != c.decided {
			t.Errorf("on %s: %s, %s on %s, want %s, %s on %s", c.day, s.State, s.Outcome, s.DecidedOn, c.state, c.outcome, c.decided)
		}
		if open := c.state == StateReceived || c.state == StateDecided; open != (s.Due != nil) {
			t.Errorf("on %s in the state %s, the reply is due: %v", c.day, s.State, s.Due)
		}
	}
}

func TestFees(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]int{1: 0, 10: 0, 11: 100, 30: 100, 31: 200, 40: 200, 41: 300} {
		if got := FeeByItems(n); got != want {
			t.Errorf("request %d of the month costs %d yuan, want %d", n, got, want)
		}
	}
	for pages, want := range map[int]int{0: 0, 30: 0, 31: 10, 100: 700, 101: 720, 200: 2700, 201: 2740} {
		if got := FeeByPages(pages); got != want {
			t.Errorf("%d pages cost %d yuan, want %d", pages, got, want)
		}
	}
}

func TestRemedies(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		outcome Outcome
		on      civic.Date
		count   int
		ordered bool
	}{
		{Granted, "2025-03-03", 0, false}, {OtherHandling, "2025-03-03", 0, false},
		{RefusedInternalAffairs, "2023-12-31", 2, false}, {RefusedInternalAffairs, "2024-01-01", 2, true}, {PartlyGranted, "2025-03-03", 2, true},
		{NotHeld, "2025-03-03", 2, false}, {Repeated, "2025-03-03", 2, false},
	} {
		remedies := c.outcome.Remedies(c.on)
		if len(remedies) != c.count || c.count > 0 && (remedies[0].Kind != Reconsideration || remedies[0].Ordered != c.ordered) {
			t.Errorf("%s on %s: %+v", c.outcome, c.on, remedies)
		}
	}
}

// TestReplyNamesItsBasis checks drafts of replies.
func TestReplyNamesItsBasis(t *testing.T) {
	t.Parallel()
	basis, parts := "条例第十六条", "第三方的姓名"
	draft := DraftDisclosureReplyInput{DisclosureRequestID: civic.IDOf("Q", civic.NewKey()), Text: "予以公开。"}
	for _, c := range []struct {
		outcome      Outcome
		basis, parts *string
		want         []civic.Code
	}{
		{Granted, nil, nil, nil},
		{RefusedInternalAffairs, nil, nil, []civic.Code{LegalBasisRequired}},
		{RefusedInternalAffairs, &basis, nil, nil},
		{PartlyGranted, nil, nil, []civic.Code{LegalBasisRequired, PartsRequired}},
		{PartlyGranted, &basis, &parts, nil},
		{PetitionOrComplaint, &basis, new(""), []civic.Code{"EMPTY"}},
	} {
		draft.Outcome, draft.LegalBasis, draft.WithheldParts = c.outcome, c.basis, c.parts
		if got := civic.CodesOf(draft.Check()); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.outcome, got, c.want)
		}
	}
}
