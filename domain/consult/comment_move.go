package consult

import (
	"github.com/google/uuid"

	"minyi/domain/civic"
)

// MoveCommentInput names a comment and the clause that it is about. Without a clause it is about the whole draft.
type MoveCommentInput struct {
	CommentID civic.ID  `validate:"id=M"`
	ClauseID  *civic.ID `validate:"omitempty,id=L"`
}

// Relocated returns the comment on another clause, or on the whole draft. A moderator's move leaves the receipt as it is: it names the clause that
// the author chose, and the passage that the author marked in it.
func (c Comment) Relocated(clause *uuid.UUID, byModerator bool) Comment {
	if !c.MovedUnreceipted {
		c.MovedFrom = c.ClauseKey
	}
	if !byModerator {
		c.Passage = nil // of the clause of before
	}
	c.ClauseKey, c.MovedUnreceipted = clause, byModerator
	return c
}

// acceptedClause is the clause that the comment's receipt names.
func (c Comment) acceptedClause() *uuid.UUID {
	if c.MovedUnreceipted {
		return c.MovedFrom
	}
	return c.ClauseKey
}
