package consult

import (
	"time"

	"github.com/google/uuid"

	"minyi/domain/civic"
)

// Endorsement says that a person supports a comment of somebody else. No field of the API shows whose it is.
type Endorsement struct {
	ConsultationKey uuid.UUID `db:"consultation_id"`
	CommentKey      uuid.UUID `db:"comment_id"`
	CreatedAt       time.Time `db:"created_at"`
}

// CommentID names the comment.
func (e Endorsement) CommentID() civic.ID {
	return civic.IDWithin(CommentKind, e.ConsultationKey, e.CommentKey)
}
