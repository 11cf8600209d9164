package consult

import (
	"time"

	"minyi/domain/civic"
	"minyi/domain/legaltext"
	"minyi/domain/policy"
	"minyi/domain/trust"
)

// acceptedComment is the content of a comment's receipt. It does not contain the author.
type acceptedComment struct {
	trust.Accepted
	Clause  *string         `json:"clause,omitempty"`
	Passage *policy.Passage `json:"passage,omitempty"`
	Stance  Stance          `json:"stance"`
	Body    string          `json:"body"`
}

// Act returns the author's last act.
func (c Comment) Act() trust.Act {
	switch {
	case c.WithdrawnAt != nil:
		return trust.ActWithdraw
	case c.Revision > 1:
		return trust.ActChange
	}
	return trust.ActSubmit
}

// ChangedAt returns the instant of the author's last act.
func (c Comment) ChangedAt() time.Time {
	for _, at := range []*time.Time{c.WithdrawnAt, c.EditedAt} {
		if at != nil {
			return *at
		}
	}
	return c.CreatedAt
}

// Accepted returns the content of the comment's receipt after an act: canonical JSON, in the same form as the content of a
// feedback report.
func (c Comment) Accepted(act trust.Act) string {
	content := acceptedComment{Accepted: trust.AcceptedAs(act, c.ID(), c.Revision, c.CreatedAt), Passage: c.Passage, Stance: c.Stance, Body: c.Body}
	if c.AcceptedStance != nil {
		content.Stance = *c.AcceptedStance
	}
	if clause := c.acceptedClause(); clause != nil {
		content.Clause = new(civic.IDOf(legaltext.ClauseIDKind, *clause).String())
	}
	return trust.Written(content)
}
