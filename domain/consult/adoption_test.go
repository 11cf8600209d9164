package consult

import (
	"testing"
	"time"

	"minyi/domain/civic"
	"minyi/domain/policy"
)

func TestAdoptable(t *testing.T) {
	reason, blank := new("应对突发事件"), new(" ")
	held := func(statuses ...ConsultationStatus) (all []Consultation) {
		for _, s := range statuses {
			all = append(all, Consultation{Status: s})
		}
		return all
	}
	for name, c := range map[string]struct {
		state  policy.DraftState
		held   []Consultation
		reason *string
		want   []civic.Code
	}{
		"consulted and reported":              {policy.StatePublished, held(StatusReported), nil, nil},
		"a later version of what was asked":   {policy.StateApproved, held(StatusReported), nil, nil},
		"withdrawn once and then reported":    {policy.StateApproved, held(StatusReported, StatusWithdrawn), nil, nil},
		"never consulted, with the reason":    {policy.StateApproved, nil, reason, nil},
		"never consulted":                     {policy.StateApproved, nil, nil, []civic.Code{NotConsulted}},
		"never consulted, with a blank":       {policy.StateApproved, nil, blank, []civic.Code{NotConsulted}},
		"only withdrawn":                      {policy.StatePublished, held(StatusWithdrawn, StatusWithdrawn), nil, []civic.Code{NotConsulted}},
		"only withdrawn, with the reason":     {policy.StatePublished, held(StatusWithdrawn), reason, nil},
		"under consultation":                  {policy.StatePublished, held(StatusOpen), nil, []civic.Code{StillOpen}},
		"under consultation, with the reason": {policy.StatePublished, held(StatusOpen), reason, []civic.Code{StillOpen}},
		"about to be consulted on":            {policy.StatePublished, held(StatusUpcoming, StatusReported), nil, []civic.Code{StillOpen}},
		"closed":                              {policy.StatePublished, held(StatusClosed, StatusReported), nil, []civic.Code{NotReported}},
		"adopted":                             {policy.StateAdopted, held(StatusReported), nil, []civic.Code{AlreadyAdopted}},
		"being written":                       {policy.StateDraft, held(StatusReported), nil, []civic.Code{DraftNotApproved}},
		"in review":                           {policy.StateReviewed, held(StatusReported), nil, []civic.Code{DraftNotApproved}},
		"everything missing":                  {policy.StateSubmitted, nil, nil, []civic.Code{DraftNotApproved, NotConsulted}},
		"everything open":                     {policy.StateEdited, held(StatusOpen, StatusClosed), nil, []civic.Code{DraftNotApproved, StillOpen, NotReported}},
	} {
		in := AdoptDraftInput{EffectiveOn: "2026-03-01", NotConsultedReason: c.reason}
		if got := codesIn(Adoptable(policy.Draft{State: c.state}, in, c.held, "2026-03-01", time.UTC)); got != joined(c.want) {
			t.Errorf("%s: got %q, want %q", name, got, joined(c.want))
		}
	}
}

func TestTextsComeIntoForceFromTheDayOfAdoptionOn(t *testing.T) {
	for day, want := range map[civic.Date][]civic.Code{
		"2026-02-28": {EffectiveInPast},
		"2026-03-01": nil,
		"2036-03-01": nil,
		"2036-03-02": {EffectiveTooFar},
		"9999-01-01": {EffectiveTooFar},
	} {
		draft, held := policy.Draft{State: policy.StateApproved}, []Consultation{{Status: StatusReported}}
		if got := codesIn(Adoptable(draft, AdoptDraftInput{EffectiveOn: day}, held, "2026-03-01", time.UTC)); got != joined(want) {
			t.Errorf("%s: got %q, want %q", day, got, joined(want))
		}
	}
}
