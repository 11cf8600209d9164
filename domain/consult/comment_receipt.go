package consult

import (
	"time"

	"minyi/domain/civic"
	"minyi/domain/legaltext"
	"minyi/domain/trust"
)

// acceptedComment is a comment as its receipt commits to it. Its author is not in it.
type acceptedComment struct {
	trust.Accepted
	Clause *string `json:"clause,omitempty"`
	Stance Stance  `json:"stance"`
	Body   string  `json:"body"`
}

// Act is what its author did last.
func (c Comment) Act() trust.Act {
	switch {
	case c.WithdrawnAt != nil:
		return trust.ActWithdraw
	case c.Revision > 1:
		return trust.ActChange
	}
	return trust.ActSubmit
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
func (c Comment) Accepted(act trust.Act) string {
	content := acceptedComment{Accepted: trust.AcceptedAs(act, c.ID(), c.Revision, c.CreatedAt), Stance: c.Stance, Body: c.Body}
	if c.ClauseKey != nil {
		content.Clause = new(civic.IDOf(legaltext.ClauseIDKind, *c.ClauseKey).String())
	}
	return trust.Written(content)
}
