package consult

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"
)

// accepted begins every content that a receipt is given for.
type accepted struct {
	Act          Act        `json:"act"`
	Consultation string     `json:"consultation"`
	ID           string     `json:"id"`
	Revision     int        `json:"revision"`
	SubmittedAt  *time.Time `json:"submittedAt,omitempty"` // of later revisions; that of the first is the receipt's own
}

// acceptedComment is a comment as its receipt commits to it. Its author is not in it.
type acceptedComment struct {
	accepted
	Clause *string `json:"clause,omitempty"`
	Stance Stance  `json:"stance"`
	Body   string  `json:"body"`
}

// acceptedResponse is a survey response as its receipt commits to it, but for the answers, which come last.
type acceptedResponse struct {
	accepted
	Survey  string `json:"survey"`
	Version int    `json:"version"`
}

// Act is what its author did last.
func (c Comment) Act() Act {
	switch {
	case c.WithdrawnAt != nil:
		return ActWithdraw
	case c.Revision > 1:
		return ActChange
	}
	return ActSubmit
}

// ChangedAt is when its author did that.
func (c Comment) ChangedAt() time.Time {
	for _, at := range []*time.Time{c.WithdrawnAt, c.EditedAt} {
		if at != nil {
			return *at
		}
	}
	return c.CreatedAt
}

// Accepted is the comment as a receipt commits to it, after an act: canonical JSON, written as a report's content is.
func (c Comment) Accepted(act Act) string {
	content := acceptedComment{accepted: acceptedAs(act, c.ID(), c.Revision, c.CreatedAt), Stance: c.Stance, Body: c.Body}
	if c.ClauseKey != nil {
		content.Clause = ptr(IDOf(ClauseIDKind, *c.ClauseKey).String())
	}
	return written(content)
}

// Act is what its author did last.
func (r SurveyResponse) Act() Act {
	if r.Revision > 1 {
		return ActChange
	}
	return ActSubmit
}

// ChangedAt is when its author did that.
func (r SurveyResponse) ChangedAt() time.Time {
	if r.RevisedAt != nil {
		return *r.RevisedAt
	}
	return r.CreatedAt
}

// Accepted is the response as a receipt commits to it, after an act.
func (r SurveyResponse) Accepted(act Act) string { return r.AcceptedWith(r.Given.Text(), act) }

// AcceptedWith is the same where the answers were written already.
func (r SurveyResponse) AcceptedWith(answers string, act Act) string {
	begun := written(acceptedResponse{accepted: acceptedAs(act, r.ID(), r.Revision, r.CreatedAt), Survey: IDOf(SurveyKind, r.SurveyKey).String(), Version: r.Version})
	return strings.TrimSuffix(begun, "}") + `,"answers":` + answers + "}"
}

// acceptedAs begins a content.
func acceptedAs(act Act, id ID, revision int, created time.Time) accepted {
	a := accepted{Act: act, Consultation: IDOf(ConsultationKind, id.Consultation).String(), ID: id.String(), Revision: revision}
	if revision > 1 {
		a.SubmittedAt = ptr(created.UTC())
	}
	return a
}

// written writes a content. Its types can always be written: numbers are finite, and texts are texts.
func written(content any) string {
	text, err := canonical(content)
	must(err)
	return text
}

// canonical writes JSON without blanks, and escapes no character that need not be.
func canonical(value any) (string, error) {
	var text bytes.Buffer
	to := json.NewEncoder(&text)
	to.SetEscapeHTML(false)
	err := to.Encode(value)
	return strings.TrimSuffix(text.String(), "\n"), err
}
