package consult

import "testing"

func TestAdoptable(t *testing.T) {
	reason, blank := new("应对突发事件"), new(" ")
	held := func(statuses ...ConsultationStatus) (all []Consultation) {
		for _, s := range statuses {
			all = append(all, Consultation{Status: s})
		}
		return all
	}
	for name, c := range map[string]struct {
		state  DraftState
		held   []Consultation
		reason *string
		want   []Code
	}{
		"consulted and reported":              {StatePublished, held(StatusReported), nil, nil},
		"a later version of what was asked":   {StateApproved, held(StatusReported), nil, nil},
		"withdrawn once and then reported":    {StateApproved, held(StatusReported, StatusWithdrawn), nil, nil},
		"never consulted, with the reason":    {StateApproved, nil, reason, nil},
		"never consulted":                     {StateApproved, nil, nil, []Code{NotConsulted}},
		"never consulted, with a blank":       {StateApproved, nil, blank, []Code{NotConsulted}},
		"only withdrawn":                      {StatePublished, held(StatusWithdrawn, StatusWithdrawn), nil, []Code{NotConsulted}},
		"only withdrawn, with the reason":     {StatePublished, held(StatusWithdrawn), reason, nil},
		"under consultation":                  {StatePublished, held(StatusOpen), nil, []Code{StillOpen}},
		"under consultation, with the reason": {StatePublished, held(StatusOpen), reason, []Code{StillOpen}},
		"about to be consulted on":            {StatePublished, held(StatusUpcoming, StatusReported), nil, []Code{StillOpen}},
		"closed":                              {StatePublished, held(StatusClosed, StatusReported), nil, []Code{NotReported}},
		"adopted":                             {StateAdopted, held(StatusReported), nil, []Code{AlreadyAdopted}},
		"being written":                       {StateDraft, held(StatusReported), nil, []Code{DraftNotApproved}},
		"in review":                           {StateReviewed, held(StatusReported), nil, []Code{DraftNotApproved}},
		"everything missing":                  {StateSubmitted, nil, nil, []Code{DraftNotApproved, NotConsulted}},
		"everything open":                     {StateEdited, held(StatusOpen, StatusClosed), nil, []Code{DraftNotApproved, StillOpen, NotReported}},
	} {
		in := AdoptDraftInput{EffectiveOn: "2026-03-01", NotConsultedReason: c.reason}
		if got := codesIn(Draft{State: c.state}.Adoptable(in, c.held, "2026-03-01")); got != joined(c.want) {
			t.Errorf("%s: got %q, want %q", name, got, joined(c.want))
		}
	}
}

func TestTextsComeIntoForceFromTheDayOfAdoptionOn(t *testing.T) {
	for day, want := range map[Date][]Code{
		"2026-02-28": {EffectiveInPast},
		"2026-03-01": nil,
		"2036-03-01": nil,
		"2036-03-02": {EffectiveTooFar},
		"9999-01-01": {EffectiveTooFar},
	} {
		draft, held := Draft{State: StateApproved}, []Consultation{{Status: StatusReported}}
		if got := codesIn(draft.Adoptable(AdoptDraftInput{EffectiveOn: day}, held, "2026-03-01")); got != joined(want) {
			t.Errorf("%s: got %q, want %q", day, got, joined(want))
		}
	}
}
