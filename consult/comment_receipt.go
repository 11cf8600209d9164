package consult

import "time"

// acceptedComment is a comment as its receipt commits to it. Its author is not in it.
type acceptedComment struct {
	accepted
	Clause *string `json:"clause,omitempty"`
	Stance Stance  `json:"stance"`
	Body   string  `json:"body"`
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
		content.Clause = new(IDOf(ClauseIDKind, *c.ClauseKey).String())
	}
	return written(content)
}
