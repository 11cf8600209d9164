package disclose

import (
	"context"

	"minyi/domain/civic"
)

// Tracking is what the applicant and those who handle a request read of it: each step, and how each deadline was counted.
type Tracking struct {
	Status
	Text          string
	ApplicantKind ApplicantKind
	WantedForm    WantedForm
	Steps         []Step
	Remedies      []Remedy
}

// Step is an event of a request with its text.
type Step struct {
	Event
	Words Text
}

// Text returns what was written in the step.
func (s Step) Text() string { return s.Words.Text }

// LegalBasis returns the legal basis of a reply.
func (s Step) LegalBasis() *string { return s.Words.LegalBasis }

// WithheldParts returns the parts that a reply withholds.
func (s Step) WithheldParts() *string { return s.Words.WithheldParts }

// Outcome returns the outcome of a draft of a reply, or of the signed reply; nil for other steps.
func (s Step) Outcome() *Outcome {
	if s.Event.Outcome == "" {
		return nil
	}
	return &s.Event.Outcome
}

// Tracking returns the request for those who may read it, and nil for others. The applicant does not read drafts of the reply and their
// check.
func (r DisclosureRequest) Tracking(ctx context.Context) *Tracking {
	by := civic.ActorOf(ctx)
	if !r.ReadableBy(by) || r.Texts == nil {
		return nil
	}
	t := Tracking{Status: r.Status, Text: r.Texts[1].Text, ApplicantKind: r.ApplicantKind, WantedForm: r.WantedForm, Steps: []Step{}, Remedies: []Remedy{}}
	for i, e := range r.Events {
		if internal := e.Kind == ReplyDrafted || e.Kind == ReplyChecked; !internal || by.Can(ReadDisclosure, r.DepartmentCode) {
			t.Steps = append(t.Steps, Step{e, r.Texts[i+1]})
		}
	}
	if outcome := r.Outcome(); outcome != nil {
		t.Remedies = outcome.Remedies(r.Status.DecidedOn)
	}
	return &t
}
