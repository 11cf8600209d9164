package consult

import (
	"time"

	"minyi/domain/civic"
)

// ModerateCommentInput is a decision on one comment.
type ModerateCommentInput struct {
	CommentID civic.ID `validate:"id=M"`
	Decision  ModerationDecision
	Reason    *ModerationReason
	Note      *string
}

// Verdict is what the input decides.
func (in ModerateCommentInput) Verdict() Verdict { return Verdict{in.Decision, in.Reason, in.Note} }

// Check holds the input against its rules and gives all problems at once.
func (in ModerateCommentInput) Check() error {
	var problems civic.Problems
	problems.Join(civic.Check(in))
	problems.Join(in.Verdict().check())
	return problems.Err()
}

// ModerateCommentsInput is one decision on many comments of one consultation.
type ModerateCommentsInput struct {
	CommentIDs []civic.ID `validate:"min=1,max=1000,unique,dive,id=M"`
	Decision   ModerationDecision
	Reason     *ModerationReason
	Note       *string
}

// Verdict is what the input decides.
func (in ModerateCommentsInput) Verdict() Verdict { return Verdict{in.Decision, in.Reason, in.Note} }

// Check holds the input against its rules and gives all problems at once.
func (in ModerateCommentsInput) Check() error {
	if err := civic.Check(in); err != nil {
		return err
	}
	var problems civic.Problems
	for i, id := range in.CommentIDs {
		if id.Consultation != in.CommentIDs[0].Consultation {
			problems.Add(OtherConsultation, civic.Indexed("commentIds", i))
		}
	}
	problems.Join(in.Verdict().check())
	return problems.Err()
}

// ReportCommentInput is a comment that somebody thinks should not be seen.
type ReportCommentInput struct {
	CommentID civic.ID `validate:"id=M"`
	Reason    ModerationReason
	Note      *string
}

// Check holds the input against its rules and gives all problems at once.
func (in ReportCommentInput) Check() error {
	var problems civic.Problems
	problems.Join(civic.Check(in))
	problems.Join(checkNote(in.Reason, in.Note))
	return problems.Err()
}

// CommentReport is what one person reported about a comment. Nobody learns who.
type CommentReport struct {
	Reason    ModerationReason `db:"reason"`
	Note      *string          `db:"note"`
	CreatedAt time.Time        `db:"created_at"`
}

// DisputeAuthorshipInput says that a comment made with the actor's account is not the actor's.
type DisputeAuthorshipInput struct {
	CommentID civic.ID `validate:"id=M"`
	Statement string
}

// Check holds the input against its rules and gives all problems at once.
func (in DisputeAuthorshipInput) Check() error {
	var problems civic.Problems
	problems.Join(civic.Check(in))
	problems.Join(civic.CheckBody("statement", in.Statement, longestNote))
	return problems.Err()
}

// ModerationFilter says which comments of the moderators' queue to list.
type ModerationFilter struct {
	State    *ModerationState
	Disputed *bool
}

// ModerationOrder is the order of the moderators' queue.
type ModerationOrder string

// The orders.
const (
	OldestFirst       ModerationOrder = "OLDEST"
	MostReportedFirst ModerationOrder = "MOST_REPORTED"
)
